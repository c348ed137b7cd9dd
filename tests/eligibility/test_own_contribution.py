"""The share is a law of whole kroner: held against exact fractions, and against its own neighbours."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.eligibility import Outcome
from services.eligibility.rules.case import Answer
from services.eligibility.rules.own_contribution import Parameters, judge
from tests.eligibility.examples import NEW, case

KRONER = st.integers(0, 10**12)
PERCENTS = st.integers(1, 99)


def found(percent: int, amount_nok: int, own_nok: int) -> Answer:
    application = NEW.but(amount_nok=amount_nok, own_contribution_nok=own_nok)
    return judge(Parameters(minimum_percent=percent), case(application))


def enough(percent: int, amount_nok: int, own_nok: int) -> bool:
    return found(percent, amount_nok, own_nok).outcome is Outcome.MET


@pytest.mark.parametrize(("own_nok", "outcome"), [(199_999, Outcome.UNMET), (200_000, Outcome.MET)])
def test_one_krone_short_is_short(own_nok: int, outcome: Outcome) -> None:
    assert found(20, 800_000, own_nok).outcome is outcome


def test_the_share_is_told_in_kroner_of_the_whole() -> None:
    answer = found(20, 800_000, 199_999)
    assert answer.inputs == {"own_contribution": "199 999 kr", "whole": "999 999 kr"}
    assert answer.threshold == "at least 20 % of the whole: 200 000 kr"


def test_a_share_that_is_no_whole_krone_is_rounded_up() -> None:
    assert found(33, 1_000, 0).threshold == "at least 33 % of the whole: 330 kr"
    assert found(33, 1_001, 0).threshold == "at least 33 % of the whole: 331 kr"


@pytest.mark.parametrize("percent", [0, 100, -1])
def test_a_round_cannot_ask_for_nothing_nor_for_everything(percent: int) -> None:
    with pytest.raises(ValidationError):
        Parameters(minimum_percent=percent)


@given(PERCENTS, KRONER, KRONER)
def test_it_is_the_exact_fraction_of_the_whole_that_counts(percent: int, amount_nok: int, own_nok: int) -> None:
    share = Fraction(own_nok, amount_nok + own_nok) if amount_nok + own_nok else Fraction(1)
    assert enough(percent, amount_nok, own_nok) == (share >= Fraction(percent, 100))


@given(PERCENTS, KRONER, KRONER)
def test_the_least_that_is_told_is_the_least_that_is_enough(percent: int, amount_nok: int, whole_nok: int) -> None:
    told = found(percent, whole_nok, 0).threshold.partition(": ")[2].removesuffix(" kr").replace(" ", "")
    assert Fraction(int(told), 1) >= Fraction(percent * whole_nok, 100) > int(told) - 1


@given(PERCENTS, KRONER, KRONER, st.integers(1, 10**9))
def test_more_of_ones_own_never_turns_enough_into_too_little(
    percent: int, amount_nok: int, own_nok: int, more_nok: int
) -> None:
    if enough(percent, amount_nok, own_nok):
        assert enough(percent, amount_nok, min(own_nok + more_nok, 10**12))


@given(PERCENTS, KRONER, KRONER, st.integers(1, 10**9))
def test_asking_for_more_never_turns_too_little_into_enough(
    percent: int, amount_nok: int, own_nok: int, more_nok: int
) -> None:
    if not enough(percent, amount_nok, own_nok):
        assert not enough(percent, min(amount_nok + more_nok, 10**12), own_nok)


@given(PERCENTS, PERCENTS, KRONER, KRONER)
def test_who_carries_enough_for_a_greater_share_carries_enough_for_a_smaller_one(
    one: int, other: int, amount_nok: int, own_nok: int
) -> None:
    if enough(max(one, other), amount_nok, own_nok):
        assert enough(min(one, other), amount_nok, own_nok)
