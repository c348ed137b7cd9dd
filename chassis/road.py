"""The one road: a batch of one partition's records becomes rows and a moved offset, in one transaction."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

import asyncpg
import structlog

from chassis import journal
from chassis.canonical import canonical, canonical_message, digest
from chassis.clock import from_millis, monotonic_seconds
from chassis.decider import Input, Said
from chassis.journal import Connection, Head, Row
from chassis.metrics import Metrics
from chassis.rows import Scribe, Streams
from chassis.service import Elsewhere, Heard, Mark, Place, Record, Service, Unreadable
from schemas.time import SourceAdded, TimePassed

S = TypeVar("S")
log = structlog.get_logger()

CLOCK = "clock"
"""The name under which passed time is numbered, beside the topics."""
TIME_STREAM = "world"
"""The stream that is told of passed time and of sources, in a service that keeps time."""


class Fenced(Exception):
    """A newer worker has the partition: what this one decided is thrown away."""


class Conflict(Exception):
    """A stream that was read has moved on: read again, decide again."""


class Gap(Exception):
    """A service topic's record is missing, or came in another order: a bug or a loss, never skipped."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the reading of one partition stands: the row of `input_offset` that this worker owns."""

    next_offset: int
    epoch: int
    clock: datetime | None
    fence: int
    inputs: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of one partition in order. `epoch` tells for which taking of the partition they were fetched."""

    topic: str
    partition: int
    records: Sequence[Record]
    epoch: int


@dataclass(slots=True)
class _Work(Generic[S]):
    """One attempt at a batch: what it has read and written so far."""

    connection: Connection
    basis: dict[str, int]
    rows: list[Row]
    regrouped: dict[str, str]
    head: Head | None = None


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

    def let_go(self) -> None:
        """Another worker may have what this one had."""
        self.standings = {}
        self._forget()

    async def add_sources(self, sources: Iterable[tuple[str, int]]) -> None:
        """Records whose clocks count; a new one starts at the last time that was said."""
        wanted = sorted(sources)
        async with self._pool.acquire() as connection, connection.transaction():
            head = await journal.lock_head(connection)
            counted = await connection.fetch("SELECT topic, partition FROM input_offset WHERE counted")
            known = {(record["topic"], record["partition"]) for record in counted}
            rows: list[Row] = []
            version = (await journal.versions(connection, [TIME_STREAM])).get(TIME_STREAM, 0)
            at = head.until or datetime.fromtimestamp(0, UTC)
            for topic, partition in wanted:
                if (topic, partition) in known:
                    continue
                await connection.execute(
                    "INSERT INTO input_offset AS o (topic, partition, counted, clock) VALUES ($1, $2, true, $3)"
                    " ON CONFLICT (topic, partition) DO UPDATE SET counted = true, clock = coalesce(o.clock, $3)",
                    topic,
                    partition,
                    head.until,
                )
                source = Input(f"source.{topic}", partition, 0, at, self._service.name, topic, "", topic)
                said = Said(SourceAdded(topic=topic, partition=partition))
                rows.append(self._scribe.observed(source, 1, said, TIME_STREAM, version + len(rows)))
            if rows:
                journal.seal(rows, head)
                await journal.append(connection, rows, notify=self._service.name)

    async def ready(self, batch: Batch) -> int:
        """How many of the batch's first records rest only on what has been heard in this partition already."""
        needs: dict[str, int] = {}
        latest: bytes = b""
        for count, record in enumerate(batch.records):
            rests = next((value for name, value in record.headers if name == "ce_rests"), b"")
            if rests != latest:
                latest = rests
                for topic, position in json.loads(rests or b"{}").items():
                    needs[topic] = max(position, needs.get(topic, 0))
                if not await self._has_heard(batch.partition, needs):
                    return count
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
                    after, rows = await self._commit(connection, batch, standing)
                break
            except Conflict as conflict:
                self._metrics.conflicts.inc()
                log.info("decided_again", reason=str(conflict))
                self._forget()
            except BaseException:
                self._forget()
                raise
        if self.standings.get(place) is standing:
            self.standings[place] = after
        self._metrics.batch(
            batch.topic, batch.partition, len(batch.records), rows, monotonic_seconds() - started, after
        )
        if len(self._streams.known) > self._streams_max:
            self._forget()

    def _forget(self) -> None:
        self._streams.known.clear()

    async def _commit(self, connection: Connection, batch: Batch, standing: Standing) -> tuple[Standing, list[Row]]:
        work: _Work[S] = _Work(connection, {}, [], {})
        after = await self._decide_all(work, batch, standing)
        moved = await connection.execute(
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
            raise Fenced(f"{batch.topic}[{batch.partition}] was moved by another worker")
        if self._service.keeps_time:
            await self._pass_time(work)
        if work.rows:
            head = work.head or await journal.lock_head(connection)
            current = await journal.versions(connection, work.basis)
            for name, version in work.basis.items():
                if current.get(name, 0) != version:
                    raise Conflict(name)
            journal.seal(work.rows, head)
            await self._service.beside(connection, work.rows)
            await journal.append(connection, work.rows, notify=self._service.name)
        return after, work.rows

    async def _decide_all(self, work: "_Work[S]", batch: Batch, standing: Standing) -> Standing:
        """Reads and decides record by record; returns where the partition stands afterwards."""
        readings: list[tuple[Place, Record, Heard | Unreadable, datetime]] = []
        clock, fence, next_offset = standing.clock, standing.fence, standing.next_offset
        for record in batch.records:
            if record.offset < next_offset:
                continue
            next_offset = record.offset + 1
            place = Place(batch.topic, batch.partition, record.offset)
            reading = self._service.read(place, record)
            stamped = from_millis(record.timestamp)
            clock = stamped if clock is None else max(clock, stamped)
            if isinstance(reading, Mark):
                continue
            position = 0 if isinstance(reading, Unreadable) else reading.position
            if position:
                if position <= fence:
                    continue
                assert not isinstance(reading, Unreadable)
                if reading.previous != fence:
                    raise Gap(f"{place}: follows {reading.previous}, but {fence} was the last one heard")
                fence = position
            if isinstance(reading, Elsewhere):
                continue
            readings.append((place, record, reading, clock))
        rests = await self._rests(work, batch) if readings else {}
        inputs = standing.inputs
        for place, _record, reading, at in readings:
            inputs += 1
            if isinstance(reading, Unreadable):
                await self._set_aside(work, place, reading, at, inputs)
                continue
            if reading.position:
                rests[batch.topic] = reading.position
            if not await self._decide(work, place, reading, at, inputs, canonical(rests).decode()):
                inputs -= 1
        return replace(standing, next_offset=next_offset, clock=clock, fence=fence, inputs=inputs)

    async def _rests(self, work: "_Work[S]", batch: Batch) -> dict[str, int]:
        """What had been heard of each service topic in this partition, as far as it is committed."""
        if not self._service.upstream:
            return {}
        records = await work.connection.fetch(
            "SELECT topic, fence FROM input_offset WHERE partition = $1 AND fence > 0", batch.partition
        )
        return {record["topic"]: record["fence"] for record in records}

    async def _decide(
        self, work: "_Work[S]", place: Place, heard: Heard, clock: datetime, number: int, rests: str
    ) -> bool:
        """Decides one message; False when it concerns another partition and leaves no row."""
        data = canonical_message(heard.message)
        source = Input(
            topic=place.topic,
            partition=place.partition,
            offset=place.offset,
            at=heard.at or clock,
            sender=place.topic.rpartition(".")[2],
            id=heard.id,
            digest=digest(data),
            correlation=heard.correlation,
        )
        command = self._service.decider.hear(heard.message, source)
        if command is None:
            return False
        names = (command.stream, *command.reads)
        await self._load(work, names)
        groups = self._service.decider.gathers(command, self._streams.states(names))
        gathered = 0
        if groups:
            head = await self._hold(work)
            gathered = head.position + len(work.rows)
            members = await self._members(work, groups)
            await self._load(work, members)
            names = (*names, *members)
        work.rows += self._remember(work, self._scribe.heard(source, number, rests, command, names, gathered))
        return True

    async def _pass_time(self, work: "_Work[S]") -> None:
        """Says that time has passed when every counted clock is strictly past the next step."""
        until = await self._common_time(work.connection)
        if until is None:
            return
        head = await self._hold(work)
        until = await self._common_time(work.connection)
        if until is None or (head.until is not None and until <= head.until):
            return
        number = await work.connection.fetchval(
            "INSERT INTO input_offset AS o (topic, partition, inputs) VALUES ($1, 0, 1)"
            " ON CONFLICT (topic, partition) DO UPDATE SET inputs = o.inputs + 1 RETURNING inputs",
            CLOCK,
        )
        message = TimePassed(until=until)
        source = Input(CLOCK, 0, number, until, self._service.name, f"{CLOCK}/{number}", "", CLOCK)
        command = self._service.decider.hear(message, source)
        if command is None or command.stream != TIME_STREAM:
            raise KeyError(f"time is decided in the stream {TIME_STREAM!r}")
        await self._load(work, (command.stream, *command.reads))
        states = self._streams.states((command.stream, *command.reads))
        members = await self._members(work, self._service.decider.gathers(command, states))
        await self._load(work, members)
        names = (command.stream, *command.reads, *members)
        gathered = head.position + len(work.rows)
        told = Said(message, broadcast=True)
        work.rows += self._remember(work, self._scribe.heard(source, number, "{}", command, names, gathered, told))
        await work.connection.execute("UPDATE head SET until = $1", until)
        self._metrics.time_said.set(until.timestamp())

    async def _common_time(self, connection: Connection) -> datetime | None:
        """The last step that all counted clocks are strictly past, if it has not been said; None before all spoke."""
        record = await connection.fetchrow(
            "SELECT min(clock) AS clock, count(*) FILTER (WHERE clock IS NULL) AS silent, (SELECT until FROM head)"
            " FROM input_offset WHERE counted"
        )
        if record is None or record["silent"] or record["clock"] is None:
            return None
        epoch = datetime.fromtimestamp(0, UTC)
        passed = record["clock"] - epoch - timedelta(microseconds=1)
        until: datetime = epoch + (passed // self._step) * self._step
        return until if record["until"] is None or until > record["until"] else None

    async def _set_aside(self, work: "_Work[S]", place: Place, reading: Unreadable, at: datetime, number: int) -> None:
        if self._service.set_aside is None:
            raise Gap(f"{place} can't be read, and only the outside may send what can't be read")
        await self._service.set_aside(work.connection, place, reading)
        stream = f"unreadable/{place.topic}/{place.partition}"
        await self._load(work, (stream,))
        source = Input(place.topic, place.partition, place.offset, at, "", "unreadable", "", reading.correlation)
        row = self._scribe.observed(source, number, reading.said, stream, self._streams.known[stream].version)
        self._streams.follow(row, reading.said.fact)
        work.rows.append(row)
        self._metrics.parked.inc()
        log.warning("set_aside", topic=place.topic, partition=place.partition, offset=place.offset)

    async def _hold(self, work: "_Work[S]") -> Head:
        if work.head is None:
            work.head = await journal.lock_head(work.connection)
        return work.head

    async def _members(self, work: "_Work[S]", groups: tuple[str, ...]) -> list[str]:
        """The streams of these groups, with those that this very batch has put there."""
        if not groups:
            return []
        stored = set(await journal.group_members(work.connection, groups)) - work.regrouped.keys()
        return sorted(stored | {name for name, group in work.regrouped.items() if group in groups})

    async def _load(self, work: "_Work[S]", names: Iterable[str]) -> None:
        missing = self._streams.missing(names)
        if missing:
            self._streams.load(missing, await journal.read_streams(work.connection, missing))
        for name in names:
            work.basis.setdefault(name, self._streams.known[name].version)

    def _remember(self, work: "_Work[S]", rows: tuple[Row, ...]) -> tuple[Row, ...]:
        work.regrouped.update({row.stream: row.group for row in rows if row.group is not None})
        return rows
