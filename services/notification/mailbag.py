"""Knows which letters still have somewhere to go, and what is due now. Waits for nothing and sends nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from schemas.ids import LetterId
from schemas.notification import LetterIssued
from services.notification.letters import Written, render

SYSTEM = "system"
"""The channel of the reply topic: sent when the relay has passed the decision."""


class TextChanged(Exception):
    """The letter written again is not the one that was issued: a bug, or a template that was edited."""


@dataclass(frozen=True, slots=True)
class Post:
    """One letter on its way. `at` is its effective time, `position` its journal row's."""

    letter: LetterIssued
    at: datetime
    position: int

    @property
    def reply_topic(self) -> str:
        return f"replies.{self.letter.system}"

    def written(self) -> Written:
        """Raises TextChanged when it is not, byte for byte, what was issued."""
        written = render(self.letter.facts, self.letter.template_hash)
        if written.text_sha256 != self.letter.text_sha256:
            raise TextChanged(self.letter.letter)
        return written


@dataclass(frozen=True, slots=True)
class Retry:
    """How often, and how long apart, one channel tries one letter; pauses double up to the longest."""

    tries_max: int = 12
    pause_seconds: float = 1.0
    pause_max_seconds: float = 3600.0

    def pause_after(self, tries: int) -> float:
        pause = self.pause_seconds
        for _ in range(tries - 1):
            pause = min(2 * pause, self.pause_max_seconds)
        return pause


@dataclass(slots=True)
class _Waiting:
    post: Post
    channels: set[str]
    tries: dict[str, int] = field(default_factory=dict)
    not_before: dict[str, float] = field(default_factory=dict)
    decided_at_position: int | None = None


class Mailbag:
    """Letters in journal order, until each channel has an outcome for them."""

    def __init__(self, channels: Iterable[str], retry: Retry) -> None:
        self._channels = tuple(channels)
        self._retry = retry
        self._waiting: dict[LetterId, _Waiting] = {}
        self._relayed: dict[str, int] = {}
        self.read_until = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, post: Post, done: Iterable[str] = ()) -> None:
        """A letter from the journal; `done` are the channels that have an outcome already."""
        channels = set(self._channels) - set(done)
        if channels:
            self._waiting[post.letter.letter] = _Waiting(post, channels)

    def decision_at(self, letter: LetterId, position: int) -> None:
        """Where in the journal the letter's notice to the system stands."""
        if letter in self._waiting:
            self._waiting[letter].decided_at_position = position

    def relayed(self, topic: str, position: int) -> None:
        """The reply topic holds everything up to this position."""
        self._relayed[topic] = position

    def reply_topics(self) -> set[str]:
        """The topics whose relaying something waits for."""
        return {waiting.post.reply_topic for waiting in self._waiting.values() if SYSTEM in waiting.channels}

    def due(self, channel: str, now: float) -> list[Post]:
        """What this channel may send now: of each application the earliest letter that it has not sent."""
        return [
            waiting.post
            for waiting in self._first_of_each_application(channel)
            if self._may_leave(waiting, channel, now)
        ]

    def _first_of_each_application(self, channel: str) -> Iterator[_Waiting]:
        seen: set[str] = set()
        for waiting in self._waiting.values():
            if channel in waiting.channels and waiting.post.letter.application not in seen:
                seen.add(waiting.post.letter.application)
                yield waiting

    def _may_leave(self, waiting: _Waiting, channel: str, now: float) -> bool:
        if waiting.not_before.get(channel, now) > now:
            return False
        if channel != SYSTEM:
            return True
        decided = waiting.decided_at_position
        return decided is not None and self._relayed.get(waiting.post.reply_topic, 0) >= decided

    def not_sent(self, letter: LetterId, channel: str, now: float) -> bool:
        """Counts a try that failed; False when it was the last."""
        waiting = self._waiting[letter]
        tries = waiting.tries[channel] = waiting.tries.get(channel, 0) + 1
        waiting.not_before[channel] = now + self._retry.pause_after(tries)
        return tries < self._retry.tries_max

    def done(self, letter: LetterId, channel: str) -> None:
        waiting = self._waiting[letter]
        waiting.channels.discard(channel)
        if not waiting.channels:
            del self._waiting[letter]

    def settled_until(self) -> int:
        """Every letter up to this journal position has all its outcomes."""
        first = next(iter(self._waiting.values()), None)
        return self.read_until if first is None else first.post.position - 1
