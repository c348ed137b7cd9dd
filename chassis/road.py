"""The one road: batches of records become rows and moved offsets, in one transaction.

Only what is committed counts. All that is held in memory can be dropped and read again, and is, whenever something
did not go through.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Generic, TypeVar

import asyncpg
import structlog

from chassis import journal, timing
from chassis.attempt import Attempt
from chassis.batch import Batch, Conflict, Fenced, Standing, rests_of
from chassis.clock import monotonic_seconds
from chassis.metrics import Metrics
from chassis.rows import Scribe, Streams
from chassis.service import Service

S = TypeVar("S")
log = structlog.get_logger()

AnyPlace = tuple[str, int]
"""A topic without the installation's prefix, and a partition of it."""


class Road(Generic[S]):
    """Takes batches for one service, from the partitions that this worker owns."""

    def __init__(
        self, service: Service[S], pool: asyncpg.Pool, metrics: Metrics, *, time_step: timedelta, streams_max: int
    ) -> None:
        self._service = service
        self._pool = pool
        self._metrics = metrics
        self._step = time_step
        self._streams_max = streams_max
        self._streams: Streams[S] = Streams(service)
        self.standings: dict[AnyPlace, Standing] = {}

    async def take_over(self, partitions: Iterable[AnyPlace]) -> dict[AnyPlace, int]:
        """Becomes the owner of exactly these partitions; returns where to read on in each."""
        taken: dict[AnyPlace, Standing] = {}
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

    async def add_sources(self, sources: Iterable[AnyPlace]) -> None:
        """Records whose clocks count before time is said to have passed."""
        async with self._pool.acquire() as connection, connection.transaction():
            head = await journal.lock_head(connection)
            added = await timing.add_sources(connection, head, sources, self._service.name)
            stream = timing.TIME_STREAM
            version = (await journal.versions(connection, [stream])).get(stream, 0)
            scribe = Scribe(self._service, self._streams)
            rows = [
                scribe.observed(source, 1, said, stream, version + place) for place, (source, said) in enumerate(added)
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

    async def take(self, *batches: Batch) -> None:
        """Commits the effect of batches of different partitions, all or nothing.

        Raises Fenced when one of the partitions is another's, Gap when a record is missing.
        """
        started = monotonic_seconds()
        # Always in the same order, so that a worker that was fenced can't lock what its successor waits for.
        batches = tuple(sorted(batches, key=lambda batch: (batch.topic, batch.partition)))
        while True:
            standings = [self._owned(batch) for batch in batches]
            try:
                async with self._pool.acquire() as connection, connection.transaction():
                    fences = {place: standing.fence for place, standing in self.standings.items()}
                    attempt = Attempt(self._service, self._streams, connection, fences)
                    after = await attempt.take(batches, standings)
                    if self._service.keeps_time:
                        await attempt.pass_time(self._step)
                    await attempt.append()
                break
            except (Conflict, asyncpg.DeadlockDetectedError) as conflict:
                self._metrics.conflicts.inc()
                log.info("decided_again", reason=str(conflict))
                self._forget()
            except Fenced as fenced:
                self._forget()
                mine = {(batch.topic, batch.partition): one for batch, one in zip(batches, standings, strict=True)}
                if not await self._still_owns(fenced.place, mine[fenced.place]):
                    raise
            except BaseException:
                self._forget()
                raise
        for batch, before, now in zip(batches, standings, after, strict=True):
            if self.standings.get((batch.topic, batch.partition)) is before:
                self.standings[batch.topic, batch.partition] = now
        self._tell(batches, after, attempt, monotonic_seconds() - started)
        if len(self._streams.known) > self._streams_max:
            self._forget()

    def _owned(self, batch: Batch) -> Standing:
        standing = self.standings.get((batch.topic, batch.partition))
        if standing is None or standing.epoch != batch.epoch:
            raise Fenced(batch.topic, batch.partition)
        return standing

    async def _still_owns(self, place: AnyPlace, standing: Standing) -> bool:
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

    def _tell(self, batches: Sequence[Batch], after: Sequence[Standing], attempt: Attempt[S], seconds: float) -> None:
        """Numbers and lines about what has been committed."""
        for batch, standing in zip(batches, after, strict=True):
            self._metrics.batch(batch.topic, batch.partition, len(batch.records), standing)
        self._metrics.transaction(attempt.rows, seconds)
        if attempt.time_said is not None:
            self._metrics.time_said.set(attempt.time_said.timestamp())
        for unread in attempt.unread:
            self._metrics.parked.inc()
            log.warning("set_aside", topic=unread.topic, partition=unread.partition, offset=unread.offset)
