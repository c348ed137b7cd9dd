"""An award is taken within its period, which runs from the notice's effect; else it lapses, and the money returns."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.allocation import AcceptancePeriodSet, AwardAccepted, AwardDeclined, CommitmentLapsed, RequestRefused
from schemas.base import Message
from schemas.reasons import Reason, Refusal
from services.allocation.awards import acceptance_ends
from tests.allocation.examples import JUNE_4_ENDS, MAY_14, named
from tests.allocation.told import Round, awarded
from tests.given import kinds, the

OSLO = ZoneInfo("Europe/Oslo")
SECOND = timedelta(seconds=1)


def with_award() -> Round:
    """One award over both sub-frames, its notice sent on 14 May."""
    round_, _ = awarded(a=1_200_000)
    round_.is_notified("a")
    return round_


def refused(facts: list[Message]) -> tuple[str, Refusal, str]:
    (fact,) = facts
    assert isinstance(fact, RequestRefused)
    assert (fact.to, fact.application) == ("public360", named("a"))
    return fact.request, fact.reason, fact.state


def test_the_period_runs_from_the_notices_effect_and_its_last_day_counts_whole() -> None:
    round_, _ = awarded(a=1_200_000)
    assert the(AcceptancePeriodSet, round_.is_notified("a", MAY_14)).until == JUNE_4_ENDS


@pytest.mark.parametrize(
    ("effect", "days", "too_late"),
    [
        ((2019, 3, 29, 12), 3, (2019, 4, 2)),  # summer time begins on 31 March
        ((2019, 10, 25, 12), 3, (2019, 10, 29)),  # and ends on 27 October
        ((2019, 5, 14, 0), 21, (2019, 6, 5)),
        ((2019, 5, 14, 23), 21, (2019, 6, 5)),
        ((2019, 12, 20, 9), 21, (2020, 1, 11)),
    ],
)
def test_the_period_ends_at_midnight_in_norway(
    effect: tuple[int, int, int, int], days: int, too_late: tuple[int, int, int]
) -> None:
    ends = acceptance_ends(datetime(*effect, tzinfo=OSLO), days)
    assert ends.tzinfo == UTC
    assert ends == datetime(*too_late, tzinfo=OSLO)


def test_the_day_of_the_notice_is_the_one_in_norway() -> None:
    assert acceptance_ends(datetime(2019, 5, 14, 22, 30, tzinfo=UTC), 21) == JUNE_4_ENDS + timedelta(days=1)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 14 * 366 * 86_400).map(lambda seconds: datetime(2016, 1, 1, tzinfo=UTC) + seconds * SECOND),
    st.integers(1, 365),
)
def test_whatever_the_day_the_whole_days_lie_between(effect: datetime, days: int) -> None:
    ends = acceptance_ends(effect, days).astimezone(OSLO)
    assert (ends.hour, ends.minute, ends.second) == (0, 0, 0)
    assert ends.date() - effect.astimezone(OSLO).date() == timedelta(days=days + 1)


@pytest.mark.parametrize("changes", [{"first": False}, {"kind": "rejection"}, {"kind": "lapse"}])
def test_only_the_first_notice_of_the_award_sets_the_period(changes: dict[str, object]) -> None:
    round_, _ = awarded(a=1_200_000)
    assert round_.is_notified("a", MAY_14, **changes) == []


def test_the_period_is_set_once() -> None:
    assert with_award().is_notified("a", MAY_14 + timedelta(days=3)) == []


def test_an_award_accepted_in_time_stays_committed() -> None:
    round_ = with_award()
    fact = the(AwardAccepted, round_.answers("a", at=JUNE_4_ENDS - SECOND))
    assert (fact.application, fact.amount_nok) == (named("a"), 1_200_000)
    assert round_.is_past(JUNE_4_ENDS + timedelta(days=1)) == []
    assert round_.balance("committed") == 1_200_000


def test_an_acceptance_before_the_notice_counts() -> None:
    round_, _ = awarded(a=1_200_000)
    assert kinds(round_.answers("a")) == ["AwardAccepted"]
    assert round_.is_notified("a") == []


@pytest.mark.parametrize("late", [timedelta(), SECOND])
def test_an_acceptance_too_late_is_refused_even_if_the_lapse_has_not_been_said(late: timedelta) -> None:
    round_ = with_award()
    facts = round_.answers("a", at=JUNE_4_ENDS + late)
    assert refused(facts) == ("answer", Refusal.ACCEPTANCE_PERIOD_OVER, "awarded")
    assert kinds(round_.is_past(JUNE_4_ENDS + late)) == ["CommitmentLapsed"]


def test_a_decline_too_late_is_refused_too() -> None:
    facts = with_award().answers("a", "declined", JUNE_4_ENDS)
    assert refused(facts)[1] == Refusal.ACCEPTANCE_PERIOD_OVER


def test_a_declined_award_returns_its_money_to_its_own_sub_frames() -> None:
    round_ = with_award()
    fact = the(AwardDeclined, round_.answers("a", "declined"))
    assert [(part.sub_frame, part.amount_nok) for part in fact.parts] == [("earmarked", 1_000_000), ("top-up", 200_000)]
    assert [(one.available_nok, one.committed_nok) for one in fact.movement.after] == [(1_000_000, 0), (600_000, 0)]


def test_an_award_without_an_answer_lapses_when_its_period_is_over() -> None:
    round_ = with_award()
    assert round_.is_past(JUNE_4_ENDS - SECOND) == []
    facts = round_.is_past(JUNE_4_ENDS)
    fact = the(CommitmentLapsed, facts)
    assert (fact.reason, fact.amount_nok) == (Reason.LAPSED_NO_ACCEPTANCE, 1_200_000)
    assert [(one.available_nok, one.committed_nok) for one in fact.movement.after] == [(1_000_000, 0), (600_000, 0)]
    assert round_.said[0].stream == "frame/ips-2019"
    assert round_.said[0].rules == round_.rows[1].rules


def test_the_money_returns_once() -> None:
    round_ = with_award()
    round_.is_past(JUNE_4_ENDS)
    assert round_.is_past(JUNE_4_ENDS + SECOND) == []
    assert refused(round_.answers("a", at=JUNE_4_ENDS)) == ("answer", Refusal.NO_OPEN_AWARD, "lapsed")
    assert refused(round_.answers("a", "declined")) == ("answer", Refusal.NO_OPEN_AWARD, "lapsed")
    assert round_.balance("available") == 1_600_000


@pytest.mark.parametrize("answer", ["accepted", "declined"])
def test_a_second_answer_is_refused_with_the_state_it_met(answer: str) -> None:
    round_ = with_award()
    round_.answers("a", "accepted" if answer == "accepted" else "declined")
    assert refused(round_.answers("a", "declined")) == ("answer", Refusal.NO_OPEN_AWARD, answer)
    assert refused(round_.answers("a", "accepted")) == ("answer", Refusal.NO_OPEN_AWARD, answer)


def test_without_a_notice_there_is_no_lapse() -> None:
    round_, _ = awarded(a=1_200_000)
    assert round_.is_past(JUNE_4_ENDS + timedelta(days=365)) == []


def test_a_limit_learnt_late_fires_at_once() -> None:
    """The report of the notice was delayed beyond the end of the period that it starts."""
    round_, _ = awarded(a=1_200_000)
    round_.is_past(JUNE_4_ENDS)
    assert kinds(round_.is_notified("a", MAY_14)) == ["AcceptancePeriodSet", "CommitmentLapsed"]
    assert round_.is_past(JUNE_4_ENDS + SECOND) == []


def test_an_award_is_given_back_by_declining_and_not_by_withdrawing() -> None:
    round_ = with_award()
    assert refused(round_.withdraws("a")) == ("withdrawal", Refusal.NO_OPEN_AWARD, "awarded")
    assert kinds(round_.answers("a", "declined")) == ["AwardDeclined"]


def test_an_application_that_was_not_awarded_has_nothing_to_answer() -> None:
    round_, _ = awarded(x=1_500_000, a=500_000)
    assert refused(round_.answers("a")) == ("answer", Refusal.NO_OPEN_AWARD, "rejected")


def test_several_lapse_in_the_order_of_their_periods() -> None:
    round_, _ = awarded(b=500_000, c=500_000, a=500_000)
    round_.is_notified("b", MAY_14 + timedelta(days=1))
    round_.is_notified("a", MAY_14)
    round_.is_notified("c", MAY_14)
    lapsed = [getattr(fact, "application", "") for fact in round_.is_past(JUNE_4_ENDS + timedelta(days=1))]
    assert lapsed == [named("a"), named("c"), named("b")]
