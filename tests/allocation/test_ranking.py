"""The laws of the ranking: merit alone decides, money is given in order, and nobody is passed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.canonical import digest
from schemas.ids import ApplicationId, GroupId
from schemas.reasons import Reason
from schemas.scheme import Scheme
from services.allocation.ranking import Contender, Outcome, Placed, list_hash, lot, rank
from tests.allocation.examples import IPS_2019

MINIMUM_NOK = IPS_2019.at_the_edge.minimum_award_nok
ORDER = {"continuation": 1, "new": 2}


def contender(
    name: str, *, score: int | None = 5, asks_nok: int = 770_000, group: str = "new", eligible: bool = True
) -> Contender:
    reasons = () if eligible else (Reason.NO_PRIOR_AWARD,)
    return Contender(ApplicationId(name), 1, eligible, GroupId(group), score, asks_nok, reasons)


contenders = st.lists(
    st.builds(
        contender,
        st.text("abcdefgh", min_size=1, max_size=6),
        score=st.integers(1, 6) | st.none(),
        asks_nok=st.integers(1, 1_500_000),
        group=st.sampled_from(sorted(ORDER)),
        eligible=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.application,
)
money = st.integers(0, 6_000_000)


def placed(available_nok: int, *who: Contender, scheme: Scheme = IPS_2019) -> list[Placed]:
    return rank(who, scheme, available_nok)


def in_short(places: list[Placed]) -> list[tuple[str, str, int]]:
    return [(one.contender.application, one.outcome, one.amount_nok) for one in places]


def test_whoever_continues_comes_first_then_the_higher_score() -> None:
    best, good = contender("best", score=6), contender("good", score=4)
    old = contender("old", score=3, group="continuation")
    assert in_short(placed(10_000_000, good, best, old)) == [
        ("old", "award", 770_000),
        ("best", "award", 770_000),
        ("good", "award", 770_000),
    ]


def test_equal_scores_are_parted_by_the_announced_lots() -> None:
    names = ["a", "b", "c", "d", "e"]
    drawn = [one.contender.application for one in placed(10_000_000, *map(contender, names))]
    assert drawn == sorted(names, key=lambda name: lot("ips-2019", ApplicationId(name)))
    assert drawn != names
    other = IPS_2019.but(scoring=IPS_2019.scoring.but(lots_seed="another seed"))
    assert drawn != [one.contender.application for one in placed(10_000_000, *map(contender, names), scheme=other)]


def test_a_lot_can_be_drawn_again_by_everybody() -> None:
    assert lot("ips-2019", ApplicationId("public360/A-1")) == digest(b"ips-2019/public360/A-1")


def test_the_first_whom_the_money_does_not_reach_gets_what_is_left_if_that_is_enough() -> None:
    first, second, third = contender("1", score=6), contender("2", score=5), contender("3", score=4, asks_nok=1)
    enough = placed(770_000 + MINIMUM_NOK, first, second, third)
    assert in_short(enough)[1:] == [("2", "partial_award", MINIMUM_NOK), ("3", "rejection", 0)]
    assert enough[1].reasons == (Reason.REDUCED_TO_REMAINING_FRAME,)
    too_little = placed(770_000 + MINIMUM_NOK - 1, first, second, third)
    assert in_short(too_little)[1:] == [("2", "rejection", 0), ("3", "rejection", 0)]
    assert [one.waiting_place for one in too_little] == [None, 1, 2]


def test_without_a_minimum_nobody_gets_a_part_of_nothing() -> None:
    edge = IPS_2019.but(at_the_edge=IPS_2019.at_the_edge.but(minimum_award_nok=0))
    ranking = placed(770_000, contender("1", score=6), contender("2", score=5), scheme=edge)
    assert in_short(ranking)[1] == ("2", "rejection", 0)


def test_below_the_minimum_score_there_is_neither_money_nor_a_waiting_place() -> None:
    weak, unscored = contender("weak", score=2), contender("unscored", score=None)
    for one in placed(10_000_000, weak, unscored):
        assert (one.outcome, one.reasons) == ("rejection", (Reason.LOWER_EXPECTED_GOAL_ATTAINMENT,))
        assert one.waiting_place is None


def test_where_no_score_is_required_nobody_is_too_weak() -> None:
    scheme = IPS_2019.but(scoring=IPS_2019.scoring.but(required=False))
    assert in_short(placed(10_000_000, contender("unscored", score=None), scheme=scheme)) == [
        ("unscored", "award", 770_000)
    ]


def test_who_is_not_eligible_keeps_the_reasons_of_the_rules() -> None:
    (one,) = placed(10_000_000, contender("none", eligible=False))
    assert (one.outcome, one.reasons, one.waiting_place) == ("rejection", (Reason.NO_PRIOR_AWARD,), None)


def test_a_reduction_to_the_ceiling_stays_named_in_the_award() -> None:
    cut = Contender(ApplicationId("cut"), 1, True, GroupId("new"), 5, 1_500_000, (Reason.REDUCED_TO_CEILING,))
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
@given(contenders, money, st.data())
def test_the_order_of_arrival_changes_nothing(who: list[Contender], available_nok: int, data: st.DataObject) -> None:
    assert rank(data.draw(st.permutations(who)), IPS_2019, available_nok) == rank(who, IPS_2019, available_nok)


@settings(max_examples=100, deadline=None)
@given(contenders, money)
def test_every_ranking_keeps_the_laws(who: list[Contender], available_nok: int) -> None:
    ranking = rank(who, IPS_2019, available_nok)
    assert [one.place for one in ranking] == list(range(1, len(who) + 1))
    assert {one.contender.application for one in ranking} == {one.application for one in who}
    assert sum(one.amount_nok for one in ranking) <= available_nok
    partial = [one for one in ranking if one.outcome == "partial_award"]
    assert len(partial) <= 1
    assert all(MINIMUM_NOK <= one.amount_nok < one.contender.grantable_nok for one in partial)
    assert all(one.amount_nok == one.contender.grantable_nok for one in ranking if one.outcome == "award")
    waiting = [one for one in ranking if one.reasons == (Reason.FRAME_EXHAUSTED,)]
    assert [one.waiting_place for one in waiting] == list(range(1, len(waiting) + 1))
    assert all(one.waiting_place is None for one in ranking if one not in waiting)
    given_to = [one.place for one in ranking if one.outcome != "rejection"]
    assert given_to == list(range(1, len(given_to) + 1)), "nobody is passed"
    if waiting:
        left_nok = available_nok - sum(one.amount_nok for one in ranking)
        assert waiting[0].place == len(given_to) + 1
        assert partial or waiting[0].contender.grantable_nok > left_nok


@settings(max_examples=100, deadline=None)
@given(contenders, money)
def test_nobody_of_higher_merit_stands_below(who: list[Contender], available_nok: int) -> None:
    ranking = rank(who, IPS_2019, available_nok)
    good = [one.contender for one in ranking if one.outcome != "rejection" or one.waiting_place is not None]
    merits = [(ORDER[str(one.group)], -(one.score or 0)) for one in good]
    assert merits == sorted(merits)
    assert all(one.eligible and (one.score or 0) >= IPS_2019.scoring.minimum for one in good)
