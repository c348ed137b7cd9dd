"""Durations as a person writes them, and the deadline that they lead to."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from schemas.scheme import Deadline

OSLO = ZoneInfo("Europe/Oslo")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_FORM = re.compile(r"(\d+)([smhd])")


def read_duration(text: str) -> timedelta:
    """`90s`, `10m`, `1h30m`, `2d`. Raises ValueError."""
    found = _FORM.findall(text)
    if not found or "".join(number + unit for number, unit in found) != text:
        raise ValueError(f"expected a duration like 10m, 1h30m or 2d, found {text!r}")
    duration = sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in found), timedelta())
    if not timedelta() < duration <= timedelta(days=3660):
        raise ValueError(f"expected more than nothing and at most ten years, found {text!r}")
    return duration


def deadline_after(now: datetime, duration: timedelta) -> Deadline:
    """The first deadline that closes no earlier than that; a deadline's last minute counts whole."""
    ends = now.astimezone(UTC) + duration
    whole = ends.replace(second=0, microsecond=0)
    last_minute = (whole if whole < ends else whole - timedelta(minutes=1)).astimezone(OSLO)
    return Deadline(date=last_minute.date(), time=f"{last_minute:%H:%M}")
