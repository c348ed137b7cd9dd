"""When a round closes: the announced day and time in Norway, and a working day only where the round says so."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from schemas.intake import ApplicationDismissed, ApplicationReceived, RoundAnnounced
from schemas.outside import AnnounceRound
from schemas.reasons import Refusal
from schemas.scheme import Deadline, Scheme
from tests.given import the
from tests.intake.examples import (
    IPS_2019,
    Intake,
    before_the_announcement,
    shipped,
    submit,
)
from tests.intake.lists import shipped_list
from tests.intake.refusals import refusal

LONG_BEFORE = datetime(2018, 1, 8, 9, tzinfo=UTC)


def closing(day: str, *, rolls: bool, time: str = "23:59") -> Scheme:
    return IPS_2019.but(deadline=Deadline(date=date.fromisoformat(day), time=time, rolls_to_working_day=rolls))


def knowing_holidays() -> Intake:
    intake = before_the_announcement()
    intake.operations(shipped_list("holidays"), LONG_BEFORE)
    return intake


def closes_at(scheme: Scheme) -> datetime:
    return the(RoundAnnounced, knowing_holidays().directorate(AnnounceRound(scheme=scheme), LONG_BEFORE)).closes_at


def midnight_after(day: int, month: int, year: int) -> datetime:
    return datetime(year, month, day, tzinfo=ZoneInfo("Europe/Oslo")) + timedelta(days=1)


def test_trap_1_a_deadline_on_a_sunday_stays_there() -> None:
    """1 March 2020 was a Sunday; nothing found says that an announced application date moves."""
    scheme = shipped("ips-2020")
    assert scheme.deadline.date.isoweekday() == 7
    assert closes_at(scheme) == datetime(2020, 3, 1, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("announced", "day", "month", "year"),
    [
        ("2020-03-01", 2, 3, 2020),  # a Sunday
        ("2025-03-01", 3, 3, 2025),  # a Saturday
        ("2024-03-28", 2, 4, 2024),  # Maundy Thursday: the first working day is after Easter Monday, in summer time
        ("2018-05-17", 18, 5, 2018),  # Constitution Day, a Thursday
        ("2019-03-01", 1, 3, 2019),  # a Friday
    ],
)
def test_trap_1_where_the_round_says_so_a_deadline_rolls_to_the_next_working_day(
    announced: str, day: int, month: int, year: int
) -> None:
    assert closes_at(closing(announced, rolls=True)) == midnight_after(day, month, year)


def test_trap_1_what_comes_on_the_monday_is_in_time_only_where_the_deadline_rolls() -> None:
    monday = datetime(2020, 3, 2, 9, tzinfo=UTC)
    for rolls, outcome in ((True, ApplicationReceived), (False, ApplicationDismissed)):
        intake = knowing_holidays()
        intake.directorate(AnnounceRound(scheme=closing("2020-03-01", rolls=rolls)), LONG_BEFORE)
        assert isinstance(intake.system(submit(), monday)[0], outcome)


def test_a_deadline_does_not_roll_by_holidays_that_nobody_has_adopted() -> None:
    scheme = closing("2018-05-17", rolls=True)
    facts = before_the_announcement().directorate(AnnounceRound(scheme=scheme), LONG_BEFORE)
    assert refusal(facts) == (Refusal.INVALID, ["/scheme/deadline/rolls_to_working_day"])
    of_another_century = closing("2099-05-17", rolls=True)
    facts = knowing_holidays().directorate(AnnounceRound(scheme=of_another_century), LONG_BEFORE)
    assert refusal(facts) == (Refusal.INVALID, ["/scheme/deadline/rolls_to_working_day"])


@pytest.mark.parametrize(
    ("announced", "closes"),
    [
        ("2018-03-01", datetime(2018, 3, 1, 23, tzinfo=UTC)),  # CET: 23:59 is 22:59Z, and that minute counts whole
        ("2023-03-31", datetime(2023, 3, 31, 22, tzinfo=UTC)),  # CEST: 23:59 is 21:59Z
    ],
)
def test_trap_2_the_clock_is_norways_in_winter_and_in_summer(announced: str, closes: datetime) -> None:
    assert closes_at(closing(announced, rolls=False)) == closes


@pytest.mark.parametrize("announced", [date(2018, 3, 1), date(2023, 3, 31)])
def test_trap_2_half_a_minute_past_the_announced_minute_is_in_time_and_midnight_is_not(announced: date) -> None:
    intake = knowing_holidays()
    intake.directorate(AnnounceRound(scheme=closing(announced.isoformat(), rolls=False)), LONG_BEFORE)
    midnight = midnight_after(announced.day, announced.month, announced.year)
    received = the(ApplicationReceived, intake.system(submit(), midnight - timedelta(seconds=30)))
    assert received.receipt.received_at == midnight - timedelta(seconds=30)
    late = the(ApplicationDismissed, intake.system(submit(reference="A-2"), midnight))
    assert late.closes_at == midnight


def test_trap_2_when_the_broker_got_it_counts_and_not_when_intake_heard_of_it() -> None:
    """Another partition is far ahead already: the record's own time is what was received."""
    intake = knowing_holidays()
    intake.directorate(AnnounceRound(scheme=closing("2018-03-01", rolls=False)), LONG_BEFORE)
    intake.hears(submit(reference="A-2"), datetime(2018, 4, 1, tzinfo=UTC), partition=2)
    in_time = datetime(2018, 3, 1, 22, 59, 59, 999_000, tzinfo=UTC)
    assert isinstance(intake.system(submit(), in_time)[0], ApplicationReceived)


def test_another_minute_than_the_last_one_of_the_day_counts_whole_too() -> None:
    assert closes_at(closing("2018-03-15", rolls=False, time="12:00")) == datetime(2018, 3, 15, 11, 1, tzinfo=UTC)
