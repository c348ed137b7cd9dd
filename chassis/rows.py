"""Turns an input and what was said of it into journal rows. The same for the road and for a replay: so a replay that
decides the same writes the same rows, byte for byte, hash for hash."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from chassis.canonical import canonical, canonical_message, derived_id, digest, namespace
from chassis.decider import Command, Entry, Input, Said
from chassis.journal import Row
from chassis.service import Service
from schemas.base import Message

S = TypeVar("S")
_UNSEALED = b""


@dataclass(slots=True)
class Stream(Generic[S]):
    """A stream's state with its version and the latest effective time in it."""

    state: S
    version: int = 0
    at: datetime | None = None


@dataclass
class Streams(Generic[S]):
    """States of streams, folded from rows. What is missing must be loaded first; nothing is guessed."""

    service: Service[S]
    known: dict[str, Stream[S]] = field(default_factory=dict)

    def missing(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name not in self.known]

    def load(self, names: Iterable[str], rows: Sequence[Row]) -> None:
        """Folds the rows of these streams; a name without rows is a stream in which nothing has happened."""
        for name in names:
            self.known[name] = Stream(self.service.decider.initial(name))
        for row in rows:
            self.follow(row, self.service.types[row.type].model_validate_json(row.data))

    def follow(self, row: Row, message: Message, known_digest: str = "") -> None:
        """Tells a stream's state what a row says; its digest need not be made where it is known."""
        stream = self.known[row.stream]
        heard = row.kind != "decided"
        entry = Entry(message, heard, row.causation, (known_digest or digest(row.data)) if heard else "", row.at)
        stream.state = self.service.decider.evolve(stream.state, entry)
        stream.version = row.version
        stream.at = row.at if stream.at is None else max(stream.at, row.at)

    def states(self, names: Iterable[str]) -> Mapping[str, S]:
        return {name: self.known[name].state for name in names}


class Scribe(Generic[S]):
    """Writes the rows of one input, evolving the streams as it goes."""

    def __init__(self, service: Service[S], streams: Streams[S]) -> None:
        self._service = service
        self._streams = streams
        self._space = namespace(service.name)

    def heard(
        self,
        source: Input,
        number: int,
        rests: str,
        command: Command,
        reads: Iterable[str],
        gathered: int,
        published: Said | None = None,
        data: bytes | None = None,
    ) -> tuple[Row, ...]:
        """Decides a command; the first row is the message itself, the others what follows from it.

        `reads` names all streams that the decision rests on; each must be loaded. `published` is there when the
        message is the shell's own observation, which the world is told too. `data` are the message's canonical bytes,
        where they have been made already.
        """
        names = sorted({command.stream, *reads})
        basis = {name: self._streams.known[name].version for name in names}
        said = self._service.decider.decide(command, self._streams.states(names))
        home = self._streams.known[command.stream]
        at = source.at if home.at is None else max(source.at, home.at)
        unread = {fact.stream for fact in said if fact.stream} - basis.keys()
        if unread:
            raise KeyError(f"written without having been read: {sorted(unread)}")
        first = self._row(source, number, rests, command.message, 0, 1 + len(said), source.at, command.stream, data)
        first.kind, first.reads, first.gathered = "heard", canonical(basis).decode(), gathered
        if published is not None:
            first.kind = "observed"
            self._address(first, published, source.partition)
        self._streams.follow(first, command.message, source.digest)
        rows = [first]
        for index, fact in enumerate(said, start=1):
            stream = fact.stream or command.stream
            row = self._row(source, number, rests, fact.fact, index, 1 + len(said), at, stream)
            self._address(row, fact, source.partition)
            self._streams.follow(row, fact.fact)
            rows.append(row)
        return tuple(rows)

    def observed(self, source: Input, number: int, said: Said, stream: str, basis: int) -> Row:
        """A fact that the shell saw: it is published, and nothing decided it."""
        row = self._row(source, number, "{}", said.fact, 0, 1, source.at, stream)
        row.kind, row.reads, row.version = "observed", canonical({stream: basis}).decode(), basis + 1
        self._address(row, said, source.partition)
        return row

    def _address(self, row: Row, said: Said, partition: int) -> None:
        row.topic = self._service.topic_of(said.fact, said.to)
        row.rules, row.group = said.rules, said.group
        if row.topic is not None and not said.broadcast:
            row.partition = partition if said.partition is None else said.partition

    def _row(
        self,
        source: Input,
        number: int,
        rests: str,
        message: Message,
        index: int,
        count: int,
        at: datetime,
        stream: str,
        data: bytes | None = None,
    ) -> Row:
        known = self._streams.known.get(stream)
        subject = self._service.subject_of(message)
        return Row(
            position=0,
            kind="decided",
            source_topic=source.topic,
            source_partition=source.partition,
            source_offset=source.offset,
            input_number=number,
            index=index,
            count=count,
            at=at,
            stream=stream,
            version=known.version + 1 if known else 1,
            group=None,
            reads="{}",
            gathered=0,
            rests=rests,
            rules=None,
            code=self._service.decider.version,
            topic=None,
            partition=None,
            key=subject or source.correlation,
            type=type(message).__name__,
            data=canonical_message(message) if data is None else data,
            event_id=derived_id(self._space, source.topic, source.partition, source.offset, index),
            correlation=subject or source.correlation,
            causation=source.id,
            previous=_UNSEALED,
            hash=_UNSEALED,
        )
