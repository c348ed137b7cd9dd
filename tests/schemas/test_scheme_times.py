"""When an announced deadline ends. Days and times are those of real rounds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from schemas.base import instant_text
from schemas.scheme import Deadline


def utc(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


RUSARBEID_2018 = Deadline(date=date(2018, 3, 1), time="23:59")
SAMMENSATTE_BEHOV_2023 = Deadline(date=date(2023, 3, 31), time="23:59")
IPS_2020 = Deadline(date=date(2020, 3, 1), time="23:59")


def test_the_last_minute_counts_whole_in_winter_time() -> None:
    assert RUSARBEID_2018.ends_at() == utc(2018, 3, 1, 23, 0)


def test_the_last_minute_counts_whole_in_summer_time() -> None:
    assert SAMMENSATTE_BEHOV_2023.ends_at() == utc(2023, 3, 31, 22, 0)


def test_a_sunday_stays_the_last_day() -> None:
    assert IPS_2020.date.isoweekday() == 7
    assert IPS_2020.ends_at() == utc(2020, 3, 1, 23, 0)


def test_half_a_minute_to_midnight_is_in_time_and_midnight_is_late() -> None:
    closes_at = RUSARBEID_2018.ends_at()
    assert closes_at - timedelta(seconds=30) < closes_at
    assert instant_text(closes_at) == "2018-03-01T23:00:00Z"


def test_a_deadline_on_the_night_of_the_changed_clock_ends_once() -> None:
    """On 27 October 2019 it is 02:30 twice in Oslo; the first one counts."""
    assert Deadline(date=date(2019, 10, 27), time="02:30").ends_at() == utc(2019, 10, 27, 0, 31)


@pytest.mark.parametrize("time", ["24:00", "9:00", "23:60", "23.59", ""])
def test_a_time_that_no_clock_shows_is_refused(time: str) -> None:
    with pytest.raises(ValidationError):
        Deadline(date=date(2018, 3, 1), time=time)
