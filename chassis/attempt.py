"""One attempt at one transaction: batches are decided, their offsets moved, and what follows is appended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from chassis import journal, timing
from chassis.batch import Arrival, Batch, Conflict, Fenced, Gap, Standing, sift
from chassis.canonical import canonical, canonical_message, digest
from chassis.decider import Command, Input, Said
from chassis.journal import Connection, Head, Row
from chassis.rows import Scribe, Streams
from chassis.service import Heard, Place, Service, Unreadable
from schemas.ids import Digest
from schemas.time import TimePassed

S = TypeVar("S")

HeardArrival = tuple[Arrival, tuple[Command, bytes] | None]
_MOVE = """
UPDATE input_offset AS o SET next_offset = n.next_offset, clock = n.clock, fence = n.fence, inputs = n.inputs
FROM unnest(
  $1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::bigint[], $8::bigint[]
) AS n(topic, partition, expected, epoch, next_offset, clock, fence, inputs)
WHERE o.topic = n.topic AND o.partition = n.partition AND o.next_offset = n.expected AND o.epoch = n.epoch
RETURNING o.topic, o.partition
"""


@dataclass(slots=True)
class Attempt(Generic[S]):
    """What this attempt has read and written so far. Nothing of it counts before the transaction commits."""

    service: Service[S]
    streams: Streams[S]
    connection: Connection
    fences: dict[tuple[str, int], int]
    """How far each partition that this worker owns has been heard, by this attempt too."""
    basis: dict[str, int] = field(default_factory=dict)
    """The version of each stream when it was first read."""
    rows: list[Row] = field(default_factory=list)
    regrouped: dict[str, str] = field(default_factory=dict)
    unread: list[Place] = field(default_factory=list)
    time_said: datetime | None = None
    head: Head | None = None

    async def hold(self) -> Head:
        """Takes the right to append, and keeps it to the end of the transaction."""
        if self.head is None:
            self.head = await journal.lock_head(self.connection)
        return self.head

    async def take(self, batches: Sequence[Batch], standings: Sequence[Standing]) -> list[Standing]:
        """Decides batches of different partitions, and moves their offsets; returns where each partition stands then.

        Raises Fenced when another has moved one of them, Gap when a record is missing.
        """
        sifted = [sift(batch, standing, self.service.read) for batch, standing in zip(batches, standings, strict=True)]
        heard = [[(arrival, self._hear(arrival)) for arrival in arrivals] for arrivals, _ in sifted]
        # What all batches read is fetched at once: a query for each arrival costs more than its decision.
        commands = [one[0] for arrivals in heard for _, one in arrivals if one is not None]
        await self._load(dict.fromkeys(name for command in commands for name in (command.stream, *command.reads)))
        moved = []
        for batch, arrivals, (_, after) in zip(batches, heard, sifted, strict=True):
            moved.append(replace(after, inputs=await self._decide_all(batch, arrivals, after.inputs)))
            self.fences[batch.topic, batch.partition] = after.fence
        await self._move(batches, standings, moved)
        return moved

    async def _move(self, batches: Sequence[Batch], before: Sequence[Standing], after: Sequence[Standing]) -> None:
        places = [(batch.topic, batch.partition) for batch in batches]
        rows = [
            (*place, old.next_offset, old.epoch, new.next_offset, new.clock, new.fence, new.inputs)
            for place, old, new in zip(places, before, after, strict=True)
        ]
        records = await self.connection.fetch(_MOVE, *(list(column) for column in zip(*rows, strict=True)))
        held = {(record["topic"], record["partition"]) for record in records}
        for place in places:
            if place not in held:
                raise Fenced(*place)

    async def pass_time(self, step: timedelta) -> None:
        """Says that time has passed when every counted clock is strictly past the next step."""
        if await timing.common_time(self.connection, step) is None:
            return
        await self.hold()
        until = await timing.common_time(self.connection, step)
        if until is None:
            return
        number, source = await timing.next_tick(self.connection, until, self.service.name)
        message = TimePassed(until=until)
        command = self.service.decider.hear(message, source)
        if command is None or command.stream != timing.TIME_STREAM:
            raise KeyError(f"time is decided in the stream {timing.TIME_STREAM!r}")
        await self._decide(command, number, "{}", Said(message, broadcast=True))
        self.time_said = until

    async def append(self) -> None:
        """Writes the rows behind the head. Raises Conflict when something that they rest on has moved."""
        if not self.rows:
            return
        head = await self.hold()
        current = await journal.versions(self.connection, self.basis)
        for name, version in self.basis.items():
            if current.get(name, 0) != version:
                raise Conflict(name)
        journal.seal(self.rows, head)
        await self.service.beside(self.connection, self.rows)
        await journal.append(self.connection, self.rows, notify=self.service.name)

    async def _decide_all(self, batch: Batch, arrivals: Sequence[HeardArrival], inputs: int) -> int:
        """Decides arrival by arrival; returns how many inputs of this partition have had an outcome by now."""
        rests = await self._rests(batch) if arrivals else {}
        for arrival, heard in arrivals:
            if isinstance(arrival.reading, Unreadable):
                inputs += 1
                await self._set_aside(arrival, arrival.reading, inputs)
                continue
            if arrival.reading.position:
                rests[batch.topic] = arrival.reading.position
            if heard is not None:
                inputs += 1
                command, data = heard
                await self._decide(command, inputs, canonical(rests).decode(), data=data)
        return inputs

    def _hear(self, arrival: Arrival) -> tuple[Command, bytes] | None:
        """The command, with the message's canonical bytes."""
        if isinstance(arrival.reading, Unreadable):
            return None
        data = canonical_message(arrival.reading.message)
        command = self.service.decider.hear(arrival.reading.message, _input(arrival, arrival.reading, digest(data)))
        return None if command is None else (command, data)

    async def _rests(self, batch: Batch) -> dict[str, int]:
        """What has been heard of each service topic in this partition; of what another worker owns, by the database."""
        # A topic may be a member of an enum, which is a text but no key of a JSON document.
        known = {str(topic): self.fences.get((topic, batch.partition)) for topic in self.service.upstream}
        others = [topic for topic, fence in known.items() if fence is None]
        if others:
            records = await self.connection.fetch(
                "SELECT topic, fence FROM input_offset WHERE partition = $1 AND topic = ANY($2)",
                batch.partition,
                others,
            )
            known |= {record["topic"]: record["fence"] for record in records}
        return {topic: fence for topic, fence in sorted(known.items()) if fence}

    async def _decide(
        self, command: Command, number: int, rests: str, published: Said | None = None, data: bytes | None = None
    ) -> None:
        names: tuple[str, ...] = (command.stream, *command.reads)
        await self._load(names)
        groups = self.service.decider.gathers(command, self.streams.states(names))
        gathered = 0
        if groups:
            gathered = (await self.hold()).position + len(self.rows)
            members = await self._members(groups)
            await self._load(members)
            names = (*names, *members)
        scribe = Scribe(self.service, self.streams)
        self._write(scribe.heard(command.input, number, rests, command, names, gathered, published, data))

    async def _members(self, groups: tuple[str, ...]) -> list[str]:
        """The streams of these groups, with those that this very transaction has put there; the head is held."""
        stored = set(await journal.group_members(self.connection, groups)) - self.regrouped.keys()
        return sorted(stored | {name for name, group in self.regrouped.items() if group in groups})

    async def _set_aside(self, arrival: Arrival, reading: Unreadable, number: int) -> None:
        place = arrival.place
        if self.service.set_aside is None:
            raise Gap(f"{place} can't be read, and only the outside may send what can't be read")
        await self.service.set_aside(self.connection, place, reading)
        stream = f"unreadable/{place.topic}/{place.partition}"
        await self._load((stream,))
        source = Input(
            place.topic, place.partition, place.offset, arrival.clock, "", "unreadable", "", reading.correlation
        )
        scribe = Scribe(self.service, self.streams)
        row = scribe.observed(source, number, reading.said, stream, self.streams.known[stream].version)
        self.streams.follow(row, reading.said.fact)
        self._write([row])
        self.unread.append(place)

    async def _load(self, names: Iterable[str]) -> None:
        missing = self.streams.missing(names)
        if missing:
            self.streams.load(missing, await journal.read_streams(self.connection, missing))
        for name in names:
            self.basis.setdefault(name, self.streams.known[name].version)

    def _write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.rows.append(row)
            if row.group is not None:
                self.regrouped[row.stream] = row.group


def _input(arrival: Arrival, heard: Heard, digest_: Digest) -> Input:
    place = arrival.place
    return Input(
        topic=place.topic,
        partition=place.partition,
        offset=place.offset,
        at=heard.at or arrival.clock,
        sender=place.topic.rpartition(".")[2],
        id=heard.id,
        digest=digest_,
        correlation=heard.correlation,
    )
