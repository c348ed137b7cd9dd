"""The order of arrival between applications changes nothing; an application's own messages keep theirs."""

from itertools import groupby

from hypothesis import given as drawn
from hypothesis import strategies as st

from schemas.base import Message
from schemas.eligibility import EligibilityDecided
from schemas.ids import ApplicationId
from tests.eligibility.examples import (
    BODIES,
    FIRST_YEAR_AWARD,
    FOUNDATION,
    NEW,
    ROUND,
    SECOND_YEAR,
    UNCLEAR,
    answer,
    received,
    stated,
    withdrawn,
)
from tests.eligibility.history import given


def _life(place: int) -> list[Message]:
    """One of seven lives of an application, with a reference of its own."""
    reference = f"A-{place}"
    new = received(NEW.but(amount_nok=1_400_000 + 50_000 * place), reference=reference)
    corrected = received(NEW, reference=reference, version=2)
    second = received(SECOND_YEAR, reference=reference)
    foundation = received(FOUNDATION, reference=reference)
    unclear = received(UNCLEAR, reference=reference)
    lives: list[list[Message]] = [
        [new, stated(new)],
        [new, corrected, stated(corrected)],
        [new, withdrawn(new), stated(new)],
        [second, stated(second, FIRST_YEAR_AWARD)],
        [second, stated(second)],
        [foundation, stated(foundation)],
        [unclear, stated(unclear), answer(unclear, "unmet")],
    ]
    return lives[place % len(lives)]


LIVES = [_life(place) for place in range(10)]
TURNS = [place for place, life in enumerate(LIVES) for _ in life]


def _outcomes(turns: list[int]) -> dict[ApplicationId, list[EligibilityDecided]]:
    history, lives = given(ROUND, BODIES), [iter(life) for life in LIVES]
    facts = [said.fact for turn in turns for said in history.hears(next(lives[turn]))]
    decisions = [fact for fact in facts if isinstance(fact, EligibilityDecided)]
    by_application = sorted(decisions, key=lambda fact: fact.application)
    return {name: list(those) for name, those in groupby(by_application, key=lambda fact: fact.application)}


IN_ORDER = _outcomes(TURNS)


@drawn(st.permutations(TURNS))
def test_any_order_between_applications_ends_in_the_same_decisions(turns: list[int]) -> None:
    assert _outcomes(turns) == IN_ORDER


def test_the_lives_above_reach_every_outcome_and_leave_out_the_two_that_were_withdrawn() -> None:
    assert len(IN_ORDER) == len(LIVES) - 2
    assert {fact.outcome for facts in IN_ORDER.values() for fact in facts} == {
        "eligible",
        "ineligible",
        "needs_review",
    }
