"""Decides every recorded decision again, from what its journal row names, and compares the rows hash for hash.

A row is enough: the message heard, its source, its effective time, and the streams as the rows before it left them.
Nothing is asked of Kafka, of a clock, or of a service that runs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from audit.differences import Difference, difference, shown
from audit.reading import Services, Sources, journals
from chassis.canonical import digest
from chassis.clock import monotonic_seconds
from chassis.decider import Input, Said
from chassis.journal import GENESIS, Head, Row, seal
from chassis.rows import Scribe, Streams
from chassis.service import Service
from chassis.timing import CLOCK
from schemas.base import Message


@dataclass(frozen=True, slots=True)
class ServiceReplay:
    """`followed` are rows that nothing decided, the shell's own observations: they are only written again. A first
    difference ends a service's replay."""

    service: str
    rows: int
    decisions: int
    identical: int
    followed: int
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class ReplayResult:
    services: tuple[ServiceReplay, ...]
    seconds: float

    @property
    def decisions(self) -> int:
        return sum(one.decisions for one in self.services)

    @property
    def identical(self) -> int:
        return sum(one.identical for one in self.services)

    @property
    def difference(self) -> Difference | None:
        return next((one.difference for one in self.services if one.difference), None)

    @property
    def ok(self) -> bool:
        return self.difference is None


async def replay(sources: Sources, services: Services) -> ReplayResult:
    """Replays every service's journal, each from its first row."""
    started = monotonic_seconds()
    results: list[ServiceReplay] = []
    async with journals(sources) as opened:
        for name, service in services.items():
            replayer = Replayer(service)
            async for rows in opened[name].inputs():
                replayer.take(rows)
                if replayer.difference:
                    break
            results.append(replayer.result())
    return ReplayResult(tuple(results), monotonic_seconds() - started)


@dataclass
class Groups:
    """Which streams belong together, as the rows so far have said."""

    of: dict[str, str] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)

    def follow(self, row: Row) -> None:
        if row.group is None:
            return
        self.members.get(self.of.get(row.stream, ""), set()).discard(row.stream)
        self.of[row.stream] = row.group
        self.members.setdefault(row.group, set()).add(row.stream)

    def named(self, groups: Iterable[str]) -> list[str]:
        return sorted({stream for group in groups for stream in self.members.get(group, ())})


class Replayer:
    """Takes one service's rows in order; the rows of one input make one decision."""

    def __init__(self, service: Service[Any]) -> None:
        self._service = service
        self._streams: Streams[Any] = Streams(service)
        self._scribe = Scribe(service, self._streams)
        self._groups = Groups()
        self._head = Head(0, GENESIS, None)
        self._rows = self._decisions = self._identical = self._followed = 0
        self.difference: Difference | None = None

    def take(self, recorded: Sequence[Row]) -> None:
        """Takes the rows of the next input; after a first difference, nothing more."""
        if self.difference is not None:
            return
        self._rows += len(recorded)
        first = recorded[0]
        for name, was, now in (("position", first.position, self._head.position + 1), ("index", first.index, 0)):
            if was != now:
                self._differs(first, name, was, now)
                return
        observed = first.kind == "observed" and first.source_topic != CLOCK
        try:
            replayed = self._observe(first) if observed else self._decide(first)
        except Exception as trouble:
            # Whatever stops a decision is what the auditor came to see: it is reported, and ends this replay.
            replayed = ()
            self._differs(first, "decision", first.type, f"{type(trouble).__name__}: {trouble}")
        self._compare(recorded, replayed)
        if observed:
            self._followed += 1
        else:
            self._decisions += 1
            self._identical += self.difference is None
        for row in recorded:
            self._groups.follow(row)
        self._head = Head(recorded[-1].position, recorded[-1].hash, None)

    def result(self) -> ServiceReplay:
        name = str(self._service.name)
        return ServiceReplay(name, self._rows, self._decisions, self._identical, self._followed, self.difference)

    def _observe(self, first: Row) -> tuple[Row, ...]:
        """What the shell saw, bytes that could not be read or a source that was added, as it would be written today."""
        message = self._message(first)
        self._load((first.stream,))
        said = Said(message, partition=first.partition, broadcast=first.partition is None)
        source = input_from(first, str(self._service.name))
        basis = self._streams.known[first.stream].version
        row = self._scribe.observed(source, first.input_number, said, first.stream, basis)
        self._streams.follow(row, message)
        seal((row,), self._head)
        return (row,)

    def _decide(self, first: Row) -> tuple[Row, ...]:
        """The rows that the same input makes today."""
        message, decider = self._message(first), self._service.decider
        source = input_from(first, str(self._service.name))
        command = decider.hear(message, source)
        if command is None:
            raise LookupError(f"{first.type} concerns another partition")
        names = (command.stream, *command.reads)
        self._load(names)
        groups = decider.gathers(command, self._streams.states(names))
        members = self._groups.named(groups)
        self._load(members)
        # A wider read rests on all that was written before it, for it holds the journal's head.
        gathered = self._head.position if groups else 0
        told = Said(message, broadcast=True) if source.topic == CLOCK else None
        rows = self._scribe.heard(source, first.input_number, first.rests, command, (*names, *members), gathered, told)
        seal(rows, self._head)
        return rows

    def _compare(self, recorded: Sequence[Row], replayed: tuple[Row, ...]) -> None:
        if self.difference is not None:
            return
        for was, now in zip(recorded, replayed, strict=False):
            if was != now:
                self.difference = difference(str(self._service.name), was, now)
                return
        if len(recorded) > len(replayed):
            surplus = recorded[len(replayed)]
            self._differs(surplus, "type", surplus.type, "nothing")
        elif len(replayed) > len(recorded):
            lost = replayed[len(recorded)]
            self._differs(lost, "type", "nothing", lost.type)

    def _message(self, row: Row) -> Message:
        return self._service.types[row.type].model_validate_json(row.data)

    def _load(self, names: Iterable[str]) -> None:
        self._streams.load(self._streams.missing(names), [])

    def _differs(self, row: Row, name: str, recorded: object, replayed: object) -> None:
        if self.difference is None:
            service = str(self._service.name)
            self.difference = Difference(service, row.position, name, shown(recorded), shown(replayed))


def input_from(row: Row, service: str) -> Input:
    """What the road knew of a message when it was heard. Passed time is the service's own word, and has no digest."""
    passed = row.source_topic == CLOCK
    return Input(
        topic=row.source_topic,
        partition=row.source_partition,
        offset=row.source_offset,
        at=row.at,
        sender=service if passed else row.source_topic.rpartition(".")[2],
        id=row.causation,
        digest="" if passed else digest(row.data),
        correlation=row.correlation,
    )
