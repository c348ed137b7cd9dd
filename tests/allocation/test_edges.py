"""What happens where the money ends: a part, the next who fits, or nothing more; and who may not be passed."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.ids import GroupId
from schemas.reasons import Reason
from schemas.scheme import Scheme
from services.allocation.ranking import Contender, Placed, rank
from tests.allocation.examples import IPS_2019
from tests.allocation.ranked import (
    POLICIES,
    Policy,
    amounts,
    contender,
    contenders,
    edge,
    in_short,
    money,
    placed,
    rounds,
    taken,
    waiting,
)

MINIMUM_NOK = IPS_2019.at_the_edge.minimum_award_nok
YEAR_ONE_NOK = 1_500_000
"""The ceiling of project year 1 in the round of 2018 (Fagrådet)."""


def at_the_ceiling(count: int) -> list[Contender]:
    return [contender(f"{place:02}", asks_nok=YEAR_ONE_NOK) for place in range(count)]


@pytest.mark.parametrize("policy", POLICIES)
def test_trap_10_thirty_of_thirty_one_exhaust_45_000_000_and_nobody_gets_a_part_of_nothing(policy: Policy) -> None:
    ranking = placed(45_000_000, *at_the_ceiling(31), scheme=edge(policy))
    assert [one.amount_nok for one in ranking] == [YEAR_ONE_NOK] * 30 + [0]
    assert [place for *_, place in waiting(ranking)] == [1]


@pytest.mark.parametrize(("policy", "last_nok"), [("partial", 200_000), ("stop", 0), ("skip", 0)])
def test_trap_10_what_becomes_of_the_last_200_000_of_45_200_000_is_the_rounds_own_rule(
    policy: Policy, last_nok: int
) -> None:
    ranking = placed(45_200_000, *at_the_ceiling(32), scheme=edge(policy, 200_000))
    assert [one.amount_nok for one in ranking] == [YEAR_ONE_NOK] * 30 + [last_nok, 0]


def test_partial_the_first_whom_the_money_does_not_reach_gets_what_is_left_if_that_is_enough() -> None:
    first, second, third = contender("1", score=6), contender("2", score=5), contender("3", score=4, asks_nok=1)
    enough = placed(770_000 + MINIMUM_NOK, first, second, third)
    assert in_short(enough)[1:] == [("2", "partial_award", MINIMUM_NOK), ("3", "rejection", 0)]
    assert (enough[1].place, enough[1].reasons) == (2, (Reason.REDUCED_TO_REMAINING_FRAME,))
    too_little = placed(770_000 + MINIMUM_NOK - 1, first, second, third)
    assert in_short(too_little)[1:] == [("2", "rejection", 0), ("3", "rejection", 0)]
    assert [one.waiting_place for one in too_little] == [None, 1, 2]


def test_partial_without_a_minimum_one_krone_is_a_part_and_none_is_not() -> None:
    first, second = contender("1", score=6), contender("2", score=5)
    assert in_short(placed(770_001, first, second, scheme=edge("partial")))[1] == ("2", "partial_award", 1)
    assert in_short(placed(770_000, first, second, scheme=edge("partial")))[1] == ("2", "rejection", 0)


def test_partial_nobody_gets_anything_after_a_part_not_even_who_was_granted_nothing() -> None:
    first, second, nothing = contender("1", score=6), contender("2", score=5), contender("3", score=4, asks_nok=0)
    ranking = placed(770_000 + MINIMUM_NOK, first, second, nothing)
    assert in_short(ranking)[1:] == [("2", "partial_award", MINIMUM_NOK), ("3", "rejection", 0)]


def test_skip_whoever_does_not_fit_waits_and_the_next_one_who_fits_gets_all_that_he_may() -> None:
    big, small, bigger, smallest = (
        contender("big", score=6, asks_nok=900_000),
        contender("small", score=5, asks_nok=300_000),
        contender("bigger", score=4, asks_nok=400_000),
        contender("smallest", score=3, asks_nok=200_000),
    )
    ranking = placed(500_000, big, small, bigger, smallest, scheme=edge("skip", 100_000))
    assert in_short(ranking) == [
        ("big", "rejection", 0),
        ("small", "award", 300_000),
        ("bigger", "rejection", 0),
        ("smallest", "award", 200_000),
    ]
    assert waiting(ranking) == [("big", Reason.FRAME_EXHAUSTED, 1), ("bigger", Reason.FRAME_EXHAUSTED, 2)]


def test_stop_all_wait_from_the_first_who_does_not_fit_though_much_is_left() -> None:
    first, big, small = (
        contender("first", score=6, asks_nok=100_000),
        contender("big", score=5, asks_nok=900_001),
        contender("small", score=4, asks_nok=1),
    )
    ranking = placed(1_000_000, first, big, small, scheme=edge("stop"))
    assert in_short(ranking)[1:] == [("big", "rejection", 0), ("small", "rejection", 0)]
    assert waiting(ranking) == [("big", Reason.FRAME_EXHAUSTED, 1), ("small", Reason.FRAME_EXHAUSTED, 2)]


def test_skip_a_larger_frame_may_take_from_a_smaller_one_and_so_no_law_says_otherwise() -> None:
    big, small = contender("big", score=6, asks_nok=900_000), contender("small", score=5, asks_nok=500_000)
    assert amounts(placed(800_000, big, small, scheme=edge("skip"))) == {"big": 0, "small": 500_000}
    assert amounts(placed(900_000, big, small, scheme=edge("skip"))) == {"big": 900_000, "small": 0}


def kept_out_by_money(ranking: list[Placed]) -> list[Placed]:
    return [one for one in ranking if one.reasons == (Reason.FRAME_EXHAUSTED,)]


def left_before(ranking: list[Placed], one: Placed, available_nok: int) -> int:
    return available_nok - sum(other.amount_nok for other in ranking if other.place < one.place)


@settings(max_examples=150, deadline=None)
@given(rounds(("partial", "stop")), contenders, money, taken)
def test_partial_and_stop_nobody_gets_anything_below_one_who_waits_for_money(
    scheme: Scheme, who: list[Contender], available_nok: int, has: Mapping[GroupId, int]
) -> None:
    ranking = rank(who, scheme, available_nok, has)
    gets = [one for one in ranking if one.outcome != "rejection"]
    waits = kept_out_by_money(ranking)
    assert not gets or not waits or gets[-1].place < waits[0].place
    partial = [one for one in gets if one.outcome == "partial_award"]
    assert not partial or (scheme.at_the_edge.policy == "partial" and partial == gets[-1:])
    minimum_nok = max(1, scheme.at_the_edge.minimum_award_nok)
    assert all(minimum_nok <= one.amount_nok < one.contender.grantable_nok for one in partial)
    if waits and not partial:
        left_nok = left_before(ranking, waits[0], available_nok)
        assert waits[0].contender.grantable_nok > left_nok, "the first who waits does not fit"
        assert scheme.at_the_edge.policy == "stop" or left_nok < minimum_nok


@settings(max_examples=150, deadline=None)
@given(rounds(("skip",)), contenders, money, taken)
def test_skip_nobody_who_fits_is_passed_by(
    scheme: Scheme, who: list[Contender], available_nok: int, has: Mapping[GroupId, int]
) -> None:
    ranking = rank(who, scheme, available_nok, has)
    assert all(one.outcome != "partial_award" for one in ranking)
    for one in kept_out_by_money(ranking):
        assert one.contender.grantable_nok > left_before(ranking, one, available_nok)


@settings(max_examples=150, deadline=None)
@given(rounds(("partial", "stop")), contenders, money, st.integers(0, 3_000_000), taken)
def test_partial_and_stop_a_larger_frame_takes_nothing_from_anyone(
    scheme: Scheme, who: list[Contender], available_nok: int, more_nok: int, has: Mapping[GroupId, int]
) -> None:
    before = amounts(rank(who, scheme, available_nok, has))
    after = amounts(rank(who, scheme, available_nok + more_nok, has))
    assert all(after[application] >= amount for application, amount in before.items())


@settings(max_examples=100, deadline=None)
@given(rounds(), contenders, taken)
def test_with_money_for_all_only_a_quota_keeps_anyone_out(
    scheme: Scheme, who: list[Contender], has: Mapping[GroupId, int]
) -> None:
    ranking = rank(who, scheme, sum(one.grantable_nok for one in who), has)
    assert not kept_out_by_money(ranking)
    assert all(one.outcome != "partial_award" for one in ranking)
