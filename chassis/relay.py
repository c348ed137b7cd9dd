"""Carries what the journal says to the topics: in order, once, by one leader.

The journal is the outbox. A transactional producer with a fixed id fences any earlier leader, so a frozen one can
write nothing more; where to go on is read from the topics themselves, starting at the place confirmed in PostgreSQL.
"""

import asyncio
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import asyncpg
import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, ProducerFenced

from chassis import journal
from chassis.clock import monotonic_seconds, to_millis
from chassis.journal import Row
from chassis.metrics import Metrics
from chassis.patience import AGAIN_SECONDS, DATABASE_FAULTS
from schemas.envelope import Envelope, header, schema_uri

log = structlog.get_logger()

LOCK = 7_210_043
ROWS_MAX = 500
FALLBACK_POLL_SECONDS = 1.0
"""A lost notification costs this much; the notification is the rule."""
PACE_SECONDS = 0.05
"""From one transaction's begin to the next's, where there is little: many small ones would take the processor from what
is to be decided (docs/decisions/0010)."""
CONFIRM_SECONDS = 0.25
HEARTBEAT_SECONDS = 1.0
LEADER_LOST_AFTER_SECONDS = 5
TAIL_SECONDS = 20.0


Outgoing = tuple[tuple[str, int], Row, list[tuple[str, bytes]]]
"""Where a row goes, and with which headers."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Batches of one partition that are on their way; `position` is their last row's."""

    place: tuple[str, int]
    position: int
    last_batch_records: int
    deliveries: Sequence[Awaitable[Any]]


class Contradiction(Exception):
    """Topic and journal tell different stories: one of them was restored or truncated. A person must look."""


class Relay:
    """One service's relay. `run` returns never; it raises on what must end the process."""

    def __init__(
        self,
        service: str,
        pool: asyncpg.Pool,
        database_url: str,
        bootstrap: str,
        prefix: str,
        outputs: Sequence[str],
        partitions: int,
        metrics: Metrics,
    ) -> None:
        self._service = service
        self._pool = pool
        self._database_url = database_url
        self._bootstrap = bootstrap
        self._prefix = prefix
        self._outputs = tuple(outputs)
        self._partitions = partitions
        self._metrics = metrics
        self._woken = asyncio.Event()
        self._position = 0
        self._tails: dict[tuple[str, int], int] = {}
        self._unconfirmed: dict[tuple[str, int], int] = {}
        self._confirmed_at = 0.0
        self.alive = False
        """Leading, or waiting for the leader's place: both are health."""

    async def run(self) -> None:
        away = False
        while True:
            try:
                async with AsyncExitStack() as stack:
                    await self._lead(stack)
            except (ProducerFenced, Contradiction):
                raise
            except (KafkaError, *DATABASE_FAULTS) as trouble:
                if not away:
                    log.warning("relay_waits", cause=type(trouble).__name__, detail=str(trouble)[:200])
                away = True
                self.alive = False
                self._metrics.relay_leads.set(0)
                await asyncio.sleep(AGAIN_SECONDS)

    async def _lead(self, stack: AsyncExitStack) -> None:
        connection = await asyncpg.connect(self._database_url, timeout=10)
        stack.push_async_callback(connection.close, timeout=2)
        self.alive = True
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        # A frozen leader's session ends by itself, so that another can take its place.
        await connection.execute(f"SET idle_session_timeout = '{LEADER_LOST_AFTER_SECONDS}s'")
        await connection.add_listener(self._service, lambda *_: self._woken.set())
        producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap,
            transactional_id=f"{self._prefix}.{self._service}.relay",
            transaction_timeout_ms=10_000,
            request_timeout_ms=10_000,
            max_batch_size=1_048_576,
            linger_ms=0,
        )
        stack.push_async_callback(producer.stop)
        # The predecessor's open transaction is aborted by this start; only then is the tail final.
        await producer.start()
        await self._find_tails()
        self._metrics.relay_leads.set(1)
        log.info("relay_leads", journal_position=self._position)
        beating = asyncio.create_task(self._heartbeat(connection))
        stack.callback(beating.cancel)
        begun = 0.0
        while True:
            rows = await journal.read_from(self._pool, self._position, ROWS_MAX, published_only=True)
            if rows:
                begun = monotonic_seconds()
                await self._send(producer, rows)
            if self._unconfirmed and monotonic_seconds() > self._confirmed_at + CONFIRM_SECONDS:
                await self._confirm()
            if len(rows) < ROWS_MAX:
                await self._wait(beating)
                await asyncio.sleep(begun + PACE_SECONDS - monotonic_seconds())

    async def _wait(self, beating: "asyncio.Task[None]") -> None:
        """Until rows were written; a lost leadership ends it."""
        if beating.done():
            beating.result()
        # Not `wait_for`: in Python 3.11 it swallows a cancellation that comes together with a notification.
        with suppress(TimeoutError):
            async with asyncio.timeout(CONFIRM_SECONDS if self._unconfirmed else FALLBACK_POLL_SECONDS):
                await self._woken.wait()
        self._woken.clear()

    async def _heartbeat(self, connection: Any) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            await connection.execute("SELECT 1")

    async def _send(self, producer: AIOKafkaProducer, rows: Sequence[Row]) -> None:
        """One Kafka transaction with these rows, in order."""
        records = sorted(self._records(rows), key=lambda record: record[0])
        async with producer.transaction():
            # All are handed over before any is waited for: so they share their requests.
            handed = [await self._hand_over(producer, *one) for one in groupby(records, key=lambda record: record[0])]
            ends = [await self._delivered(one) for one in handed]
        self._position = rows[-1].position
        for one, end in zip(handed, ends, strict=True):
            self._tails[one.place] = one.position
            self._unconfirmed[one.place] = end
        self._metrics.relay_position.set(self._position)

    async def _hand_over(
        self, producer: AIOKafkaProducer, place: tuple[str, int], records: Iterable[Outgoing]
    ) -> HandedOver:
        """Gives the producer a partition's records, in as few batches as they fit into."""
        topic, partition = place
        batch = producer.create_batch()
        batches = [batch]
        position = 0
        for _, row, headers in records:
            fields = {"key": row.key.encode(), "value": row.data, "timestamp": to_millis(row.at), "headers": headers}
            if batch.append(**fields) is None:
                batch = producer.create_batch()
                batches.append(batch)
                if batch.append(**fields) is None:
                    raise Contradiction(f"position {row.position} does not fit into a batch")
            position = row.position
        full = f"{self._prefix}.{topic}"
        deliveries = [await producer.send_batch(batch, full, partition=partition) for batch in batches]
        return HandedOver(place, position, batch.record_count(), deliveries)

    async def _delivered(self, handed: HandedOver) -> int:
        """Waits for all; the offset after the last record."""
        *_, last = [await delivery for delivery in handed.deliveries]
        return int(last.offset) + handed.last_batch_records

    async def _confirm(self) -> None:
        """Says in PostgreSQL how far the topics have got: from there a successor looks for their tails."""
        confirmed = [(*place, self._tails[place], end) for place, end in self._unconfirmed.items()]
        await self._pool.execute(
            "INSERT INTO relayed AS r (topic, partition, position, next_offset)"
            " SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[])"
            " ON CONFLICT (topic, partition) DO UPDATE SET position = greatest(r.position, excluded.position),"
            " next_offset = greatest(r.next_offset, excluded.next_offset)",
            *(list(column) for column in zip(*confirmed, strict=True)),
        )
        self._unconfirmed.clear()
        self._confirmed_at = monotonic_seconds()

    def _records(self, rows: Sequence[Row]) -> Iterator[Outgoing]:
        previous = dict(self._tails)
        for row in rows:
            assert row.topic is not None
            everywhere = range(self._partitions) if row.partition is None else (row.partition,)
            for partition in everywhere:
                place = (row.topic, partition)
                yield place, row, self._envelope(row, previous.get(place, 0)).headers()
                previous[place] = row.position

    def _envelope(self, row: Row, previous: int) -> Envelope:
        return Envelope(
            id=row.event_id,
            type=row.type,
            source=f"/tilsagn/{self._service}",
            at=row.at,
            subject=row.key,
            schema=schema_uri(row.type),
            correlation=row.correlation,
            causation=row.causation,
            position=row.position,
            previous=previous,
            rests="" if row.rests == "{}" else row.rests,
            rules=row.rules,
        )

    async def _find_tails(self) -> None:
        """Reads what the topics hold beyond the confirmed places, and where the journal goes on.

        Raises Contradiction when a topic ends before what was confirmed, or beyond the journal's head.
        """
        known = {(r["topic"], r["partition"]): r for r in await self._pool.fetch("SELECT * FROM relayed")}
        tails = {place: int(record["position"]) for place, record in known.items()}
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap,
            isolation_level="read_committed",
            enable_auto_commit=False,
            auto_offset_reset="none",
            fetch_max_wait_ms=20,
        )
        await consumer.start()
        try:
            places = await self._places()
            ends = await consumer.end_offsets(list(places.values())) if places else {}
            for place in known.keys() - places.keys():
                raise Contradiction(f"topic {place[0]} partition {place[1]} was written to, and is gone")
            open_places = {}
            for place, tp in places.items():
                start = int(known[place]["next_offset"]) if place in known else 0
                if ends[tp] < start:
                    raise Contradiction(f"{place} ends at offset {ends[tp]}, but {start} was confirmed")
                if ends[tp] > start:
                    open_places[tp] = (place, start)
            consumer.assign(list(open_places))
            for tp, (_, start) in open_places.items():
                consumer.seek(tp, start)
            async with asyncio.timeout(TAIL_SECONDS):
                while open_places:
                    for tp, records in (await consumer.getmany(*open_places, timeout_ms=50)).items():
                        for record in records:
                            tails[open_places[tp][0]] = int(header(list(record.headers), "ce_journalpos") or 0)
                    done = [tp for tp in open_places if await consumer.position(tp) >= ends[tp]]
                    for tp in done:
                        del open_places[tp]
        finally:
            await consumer.stop()
        head = int(await self._pool.fetchval("SELECT position FROM head"))
        self._position = max(tails.values(), default=0)
        if self._position > head:
            raise Contradiction(f"the topics hold position {self._position}, but the journal ends at {head}")
        self._tails = tails
        self._unconfirmed.clear()

    async def _places(self) -> dict[tuple[str, int], TopicPartition]:
        """The partitions of all topics that this service writes."""
        found: dict[tuple[str, int], TopicPartition] = {}
        admin = AIOKafkaAdminClient(bootstrap_servers=self._bootstrap)
        await admin.start()
        try:
            mine = [full for full in await admin.list_topics() if self._writes(full)]
            for described in await admin.describe_topics(mine) if mine else ():
                full = described["topic"]
                for partition in described["partitions"]:
                    place = (full.removeprefix(f"{self._prefix}."), partition["partition"])
                    found[place] = TopicPartition(full, partition["partition"])
        finally:
            await admin.close()
        return found

    def _writes(self, full: str) -> bool:
        prefix, _, topic = full.partition(".")
        return prefix == self._prefix and any(
            topic.startswith(output) if output.endswith(".") else topic == output for output in self._outputs
        )
