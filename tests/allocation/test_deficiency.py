"""What an application lacks is waited for; corrected it is judged anew, not corrected it is dismissed."""

from schemas.allocation import FundsReserved, PriorAwardsStated, RankingFixed, RequestRefused
from schemas.reasons import Refusal
from tests.allocation.examples import ANNE, BERIT, CONTINUOUS, named
from tests.allocation.told import Round, closed, of, ranked
from tests.given import kinds, the


def test_the_ranking_waits_for_what_was_asked_for() -> None:
    round_ = closed("A")
    round_.judges("A")
    assert round_.lacks("A") == []
    assert round_.scores("A", 5) == []


def test_a_correction_after_the_closing_has_its_earlier_awards_stated_at_once_and_is_judged_and_scored_anew() -> None:
    round_ = closed("A")
    round_.earlier_award()
    round_.judges("A")
    round_.lacks("A")
    round_.scores("A", 5)
    stated = the(PriorAwardsStated, round_.corrects("A", 450_000))
    assert (stated.application, stated.version, len(stated.awards)) == (named("A"), 2, 1)
    assert round_.judges("A", version=1) == []
    assert round_.judges("A") == []
    reserved = the(FundsReserved, round_.scores("A", 4))
    assert (reserved.version, reserved.amount_nok, reserved.score) == (2, 450_000, 4)


def test_who_does_not_correct_in_time_is_dismissed_and_no_longer_waited_for() -> None:
    round_ = closed("A", "B")
    round_.judges("A")
    round_.scores("A", 5)
    round_.lacks("B")
    facts = round_.is_dismissed("B")
    assert (the(RankingFixed, facts).count, of(facts)) == (1, [("FundsReserved", "A")])


def test_who_is_dismissed_before_the_round_closes_is_not_counted() -> None:
    round_ = Round()
    round_.applies("A", 500_000)
    round_.applies("B", 500_000)
    round_.lacks("B")
    assert round_.is_dismissed("B") == []
    assert of(round_.closes()) == [("PriorAwardsStated", "A")]


def test_a_late_one_that_is_dismissed_never_stood() -> None:
    round_ = Round()
    round_.applies("A", 500_000)
    dismissed = round_.standing["A"]
    other = Round()
    other.received["A"] = other.standing["A"] = dismissed
    assert other.is_dismissed("A") == []
    assert other.frame.candidates == {}


def test_after_the_ranking_nothing_can_be_asked_for_or_corrected_any_more() -> None:
    round_, facts = ranked(a=900_000, b=500_000)
    before = round_.frame.ledger
    asked = the(RequestRefused, round_.lacks("a"))
    assert (asked.request, asked.reason, asked.to) == ("deficiency", Refusal.RANKING_IS_FIXED, "directorate")
    corrected = the(RequestRefused, round_.corrects("a", 100_000))
    assert (corrected.request, corrected.reason, corrected.to) == ("correction", Refusal.RANKING_IS_FIXED, "public360")
    dismissed = the(RequestRefused, round_.is_dismissed("a"))
    assert (dismissed.request, dismissed.to) == ("deficiency", "directorate")
    assert round_.frame.ledger == before
    decided = round_.approves(the(RankingFixed, facts).list_hash, ANNE, BERIT)
    assert [(getattr(one, "version", 1), getattr(one, "amount_nok", 900_000)) for one in decided[:2]] == [
        (1, 900_000),
        (1, 900_000),
    ]


def test_the_refusal_of_a_correction_does_not_tell_how_it_was_ranked() -> None:
    round_, _ = ranked(a=900_000, b=900_000)
    round_.lacks("b")
    assert the(RequestRefused, round_.corrects("b", 100_000)).state == "ranked"


def test_where_assessment_is_continuous_one_with_a_deficiency_is_placed_when_it_has_been_corrected() -> None:
    round_ = Round(CONTINUOUS)
    round_.applies("A", 500_000)
    round_.lacks("A")
    assert round_.judges("A") == []
    assert of(round_.corrects("A", 400_000)) == [("PriorAwardsStated", "A")]
    assert kinds(round_.judges("A")) == ["FundsReserved"]
    assert round_.closes() == []
