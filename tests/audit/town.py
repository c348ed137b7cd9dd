"""Four services in memory, without a broker: the real deciders, and the rows that the road would write.

What is said goes to its listeners first in, first out, so that nobody hears an effect before its cause.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from audit.replay import Groups
from chassis.canonical import canonical, canonical_message, digest
from chassis.decider import Input, Said
from chassis.journal import GENESIS, Head, Row, seal
from chassis.rows import Scribe, Streams
from chassis.service import Heard, Place, Service, Unreadable
from chassis.timing import CLOCK, TIME_STREAM
from schemas.base import Message
from schemas.envelope import Headers
from schemas.flow import PARTITIONS, Party, heard_by
from schemas.time import SourceAdded, TimePassed
from services.catalogue import SERVICES
from services.intake.reading import read


@dataclass
class Letter:
    """A record as a sender would produce it."""

    value: bytes | None
    headers: Headers
    offset: int = 0
    timestamp: int = 0
    key: bytes | None = None


@dataclass
class Office:
    """One service with its journal."""

    service: Service[Any]
    rows: list[Row] = field(default_factory=list)
    streams: Streams[Any] = field(init=False)
    groups: Groups = field(default_factory=Groups)
    inputs: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    fences: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.streams = Streams(self.service)
        self.scribe = Scribe(self.service, self.streams)

    def hear(self, message: Message, source: Input, number: int, told: Said | None = None) -> Sequence[Row]:
        decider = self.service.decider
        command = decider.hear(message, source)
        assert command is not None
        names = (command.stream, *command.reads)
        self.load(*names)
        groups = decider.gathers(command, self.streams.states(names))
        members = self.groups.named(groups)
        self.load(*members)
        gathered = len(self.rows) if groups else 0
        rests = "{}" if told else canonical(self.rests(source.partition)).decode()
        return self.keep(self.scribe.heard(source, number, rests, command, (*names, *members), gathered, told))

    def observe(self, source: Input, number: int, said: Said, stream: str) -> Sequence[Row]:
        self.load(stream)
        row = self.scribe.observed(source, number, said, stream, self.streams.known[stream].version)
        self.streams.follow(row, said.fact)
        return self.keep((row,))

    def keep(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        seal(rows, Head(len(self.rows), self.rows[-1].hash if self.rows else GENESIS, None))
        self.rows += rows
        for row in rows:
            self.groups.follow(row)
        return rows

    def load(self, *names: str) -> None:
        self.streams.load(self.streams.missing(names), [])

    def rests(self, partition: int) -> dict[str, int]:
        return {topic: position for (topic, own), position in self.fences.items() if own == partition}


class Town:
    """All four services, and whoever writes to them."""

    def __init__(self) -> None:
        self.offices = {name: Office(service) for name, service in SERVICES.items()}
        self._waiting: deque[tuple[str, Row]] = deque()
        self._offsets: dict[tuple[str, int], int] = defaultdict(int)

    def rows(self, service: str) -> list[Row]:
        return self.offices[service].rows

    def add_source(self, topic: str, partition: int, at: datetime) -> None:
        source = Input(f"source.{topic}", partition, 0, at, Party.INTAKE, topic, "", topic)
        said = Said(SourceAdded(topic=topic, partition=partition))
        self.offices[Party.INTAKE].observe(source, 1, said, TIME_STREAM)

    def send(self, topic: str, message: Message, sent_id: str, at: datetime, partition: int = 0) -> None:
        """A message from outside, and all that follows from it in every service."""
        self.send_bytes(topic, canonical_message(message), type(message).__name__, sent_id, at, partition)

    def send_bytes(self, topic: str, value: bytes, kind: str, sent_id: str, at: datetime, partition: int = 0) -> None:
        intake = self.offices[Party.INTAKE]
        offset, number = self._next(topic, partition), self._number(intake, topic, partition)
        record = Letter(value, [("ce_type", kind.encode()), ("ce_id", sent_id.encode())], offset)
        reading = read(Place(topic, partition, offset), record)
        sender = topic.rpartition(".")[2]
        if isinstance(reading, Heard):
            data = digest(canonical_message(reading.message))
            source = Input(topic, partition, offset, at, sender, reading.id, data, reading.correlation)
            self._publish(intake, intake.hear(reading.message, source, number))
        else:
            assert isinstance(reading, Unreadable)
            source = Input(topic, partition, offset, at, "", "unreadable", "", reading.correlation)
            stream = f"unreadable/{topic}/{partition}"
            self._publish(intake, intake.observe(source, number, reading.said, stream))

    def time_passes(self, until: datetime) -> None:
        intake = self.offices[Party.INTAKE]
        number = self._number(intake, CLOCK, 0)
        message = TimePassed(until=until)
        source = Input(CLOCK, 0, number, until, Party.INTAKE, f"{CLOCK}/{number}", "", CLOCK)
        self._publish(intake, intake.hear(message, source, number, Said(message, broadcast=True)))

    def _publish(self, office: Office, rows: Sequence[Row]) -> None:
        self._waiting += ((office.service.name, row) for row in rows if row.topic is not None)
        while self._waiting:
            speaker, row = self._waiting.popleft()
            for listener in self.offices.values():
                if speaker in listener.service.upstream and row.topic == speaker:
                    for partition in range(PARTITIONS) if row.partition is None else (row.partition,):
                        self._deliver(listener, row, partition)

    def _deliver(self, office: Office, row: Row, partition: int) -> None:
        assert row.topic is not None
        office.fences[str(row.topic), partition] = row.position
        offset = self._next(f"{office.service.name}<{row.topic}", partition)
        kind = heard_by(Party(office.service.name)).get(row.type)
        if kind is None:
            return
        sender, data = row.topic.rpartition(".")[2], digest(row.data)
        source = Input(row.topic, partition, offset, row.at, sender, row.event_id, data, row.correlation)
        message = kind.model_validate_json(row.data)
        if office.service.decider.hear(message, source) is None:
            return
        said = office.hear(message, source, self._number(office, row.topic, partition))
        self._waiting += ((office.service.name, one) for one in said if one.topic is not None)

    def _next(self, topic: str, partition: int) -> int:
        self._offsets[topic, partition] += 1
        return self._offsets[topic, partition] - 1

    @staticmethod
    def _number(office: Office, topic: str, partition: int) -> int:
        office.inputs[topic, partition] += 1
        return office.inputs[topic, partition]
