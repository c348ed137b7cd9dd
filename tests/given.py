"""Given, when, then: a service hears messages as on the road, with the real rows, and neither broker nor database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from chassis.canonical import canonical_message, digest
from chassis.decider import Input, Said
from chassis.journal import Row
from chassis.rows import Scribe, Streams
from chassis.service import Service
from chassis.timing import CLOCK, TIME_STREAM
from schemas.base import Message
from schemas.time import TimePassed

S = TypeVar("S")
M = TypeVar("M", bound=Message)


class Story(Generic[S]):
    """What a service has heard and said, in order. Told again from its own rows, it goes on in the same way."""

    def __init__(self, service: Service[S], *, topic: str = "intake", partition: int = 0) -> None:
        """`topic` and `partition` are where messages come from unless a message says otherwise."""
        self._service = service
        self._topic, self._partition = topic, partition
        self._offsets: Counter[tuple[str, int]] = Counter()
        self._groups: dict[str, str] = {}
        self.rows: list[Row] = []
        self.said: list[Row] = []
        """The rows of what was said of the latest message."""
        self.forgets()

    def forgets(self) -> None:
        """As after a restart, or between two batches: only the rows are left."""
        self._streams: Streams[S] = Streams(self._service)
        self._scribe = Scribe(self._service, self._streams)

    def hears(
        self,
        message: Message,
        at: datetime,
        *,
        topic: str | None = None,
        partition: int | None = None,
        id: str | None = None,
    ) -> list[Message]:
        """The facts that follow. The sender's id is one of its own unless given."""
        topic = self._topic if topic is None else topic
        partition = self._partition if partition is None else partition
        offset = self._next(topic, partition)
        sender = topic.rpartition(".")[2]
        name = f"{topic}/{partition}/{offset}" if id is None else id
        content = digest(canonical_message(message))
        return self._take(message, Input(topic, partition, offset, at, sender, name, content, name))

    def time_passes(self, until: datetime) -> list[Message]:
        """In a service that keeps time: every counted clock is past this instant."""
        number = self._next(CLOCK, 0) + 1
        source = Input(CLOCK, 0, number, until, self._service.name, f"{CLOCK}/{number}", "", CLOCK)
        message = TimePassed(until=until)
        return self._take(message, source, published=Said(message, broadcast=True))

    def state(self, stream: str) -> S:
        self._load([stream])
        return self._streams.known[stream].state

    def _next(self, topic: str, partition: int) -> int:
        self._offsets[topic, partition] += 1
        return self._offsets[topic, partition] - 1

    def _take(self, message: Message, source: Input, published: Said | None = None) -> list[Message]:
        command = self._service.decider.hear(message, source)
        assert command is not None
        assert published is None or command.stream == TIME_STREAM
        names = [command.stream, *command.reads]
        self._load(names)
        groups = self._service.decider.gathers(command, self._streams.states(names))
        members = sorted(stream for stream, group in self._groups.items() if group in groups)
        self._load(members)
        number, gathered = source.offset + 1, len(self.rows) if groups else 0
        rows = self._scribe.heard(source, number, "{}", command, (*names, *members), gathered, published)
        self._groups.update({row.stream: row.group for row in rows if row.group is not None})
        self.rows += rows
        self.said = list(rows[1:])
        return self.told(self.said)

    def _load(self, names: Iterable[str]) -> None:
        missing = self._streams.missing(names)
        self._streams.load(missing, [row for row in self.rows if row.stream in missing] if missing else [])

    def told(self, rows: Sequence[Row]) -> list[Message]:
        """What rows say, as whoever reads them later gets it."""
        return [self._service.types[row.type].model_validate_json(row.data) for row in rows]


def the(kind: type[M], facts: Iterable[Message]) -> M:
    """The one fact of this kind."""
    (found,) = all_of(kind, facts)
    return found


def all_of(kind: type[M], facts: Iterable[Message]) -> list[M]:
    return [fact for fact in facts if isinstance(fact, kind)]


def kinds(facts: Iterable[Message]) -> list[str]:
    """The types, in order."""
    return [type(fact).__name__ for fact in facts]
