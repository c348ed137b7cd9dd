"""When the announced day of the answer has passed and some are not decided, that is said, once."""

from datetime import UTC, datetime, timedelta

from schemas.allocation import AnswerDelayed, RankingFixed
from tests.allocation.examples import ANNE, CONTINUOUS, OFFICES, SECOND
from tests.allocation.told import Round, awarded, closed, ranked
from tests.given import all_of, kinds, the

MAY_15_ENDS = datetime(2019, 5, 15, 22, tzinfo=UTC)
"""The last day of the answer counts whole, in Norway."""


def test_the_delay_is_said_once_with_how_many_are_undecided() -> None:
    round_ = closed("A", "B")
    round_.withdraws("B")
    assert round_.is_past(MAY_15_ENDS - timedelta(seconds=1)) == []
    delayed = the(AnswerDelayed, round_.is_past(MAY_15_ENDS))
    assert (str(delayed.answer_by), delayed.undecided, delayed.authority) == ("2019-05-15", 1, "directorate")
    assert round_.is_past(MAY_15_ENDS + timedelta(days=1)) == []


def test_a_ranking_that_is_not_approved_decides_nobody() -> None:
    round_, facts = ranked(a=900_000, b=900_000)
    round_.approves(the(RankingFixed, facts).list_hash, ANNE)
    assert the(AnswerDelayed, round_.is_past(MAY_15_ENDS)).undecided == 2


def test_a_round_that_is_decided_in_time_is_not_delayed_and_neither_is_a_promotion() -> None:
    round_, _ = awarded(a=1_500_000, b=400_000)
    assert round_.is_past(MAY_15_ENDS) == []
    assert "PromotionProposed" in kinds(round_.answers("a", "declined"))
    assert round_.is_past(MAY_15_ENDS + timedelta(days=1)) == []


def test_each_office_is_told_of_its_own() -> None:
    round_ = Round(OFFICES)
    round_.applies("n", 500_000, to="nord")
    assert [fact.authority for fact in all_of(AnswerDelayed, round_.is_past(MAY_15_ENDS))] == ["nord"]
    round_.applies("s", 500_000, to="sor")
    later = round_.is_past(MAY_15_ENDS + timedelta(days=1))
    assert [fact.authority for fact in all_of(AnswerDelayed, later)] == ["sor"]


def test_an_award_by_continuous_assessment_that_nobody_approved_is_late_too() -> None:
    round_ = Round(CONTINUOUS)
    round_.applies("A", 500_000)
    round_.judges("A")
    assert the(AnswerDelayed, round_.is_past(MAY_15_ENDS)).undecided == 1


def test_who_waits_for_the_round_that_goes_first_is_late_too() -> None:
    round_ = Round()
    round_.announces(SECOND)
    round_.applies("first", 500_000)
    round_.applies("second", 500_000, of=SECOND)
    round_.closes(of=SECOND)
    round_.judges("second")
    round_.scores("second", 5)
    delayed = all_of(AnswerDelayed, round_.is_past(MAY_15_ENDS))
    assert [(fact.round, fact.undecided) for fact in delayed] == [("ips-2019", 1), ("ips-2019-b", 1)]
