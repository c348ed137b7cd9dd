"""The only clock in the tree. Decisions never see it: what happened when is told by messages."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """Wall time, for logs and for the recorded time that stands outside every hash."""
    return datetime.now(UTC)


def monotonic_seconds() -> float:
    return time.monotonic()


def from_millis(milliseconds: int) -> datetime:
    """A broker's record timestamp."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def to_millis(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)
