"""The laws of the ranking: merit alone decides, money is given in order, and nobody is passed."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.canonical import digest
from schemas.ids import ApplicationId, GroupId
from schemas.reasons import Reason
from schemas.scheme import Scheme
from services.allocation.ranking import Contender, Outcome, list_hash, lot, rank
from tests.allocation.examples import IPS_2019
from tests.allocation.ranked import (
    NEW,
    ORDER,
    contender,
    contenders,
    in_short,
    money,
    placed,
    rounds,
    taken,
    waiting,
)

CONTINUATION_FIRST = IPS_2019.but(continuation_first=True)


def test_the_group_comes_first_then_the_higher_score() -> None:
    best, good = contender("best", score=6), contender("good", score=4)
    old = contender("old", score=3, group="continuation")
    assert in_short(placed(10_000_000, good, best, old)) == [
        ("old", "award", 770_000),
        ("best", "award", 770_000),
        ("good", "award", 770_000),
    ]


def test_trap_21_what_continues_comes_before_what_is_new_only_where_the_round_says_so() -> None:
    begun, best = contender("begun", score=3, continuing=True), contender("best", score=6)
    assert [name for name, *_ in in_short(placed(10_000_000, best, begun, scheme=CONTINUATION_FIRST))] == [
        "begun",
        "best",
    ]
    assert [name for name, *_ in in_short(placed(10_000_000, begun, best))] == ["best", "begun"]


def test_continuation_comes_after_the_group_and_before_the_score() -> None:
    first = contender("first", score=3, group="continuation")
    begun, poor = contender("begun", score=4, continuing=True), contender("poor", score=3, continuing=True)
    best = contender("best", score=6)
    ranking = placed(10_000_000, best, poor, begun, first, scheme=CONTINUATION_FIRST)
    assert [name for name, *_ in in_short(ranking)] == ["first", "begun", "poor", "best"]


def test_equal_scores_are_parted_by_the_announced_lots() -> None:
    names = ["a", "b", "c", "d", "e"]
    drawn = [one.contender.application for one in placed(10_000_000, *map(contender, names))]
    assert drawn == sorted(names, key=lambda name: lot("ips-2019", ApplicationId(name)))
    assert drawn != names
    other = IPS_2019.but(scoring=IPS_2019.scoring.but(lots_seed="another seed"))
    assert drawn != [one.contender.application for one in placed(10_000_000, *map(contender, names), scheme=other)]


def test_a_lot_can_be_drawn_again_by_everybody() -> None:
    assert lot("ips-2019", ApplicationId("public360/A-1")) == digest(b"ips-2019/public360/A-1")


def test_below_the_minimum_score_there_is_neither_money_nor_a_waiting_place() -> None:
    assert IPS_2019.scoring.minimum == 3
    just, weak, unscored = contender("just", score=3), contender("weak", score=2), contender("unscored", score=None)
    ranking = placed(10_000_000, unscored, weak, just)
    assert in_short(ranking) == [("just", "award", 770_000), ("weak", "rejection", 0), ("unscored", "rejection", 0)]
    for one in ranking[1:]:
        assert one.reasons == (Reason.LOWER_EXPECTED_GOAL_ATTAINMENT,)
        assert one.waiting_place is None


def test_who_has_no_score_is_too_weak_though_the_lowest_score_would_be_enough() -> None:
    scheme = IPS_2019.but(scoring=IPS_2019.scoring.but(minimum=1))
    poor, unscored = contender("poor", score=1), contender("unscored", score=None)
    ranking = placed(10_000_000, unscored, poor, scheme=scheme)
    assert in_short(ranking) == [("poor", "award", 770_000), ("unscored", "rejection", 0)]


def test_where_no_score_is_required_nobody_is_too_weak() -> None:
    scheme = IPS_2019.but(scoring=IPS_2019.scoring.but(required=False))
    weak = [contender("poor", score=1), contender("unscored", score=None)]
    assert in_short(placed(10_000_000, *weak, scheme=scheme)) == [
        ("poor", "award", 770_000),
        ("unscored", "award", 770_000),
    ]


def test_who_is_not_eligible_keeps_the_reasons_of_the_rules_and_stands_last_by_name() -> None:
    refused = [contender(name, eligible=False) for name in ("none", "late", "more")]
    ranking = placed(10_000_000, *refused, contender("weak", score=1), contender("good"))
    assert [one.contender.application for one in ranking] == ["good", "weak", "late", "more", "none"]
    for one in ranking[2:]:
        assert (one.outcome, one.reasons, one.waiting_place) == ("rejection", (Reason.NO_PRIOR_AWARD,), None)
    assert [one.place for one in ranking] == [1, 2, 3, 4, 5]


def test_who_belongs_to_no_group_gets_nothing() -> None:
    stray = Contender(ApplicationId("stray"), 1, True, None, 6, 100_000, (Reason.YEAR_NOT_FUNDABLE,), False)
    (one,) = placed(10_000_000, stray)
    assert (one.outcome, one.reasons, one.waiting_place) == ("rejection", (Reason.YEAR_NOT_FUNDABLE,), None)


def test_a_reduction_to_the_ceiling_stays_named_in_the_award() -> None:
    cut = Contender(ApplicationId("cut"), 1, True, NEW, 5, 1_500_000, (Reason.REDUCED_TO_CEILING,), False)
    assert placed(1_500_000, cut)[0].reasons == (Reason.REDUCED_TO_CEILING,)
    part = placed(1_000_000, cut)[0].reasons
    assert part == (Reason.REDUCED_TO_CEILING, Reason.REDUCED_TO_REMAINING_FRAME)


def test_the_hash_is_over_place_application_outcome_and_amount_of_every_line() -> None:
    a, b = ApplicationId("a"), ApplicationId("b")
    line: tuple[int, ApplicationId, Outcome, int] = (1, a, "award", 5)
    assert list_hash([line, (2, b, "rejection", 0)]) == digest(b"1 a award 5\n2 b rejection 0")
    others: list[tuple[int, ApplicationId, Outcome, int]] = [
        (2, a, "award", 5),
        (1, b, "award", 5),
        (1, a, "partial_award", 5),
        (1, a, "award", 6),
    ]
    assert len({list_hash([one]) for one in (line, *others)}) == 5


@settings(max_examples=100, deadline=None)
@given(rounds(), contenders, money, taken, st.data())
def test_trap_11_the_order_of_arrival_changes_nothing(
    scheme: Scheme, who: list[Contender], available_nok: int, has: Mapping[GroupId, int], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(who))
    assert rank(shuffled, scheme, available_nok, has) == rank(who, scheme, available_nok, has)


@settings(max_examples=100, deadline=None)
@given(rounds(), contenders, money, taken)
def test_every_ranking_places_each_once_and_gives_what_there_is(
    scheme: Scheme, who: list[Contender], available_nok: int, has: Mapping[GroupId, int]
) -> None:
    ranking = rank(who, scheme, available_nok, has)
    assert [one.place for one in ranking] == list(range(1, len(who) + 1))
    assert {one.contender.application for one in ranking} == {one.application for one in who}
    assert sum(one.amount_nok for one in ranking) <= available_nok
    assert all(one.amount_nok == one.contender.grantable_nok for one in ranking if one.outcome == "award")
    assert all(one.amount_nok == 0 for one in ranking if one.outcome == "rejection")
    assert [place for *_, place in waiting(ranking)] == list(range(1, len(waiting(ranking)) + 1))
    for one in ranking:
        waits = one.reasons in ((Reason.FRAME_EXHAUSTED,), (Reason.QUOTA_FULL,))
        assert waits == (one.waiting_place is not None)


@settings(max_examples=100, deadline=None)
@given(rounds(), contenders, money, taken)
def test_nobody_of_higher_merit_stands_below(
    scheme: Scheme, who: list[Contender], available_nok: int, has: Mapping[GroupId, int]
) -> None:
    ranking = rank(who, scheme, available_nok, has)
    good = [one.contender for one in ranking if one.outcome != "rejection" or one.waiting_place is not None]
    assert good == [one.contender for one in ranking[: len(good)]]
    assert all(one.eligible and (one.score or 0) >= scheme.scoring.minimum for one in good)
    merits = [_merit(scheme, one) for one in good]
    assert merits == sorted(merits)


def _merit(scheme: Scheme, one: Contender) -> tuple[int, bool, int]:
    assert one.group is not None
    return ORDER[one.group], scheme.continuation_first and not one.continuing, -(one.score or 0)
