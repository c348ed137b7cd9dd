"""The outer ends of a measurement: what sends applications, and what sees by the clock on the wall what arrives."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from bench.applications import Inbound
from schemas.envelope import header

PATIENCE_SECONDS = 60.0
BATCH_BYTES = 1_048_576

Say = Callable[[int], None]
"""Told how many applications are through."""


class Stalled(Exception):
    """Nothing has arrived for a while."""


@dataclass
class Arrivals:
    """When records of these types arrived, by key; a second one of a key changes nothing. `first` is one of each."""

    types: frozenset[str]
    at: dict[str, dict[str, float]] = field(default_factory=dict)
    first: dict[str, ConsumerRecord] = field(default_factory=dict)

    def of(self, kind: str) -> dict[str, float]:
        return self.at.setdefault(kind, {})

    def take(self, record: ConsumerRecord, now: float) -> None:
        kind = header(record.headers, "ce_type") or ""
        if kind in self.types:
            self.first.setdefault(kind, record)
            self.of(kind).setdefault(record.key.decode(), now)

    async def until(self, kind: str, count: int, say: Say) -> None:
        """Raises Stalled."""
        arrived, seen, since = self.of(kind), -1, time.monotonic()
        while len(arrived) < count:
            if len(arrived) != seen:
                seen, since = len(arrived), time.monotonic()
            elif time.monotonic() - since > PATIENCE_SECONDS:
                raise Stalled(f"{seen} of {count} {kind}, and no more for {PATIENCE_SECONDS:.0f} s")
            say(seen)
            await asyncio.sleep(0.02)
        say(count)


@asynccontextmanager
async def reading(bootstrap: str, places: Iterable[TopicPartition], types: Iterable[str]) -> AsyncIterator[Arrivals]:
    """Reads what is committed in these partitions from now on."""
    arrivals = Arrivals(frozenset(types))
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, isolation_level="read_committed", enable_auto_commit=False)
    await consumer.start()
    consumer.assign(list(places))
    await consumer.seek_to_end()
    for place in consumer.assignment():
        await consumer.position(place)
    task = asyncio.create_task(_read(consumer, arrivals))
    try:
        yield arrivals
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await consumer.stop()


async def _read(consumer: AIOKafkaConsumer, arrivals: Arrivals) -> None:
    while True:
        fetched = await consumer.getmany(timeout_ms=1000)
        now = time.monotonic()
        for records in fetched.values():
            for record in records:
                arrivals.take(record, now)


@asynccontextmanager
async def sending(bootstrap: str) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, acks="all", enable_idempotence=True, max_batch_size=BATCH_BYTES
    )
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def send(
    producer: AIOKafkaProducer,
    inbound: Iterable[Inbound],
    topic_of: Callable[[Inbound], str],
    *,
    rate: float | None = None,
) -> Mapping[str, float]:
    """Sends all, as fast as they go or at a rate; returns when each was handed over, by application."""
    sent: dict[str, float] = {}
    begun = time.monotonic()
    for number, one in enumerate(inbound):
        if rate is not None:
            await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
        sent[one.application] = time.monotonic()
        await producer.send(topic_of(one), one.value, key=one.key, headers=one.headers)
    await producer.flush()
    return sent
