"""Knows which day it is in Norway at an instant, and when a Norwegian day ends.

Only for messages as they are heard: what is said names the instant, so that nobody needs a zone again.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NORWAY = ZoneInfo("Europe/Oslo")


def norwegian_day(at: datetime) -> date:
    return at.astimezone(NORWAY).date()


def end_of(day: date) -> datetime:
    """The first instant, in UTC, that lies after the day. Raises OverflowError on the calendar's last day."""
    return datetime.combine(day + timedelta(days=1), time(), NORWAY).astimezone(UTC)
