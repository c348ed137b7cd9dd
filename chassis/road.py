"""The one road: a batch of one partition's records becomes rows and a moved offset, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Generic, TypeVar

import asyncpg
import structlog

from chassis import journal, timing
from chassis.batch import Arrival, Batch, Conflict, Fenced, Gap, Standing, rests_of, sift
from chassis.canonical import canonical, canonical_message, digest
from chassis.clock import monotonic_seconds
from chassis.decider import Command, Input, Said
from chassis.journal import Connection, Head, Row
from chassis.metrics import Metrics
from chassis.rows import Scribe, Streams
from chassis.service import Heard, Place, Service, Unreadable
from schemas.ids import Digest
from schemas.time import TimePassed

S = TypeVar("S")
log = structlog.get_logger()


@dataclass(slots=True)
class _Attempt:
    """One attempt at a batch: what it has read and written so far."""

    connection: Connection
    basis: dict[str, int] = field(default_factory=dict)
    """The version of each stream when it was first read."""
    rows: list[Row] = field(default_factory=list)
    regrouped: dict[str, str] = field(default_factory=dict)
    unread: list[Place] = field(default_factory=list)
    head: Head | None = None

    async def hold(self) -> Head:
        """Takes the right to append, and keeps it to the end of the transaction."""
        if self.head is None:
            self.head = await journal.lock_head(self.connection)
        return self.head

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.rows.append(row)
            if row.group is not None:
                self.regrouped[row.stream] = row.group

    async def members(self, groups: tuple[str, ...]) -> list[str]:
        """The streams of these groups, with those that this very batch has put there; the head must be held."""
        if not groups:
            return []
        stored = set(await journal.group_members(self.connection, groups)) - self.regrouped.keys()
        return sorted(stored | {name for name, group in self.regrouped.items() if group in groups})


class Road(Generic[S]):
    """Takes batches for one service. Only what is committed counts; everything held in memory can be dropped."""

    def __init__(
        self, service: Service[S], pool: asyncpg.Pool, metrics: Metrics, *, time_step: timedelta, streams_max: int
    ) -> None:
        self._service = service
        self._pool = pool
        self._metrics = metrics
        self._step = time_step
        self._streams_max = streams_max
        self._streams: Streams[S] = Streams(service)
        self._scribe = Scribe(service, self._streams)
        self.standings: dict[tuple[str, int], Standing] = {}

    async def take_over(self, partitions: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
        """Becomes the owner of exactly these partitions; returns where to read on in each."""
        taken: dict[tuple[str, int], Standing] = {}
        async with self._pool.acquire() as connection, connection.transaction():
            for topic, partition in sorted(partitions):
                record = await connection.fetchrow(
                    "INSERT INTO input_offset AS o (topic, partition, epoch) VALUES ($1, $2, 1)"
                    " ON CONFLICT (topic, partition) DO UPDATE SET epoch = o.epoch + 1"
                    " RETURNING next_offset, epoch, clock, fence, inputs",
                    topic,
                    partition,
                )
                assert record is not None
                taken[topic, partition] = Standing(**dict(record))
        self.standings = taken
        self._forget()
        return {place: standing.next_offset for place, standing in taken.items()}

    async def add_sources(self, sources: Iterable[tuple[str, int]]) -> None:
        """Records whose clocks count before time is said to have passed."""
        async with self._pool.acquire() as connection, connection.transaction():
            head = await journal.lock_head(connection)
            added = await timing.add_sources(connection, head, sources, self._service.name)
            stream = timing.TIME_STREAM
            version = (await journal.versions(connection, [stream])).get(stream, 0)
            rows = [
                self._scribe.observed(source, 1, said, stream, version + place)
                for place, (source, said) in enumerate(added)
            ]
            if rows:
                journal.seal(rows, head)
                await journal.append(connection, rows, notify=self._service.name)

    async def ready(self, batch: Batch) -> int:
        """How many of the batch's first records rest only on what has been heard in this partition already."""
        if not self._service.upstream:
            return len(batch.records)
        heard: dict[str, int] | None = None
        for count, needs in enumerate(rests_of(batch.records)):
            if needs is not heard:
                if not await self._has_heard(batch.partition, needs):
                    return count
                heard = needs
        return len(batch.records)

    async def _has_heard(self, partition: int, needs: dict[str, int]) -> bool:
        """Whether this service has heard these positions; what it does not read at all it need not wait for."""
        behind = [topic for topic, position in needs.items() if position > self._fence(topic, partition)]
        behind = [topic for topic in behind if topic in self._service.upstream]
        if not behind:
            return True
        records = await self._pool.fetch(
            "SELECT topic, fence FROM input_offset WHERE partition = $1 AND topic = ANY($2)", partition, behind
        )
        fences = {record["topic"]: record["fence"] for record in records}
        return all(fences.get(topic, 0) >= needs[topic] for topic in behind)

    def _fence(self, topic: str, partition: int) -> int:
        standing = self.standings.get((topic, partition))
        return standing.fence if standing else 0

    async def take(self, batch: Batch) -> None:
        """Commits the batch's effect. Raises Fenced when the partition is another's, Gap when a record is missing."""
        place = (batch.topic, batch.partition)
        started = monotonic_seconds()
        while True:
            standing = self.standings.get(place)
            if standing is None or standing.epoch != batch.epoch:
                raise Fenced(f"{batch.topic}[{batch.partition}] was taken over")
            try:
                async with self._pool.acquire() as connection, connection.transaction():
                    attempt = _Attempt(connection)
                    after = await self._commit(attempt, batch, standing)
                break
            except Conflict as conflict:
                self._metrics.conflicts.inc()
                log.info("decided_again", reason=str(conflict))
                self._forget()
            except Fenced:
                self._forget()
                if not await self._still_owns(place, standing):
                    raise
            except BaseException:
                self._forget()
                raise
        if self.standings.get(place) is standing:
            self.standings[place] = after
        self._metrics.batch(
            batch.topic, batch.partition, len(batch.records), attempt.rows, monotonic_seconds() - started, after
        )
        for unread in attempt.unread:
            self._metrics.parked.inc()
            log.warning("set_aside", topic=unread.topic, partition=unread.partition, offset=unread.offset)
        if len(self._streams.known) > self._streams_max:
            self._forget()

    async def _still_owns(self, place: tuple[str, int], standing: Standing) -> bool:
        """Whether it was this worker's own commit, of which the answer was lost, that moved the offset.

        Only the owner moves it, and each owner has an epoch of its own.
        """
        record = await self._pool.fetchrow(
            "SELECT next_offset, epoch, clock, fence, inputs FROM input_offset WHERE topic = $1 AND partition = $2",
            *place,
        )
        if record is None or record["epoch"] != standing.epoch:
            return False
        self.standings[place] = Standing(**dict(record))
        log.info("own_commit_found", topic=place[0], partition=place[1], next_offset=record["next_offset"])
        return True

    def _forget(self) -> None:
        self._streams.known.clear()

    async def _commit(self, attempt: _Attempt, batch: Batch, standing: Standing) -> Standing:
        arrivals, after = sift(batch, standing, self._service.read)
        after = replace(after, inputs=await self._decide_all(attempt, batch, arrivals, standing.inputs))
        moved = await attempt.connection.execute(
            "UPDATE input_offset SET next_offset = $5, clock = $6, fence = $7, inputs = $8"
            " WHERE topic = $1 AND partition = $2 AND next_offset = $3 AND epoch = $4",
            batch.topic,
            batch.partition,
            standing.next_offset,
            standing.epoch,
            after.next_offset,
            after.clock,
            after.fence,
            after.inputs,
        )
        if moved != "UPDATE 1":
            raise Fenced(f"{batch.topic}[{batch.partition}] was moved by another commit")
        if self._service.keeps_time:
            await self._pass_time(attempt)
        if attempt.rows:
            await self._append(attempt)
        return after

    async def _append(self, attempt: _Attempt) -> None:
        """Writes the rows behind the head, if nothing that they rest on has moved."""
        head = await attempt.hold()
        current = await journal.versions(attempt.connection, attempt.basis)
        for name, version in attempt.basis.items():
            if current.get(name, 0) != version:
                raise Conflict(name)
        journal.seal(attempt.rows, head)
        await self._service.beside(attempt.connection, attempt.rows)
        await journal.append(attempt.connection, attempt.rows, notify=self._service.name)

    async def _decide_all(self, attempt: _Attempt, batch: Batch, arrivals: list[Arrival], inputs: int) -> int:
        """Decides arrival by arrival; returns how many inputs of this partition have had an outcome by now."""
        rests = await self._rests(attempt, batch) if arrivals else {}
        commands = [self._hear(arrival) for arrival in arrivals]
        # What the whole batch reads is fetched at once: a query for each arrival costs more than its decision.
        names = dict.fromkeys(name for one in commands if one for name in (one[0].stream, *one[0].reads))
        await self._load(attempt, names)
        for arrival, heard in zip(arrivals, commands, strict=True):
            if isinstance(arrival.reading, Unreadable):
                inputs += 1
                await self._set_aside(attempt, arrival, arrival.reading, inputs)
                continue
            if arrival.reading.position:
                rests[batch.topic] = arrival.reading.position
            if heard is not None:
                inputs += 1
                command, data = heard
                await self._decide(attempt, command, inputs, canonical(rests).decode(), data=data)
        return inputs

    def _hear(self, arrival: Arrival) -> tuple[Command, bytes] | None:
        """The command, with the message's canonical bytes."""
        if isinstance(arrival.reading, Unreadable):
            return None
        data = canonical_message(arrival.reading.message)
        command = self._service.decider.hear(arrival.reading.message, _input(arrival, arrival.reading, digest(data)))
        return None if command is None else (command, data)

    async def _rests(self, attempt: _Attempt, batch: Batch) -> dict[str, int]:
        """What had been heard of each service topic in this partition, as far as it is committed."""
        if not self._service.upstream:
            return {}
        records = await attempt.connection.fetch(
            "SELECT topic, fence FROM input_offset WHERE partition = $1 AND fence > 0", batch.partition
        )
        return {record["topic"]: record["fence"] for record in records}

    async def _decide(
        self,
        attempt: _Attempt,
        command: Command,
        number: int,
        rests: str,
        published: Said | None = None,
        data: bytes | None = None,
    ) -> None:
        names: tuple[str, ...] = (command.stream, *command.reads)
        await self._load(attempt, names)
        groups = self._service.decider.gathers(command, self._streams.states(names))
        gathered = 0
        if groups:
            gathered = (await attempt.hold()).position + len(attempt.rows)
            members = await attempt.members(groups)
            await self._load(attempt, members)
            names = (*names, *members)
        attempt.write(self._scribe.heard(command.input, number, rests, command, names, gathered, published, data))

    async def _pass_time(self, attempt: _Attempt) -> None:
        """Says that time has passed when every counted clock is strictly past the next step."""
        if await timing.common_time(attempt.connection, self._step) is None:
            return
        await attempt.hold()
        until = await timing.common_time(attempt.connection, self._step)
        if until is None:
            return
        number, source = await timing.next_tick(attempt.connection, until, self._service.name)
        message = TimePassed(until=until)
        command = self._service.decider.hear(message, source)
        if command is None or command.stream != timing.TIME_STREAM:
            raise KeyError(f"time is decided in the stream {timing.TIME_STREAM!r}")
        await self._decide(attempt, command, number, "{}", Said(message, broadcast=True))
        self._metrics.time_said.set(until.timestamp())

    async def _set_aside(self, attempt: _Attempt, arrival: Arrival, reading: Unreadable, number: int) -> None:
        place = arrival.place
        if self._service.set_aside is None:
            raise Gap(f"{place} can't be read, and only the outside may send what can't be read")
        await self._service.set_aside(attempt.connection, place, reading)
        stream = f"unreadable/{place.topic}/{place.partition}"
        await self._load(attempt, (stream,))
        source = Input(
            place.topic, place.partition, place.offset, arrival.clock, "", "unreadable", "", reading.correlation
        )
        row = self._scribe.observed(source, number, reading.said, stream, self._streams.known[stream].version)
        self._streams.follow(row, reading.said.fact)
        attempt.write([row])
        attempt.unread.append(place)

    async def _load(self, attempt: _Attempt, names: Iterable[str]) -> None:
        missing = self._streams.missing(names)
        if missing:
            self._streams.load(missing, await journal.read_streams(attempt.connection, missing))
        for name in names:
            attempt.basis.setdefault(name, self._streams.known[name].version)


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
