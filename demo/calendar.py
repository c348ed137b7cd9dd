"""The demo's own time, which only moves forward: no record is stamped before an instant that all have been told."""

from datetime import UTC, datetime, timedelta

from schemas.base import instant_text


class Calendar:
    def __init__(self, start: datetime) -> None:
        self._now = start

    @property
    def now(self) -> datetime:
        return self._now

    def go_to(self, instant: datetime) -> datetime:
        """Raises ValueError when that would be backwards."""
        if instant < self._now:
            raise ValueError(f"{instant_text(instant)} is before {instant_text(self._now)}")
        self._now = instant.astimezone(UTC)
        return self._now

    def tick(self, step: timedelta = timedelta(seconds=1)) -> datetime:
        """The next stamp, later than every one before."""
        return self.go_to(self._now + step)
