"""Quotas beside money: five to six resource environments in the round of 2023 (Fagrådet on that round)."""

from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given, settings

from schemas.ids import GroupId
from schemas.reasons import Reason
from schemas.scheme import Quota, Scheme
from services.allocation.ranking import Contender, below_quota, quota_left, rank
from tests.allocation.ranked import (
    CONTINUATION,
    NEW,
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
    with_quotas,
)

FIVE_TO_SIX = Quota(min=5, max=6)
SIX_OF_FIRST = with_quotas(continuation=FIVE_TO_SIX)
"""The group that comes first may have six awards."""


def first(name: str, score: int = 5, asks_nok: int = 100_000) -> Contender:
    return contender(name, score=score, asks_nok=asks_nok, group="continuation")


def seven() -> list[Contender]:
    return [first("a", 6), *(first(name) for name in "bcdef"), first("g", 4)]


@pytest.mark.parametrize("policy", POLICIES)
def test_trap_19_the_seventh_of_six_waits_and_does_not_end_the_money_for_others(policy: Policy) -> None:
    ranking = placed(10_000_000, *seven(), contender("other"), scheme=edge(policy, scheme=SIX_OF_FIRST))
    assert amounts(ranking) == {**dict.fromkeys("abcdef", 100_000), "g": 0, "other": 770_000}
    assert waiting(ranking) == [("g", Reason.QUOTA_FULL, 1)]
    assert [one.place for one in ranking if one.contender.application == "g"] == [7]


def test_awards_that_the_group_has_already_count() -> None:
    ranking = placed(10_000_000, *seven(), scheme=SIX_OF_FIRST, continuation=4)
    assert [one.outcome for one in ranking] == ["award"] * 2 + ["rejection"] * 5
    assert [place for *_, place in waiting(ranking)] == [1, 2, 3, 4, 5]


def test_a_part_is_an_award_too() -> None:
    one_only = with_quotas(edge("partial"), continuation=Quota(max=1))
    ranking = placed(60_000, first("a", 6), first("b", 5), scheme=one_only)
    assert in_short(ranking) == [("a", "partial_award", 60_000), ("b", "rejection", 0)]
    assert waiting(ranking) == [("b", Reason.QUOTA_FULL, 1)]


@pytest.mark.parametrize(("most", "reason"), [(2, Reason.QUOTA_FULL), (3, Reason.FRAME_EXHAUSTED)])
def test_a_part_is_one_award_and_no_more_than_one(most: int, reason: Reason) -> None:
    scheme = with_quotas(edge("partial"), continuation=Quota(max=most))
    ranking = placed(160_000, first("a", 6), first("b", 5), first("c", 4), scheme=scheme)
    assert amounts(ranking) == {"a": 100_000, "b": 60_000, "c": 0}
    assert waiting(ranking) == [("c", reason, 1)]


def test_whom_the_money_does_not_reach_takes_no_place_of_the_quota() -> None:
    one_only = with_quotas(edge("skip"), continuation=Quota(max=1))
    ranking = placed(100_000, first("big", 6, 900_000), first("small", 5), scheme=one_only)
    assert in_short(ranking) == [("big", "rejection", 0), ("small", "award", 100_000)]
    assert waiting(ranking) == [("big", Reason.FRAME_EXHAUSTED, 1)]


def test_where_neither_money_nor_quota_is_left_the_quota_is_the_reason_for_more_money_would_not_help() -> None:
    one_only = with_quotas(edge("stop"), continuation=Quota(max=1))
    ranking = placed(100_000, first("a", 6), first("b", 5), contender("other"), scheme=one_only)
    assert waiting(ranking) == [("b", Reason.QUOTA_FULL, 1), ("other", Reason.FRAME_EXHAUSTED, 2)]


def test_a_quota_concerns_its_own_group_only() -> None:
    assert not quota_left(CONTINUATION, SIX_OF_FIRST, {CONTINUATION: 6, NEW: 0})
    assert quota_left(CONTINUATION, SIX_OF_FIRST, {CONTINUATION: 5, NEW: 6})
    assert quota_left(CONTINUATION, SIX_OF_FIRST, {})
    assert quota_left(NEW, SIX_OF_FIRST, {NEW: 1_000})


def test_fewer_than_five_is_a_warning_and_five_is_none() -> None:
    def told(count: int, available_nok: int = 10_000_000, **has: int) -> tuple[GroupId, ...]:
        ranking = placed(available_nok, *seven()[:count], contender("other"), scheme=SIX_OF_FIRST, **has)
        return below_quota(ranking, SIX_OF_FIRST, {GroupId(group): awards for group, awards in has.items()})

    assert told(4) == (CONTINUATION,)
    assert told(5) == ()
    assert told(0) == (CONTINUATION,)
    assert told(0, continuation=5) == ()
    assert told(2, continuation=2) == (CONTINUATION,)
    assert told(7, available_nok=500_000) == ()
    assert told(7, available_nok=499_999) == (CONTINUATION,)


def test_groups_below_their_quota_are_named_in_their_order_and_groups_without_one_never() -> None:
    both = with_quotas(new=FIVE_TO_SIX, continuation=FIVE_TO_SIX)
    swapped = both.but(groups=tuple(reversed(both.groups)))
    assert below_quota([], swapped, {}) == (CONTINUATION, NEW)
    assert below_quota([], with_quotas(), {}) == ()


@settings(max_examples=150, deadline=None)
@given(rounds(), contenders, money, taken)
def test_a_quota_is_never_exceeded_and_nobody_is_refused_by_one_that_is_not_full(
    scheme: Scheme, who: list[Contender], available_nok: int, has: Mapping[GroupId, int]
) -> None:
    ranking = rank(who, scheme, available_nok, has)
    awards = Counter(has)
    for one in ranking:
        group = one.contender.group
        if one.waiting_place is None and one.outcome == "rejection":
            continue
        assert group is not None
        assert (one.reasons == (Reason.QUOTA_FULL,)) != quota_left(group, scheme, awards)
        awards[group] += one.outcome != "rejection"
    for rule in scheme.groups:
        if rule.quota is not None:
            assert awards[rule.id] <= max(rule.quota.max, has.get(rule.id, 0))
            assert (rule.id in below_quota(ranking, scheme, has)) == (awards[rule.id] < rule.quota.min)
