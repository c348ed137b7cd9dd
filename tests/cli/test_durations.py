"""How long until a live round closes, as a person says it."""

from datetime import UTC, datetime, timedelta

import pytest

from cli.durations import deadline_after, read_duration

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("10m", timedelta(minutes=10)),
        ("1h30m", timedelta(minutes=90)),
        ("2d", timedelta(days=2)),
        ("90s", timedelta(seconds=90)),
    ],
)
def test_a_duration_reads_as_it_is_written(text: str, duration: timedelta) -> None:
    assert read_duration(text) == duration


@pytest.mark.parametrize("text", ["", "10", "m", "ten minutes", "-5m", "0m", "10m!", "9999999d"])
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        read_duration(text)


@pytest.mark.parametrize("seconds", [0, 1, 30, 59])
def test_a_live_deadline_closes_within_a_minute_after_the_duration_and_never_before(seconds: int) -> None:
    start = NOON + timedelta(seconds=seconds)

    ends = deadline_after(start, timedelta(minutes=10)).ends_at()

    assert timedelta(0) <= ends - (start + timedelta(minutes=10)) < timedelta(minutes=1)


def test_a_deadline_is_written_in_norwegian_time() -> None:
    deadline = deadline_after(NOON, timedelta(minutes=10))

    assert (deadline.date.isoformat(), deadline.time, deadline.zone) == ("2026-06-01", "14:09", "Europe/Oslo")
