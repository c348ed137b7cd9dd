"""Time as messages: a mark says that a partition has reached a time, `TimePassed` that all of them have."""

from schemas.base import Instant, Message


class TimeMark(Message):
    """The timekeeper's mark: this partition has reached the time of this record. It carries no time of its own."""


class SourceAdded(Message):
    """One partition whose clock counts from now on; nothing is said of time until each has spoken."""

    topic: str
    partition: int


class TimePassed(Message):
    """Everything that reached the broker at or before `until` has been heard."""

    until: Instant
