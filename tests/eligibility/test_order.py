"""The order of arrival between applications changes nothing; an application's own messages keep theirs.

All that came before the round's closing has been heard when the first application is judged: allocation states earlier
awards only after it. What comes later may be heard in any order.
"""

from collections.abc import Iterable
from itertools import groupby

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from schemas.base import Message
from schemas.eligibility import EligibilityDecided
from schemas.ids import ApplicationId, CooperationId
from schemas.intake import ApplicationWithdrawn
from tests.eligibility.examples import BODIES, FIRST_YEAR_AWARD, FOUNDATION, NEW, ROUND, SECOND_YEAR, UNCLEAR
from tests.eligibility.history import given
from tests.eligibility.told import CLOSED, answer, received, stated, superseded, withdrawn

Life = tuple[list[Message], list[Message]]
"""What is told of an application before the round closes, and after."""


def _life(place: int) -> Life:
    """One of eight lives of an application, with a reference and a cooperation of its own, or one for every two."""
    reference = f"A-{place}"
    line = f"pair-{place // 2}" if place > 7 else f"line-{place}"
    mine = NEW.cooperation.but(cooperation=CooperationId(line))
    new = received(NEW.but(amount_nok=1_400_000 + 50_000 * place, cooperation=mine), reference=reference)
    corrected = received(NEW.but(cooperation=mine), reference=reference, version=2)
    second = received(SECOND_YEAR.but(cooperation=mine), reference=reference)
    foundation = received(FOUNDATION.but(cooperation=mine), reference=reference)
    unclear = received(UNCLEAR.but(cooperation=mine), reference=reference)
    lives: list[Life] = [
        ([new], [stated(new)]),
        ([new, superseded(new), corrected], [stated(corrected)]),
        ([new, withdrawn(new)], []),
        ([second], [stated(second, FIRST_YEAR_AWARD)]),
        ([second], [stated(second)]),
        ([foundation], [stated(foundation)]),
        ([unclear], [stated(unclear), answer(unclear, "unmet")]),
        ([new], [withdrawn(new), stated(new)]),
        ([new], [superseded(new), corrected, stated(new), stated(corrected)]),
    ]
    return lives[place % len(lives)]


LIVES = [_life(place) for place in range(14)]
BEFORE = [place for place, (before, _) in enumerate(LIVES) for _ in before]
AFTER = [place for place, (_, after) in enumerate(LIVES) for _ in after]


def _outcomes(before: list[int], after: list[int]) -> dict[ApplicationId, list[EligibilityDecided]]:
    history = given(ROUND, BODIES)
    messages: Iterable[Message] = [
        *_told([early for early, _ in LIVES], before),
        CLOSED,
        *_told([late for _, late in LIVES], after),
    ]
    facts = [said.fact for message in messages for said in history.hears(message)]
    decisions = [fact for fact in facts if isinstance(fact, EligibilityDecided)]
    by_application = sorted(decisions, key=lambda fact: fact.application)
    return {name: list(those) for name, those in groupby(by_application, key=lambda fact: fact.application)}


def _told(lives: list[list[Message]], turns: list[int]) -> Iterable[Message]:
    lines = [iter(life) for life in lives]
    return (next(lines[turn]) for turn in turns)


IN_ORDER = _outcomes(BEFORE, AFTER)


@settings(max_examples=30, deadline=None)
@drawn(st.permutations(BEFORE), st.permutations(AFTER))
def test_any_order_between_applications_ends_in_the_same_decisions(before: list[int], after: list[int]) -> None:
    assert _outcomes(before, after) == IN_ORDER


def test_the_lives_above_reach_every_outcome_a_shared_ceiling_and_two_for_one_cooperation() -> None:
    decisions = [fact for facts in IN_ORDER.values() for fact in facts]
    assert {fact.outcome for fact in decisions} == {"eligible", "ineligible", "needs_review"}
    assert any(0 < fact.grantable_nok < 700_000 for fact in decisions)
    beside = {finding.inputs["others"] for fact in decisions for finding in fact.findings if "others" in finding.inputs}
    assert beside > {"none", "public360/A-8"}
    gone = [
        life for life in LIVES if any(isinstance(message, ApplicationWithdrawn) for part in life for message in part)
    ]
    assert len(IN_ORDER) == len(LIVES) - len(gone)
