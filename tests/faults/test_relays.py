"""Two relays of one service at once: whoever led before can write nothing more, and no record is there twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from chassis import relay
from chassis.metrics import Metrics
from chassis.relay import Contradiction, HandedOver, Relay
from chassis.road import Road
from deploy.provision import Installation
from schemas.envelope import header
from schemas.flow import PARTITIONS
from services.catalogue import SERVICES
from tests.chassis.hand_made import batch, in_order
from tests.conftest import Install
from tests.faults.examples import CORRESPONDENTS, OPERATIONS, systems
from tests.running import INTAKE

PATIENCE_SECONDS = 30.0


class Freezing(Relay):
    """A relay that freezes in the midst of a Kafka transaction: its records are sent, and nothing is committed."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.frozen, self.thawed = asyncio.Event(), asyncio.Event()

    async def _delivered(self, handed: HandedOver) -> int:
        end = await super()._delivered(handed)
        if handed.place[1] == PARTITIONS - 1:
            self.frozen.set()
            await self.thawed.wait()
        return end


@pytest.fixture
async def installed(installation: Install) -> Installation:
    return await installation(CORRESPONDENTS)


@pytest.fixture
async def pool(installed: Installation) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(installed.database_urls[INTAKE], min_size=1, max_size=6) as opened:
        yield opened


async def test_a_relay_frozen_before_its_commit_is_fenced_by_the_next_leader(
    installed: Installation, pool: asyncpg.Pool
) -> None:
    await journal_grows(pool, facts=3)
    old, new = a_relay(installed, pool, Freezing), a_relay(installed, pool)
    assert isinstance(old, Freezing)
    async with at_work(old) as leading:
        await asyncio.wait_for(old.frozen.wait(), PATIENCE_SECONDS)
        await end_leaders_session(installed)
        async with at_work(new):
            await relayed(pool)
            old.thawed.set()
            with pytest.raises(KafkaError):
                await asyncio.wait_for(asyncio.shield(leading), PATIENCE_SECONDS)
            await journal_grows(pool, facts=2)
            await relayed(pool)

    assert await positions(installed) == await expected(pool)


async def test_while_one_relay_leads_the_other_one_waits(installed: Installation, pool: asyncpg.Pool) -> None:
    first, second = a_relay(installed, pool), a_relay(installed, pool)
    async with at_work(first) as leading:
        await journal_grows(pool, facts=1)
        await relayed(pool)
        async with at_work(second) as waiting:
            await waits_for_the_lead(pool)
            await journal_grows(pool, facts=3)
            await relayed(pool)
            assert not leading.done()
            assert not waiting.done()

    assert await positions(installed) == await expected(pool)


async def test_two_relays_at_once_write_every_row_once(installed: Installation, pool: asyncpg.Pool) -> None:
    one, other = a_relay(installed, pool), a_relay(installed, pool)
    async with at_work(one), at_work(other):
        for _ in range(5):
            await journal_grows(pool, facts=4)
            await end_leaders_session(installed)
        await relayed(pool)

    assert await positions(installed) == await expected(pool)


async def test_what_was_written_but_not_confirmed_is_not_written_again(
    installed: Installation, pool: asyncpg.Pool
) -> None:
    await journal_grows(pool, facts=3)
    async with at_work(a_relay(installed, pool)):
        await relayed(pool)
    await pool.execute("UPDATE relayed SET position = 0, next_offset = 0")
    await journal_grows(pool, facts=1)

    async with at_work(a_relay(installed, pool)):
        await relayed(pool)

    assert await positions(installed) == await expected(pool)


async def test_a_topic_that_ends_before_what_was_confirmed_stops_the_relay(
    installed: Installation, pool: asyncpg.Pool
) -> None:
    await journal_grows(pool, facts=1)
    async with at_work(a_relay(installed, pool)):
        await relayed(pool)
    await pool.execute("UPDATE relayed SET next_offset = next_offset + 5 WHERE partition = 2")

    with pytest.raises(Contradiction, match="was confirmed"):
        await asyncio.wait_for(a_relay(installed, pool).run(), PATIENCE_SECONDS)


def a_relay(installed: Installation, pool: asyncpg.Pool, kind: type[Relay] = Relay) -> Relay:
    return kind(
        INTAKE,
        pool,
        installed.database_urls[INTAKE],
        installed.kafka_bootstrap,
        installed.prefix,
        SERVICES[INTAKE].outputs,
        PARTITIONS,
        Metrics(INTAKE),
    )


@asynccontextmanager
async def at_work(one: Relay) -> AsyncIterator["asyncio.Task[None]"]:
    task = asyncio.create_task(one.run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, KafkaError):
            await task


async def journal_grows(pool: asyncpg.Pool, facts: int) -> None:
    """By facts that are said in every partition."""
    road = Road(SERVICES[INTAKE], pool, Metrics(INTAKE), time_step=timedelta(seconds=60), streams_max=1000)
    place = (OPERATIONS, 0)
    begin = (await road.take_over([place]))[place]
    records = in_order(*(systems(count + 1 + begin) for count in range(facts)), first=begin)
    await road.take(batch(records, topic=OPERATIONS, epoch=road.standings[place].epoch))


async def end_leaders_session(installed: Installation) -> None:
    """As PostgreSQL does when a leader is silent for five seconds."""
    connection = await asyncpg.connect(installed.database_urls[INTAKE])
    try:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE locktype = 'advisory' AND granted AND objid = $1 AND datname = current_database()",
            relay.LOCK,
        )
    finally:
        await connection.close()


async def waits_for_the_lead(pool: asyncpg.Pool) -> None:
    """Until somebody stands in line for the leader's lock."""
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = $1"
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await pool.fetchval(query, relay.LOCK):
            await asyncio.sleep(0.02)


async def relayed(pool: asyncpg.Pool) -> None:
    """Until the last position that is to be said is confirmed everywhere."""
    query = (
        "SELECT (SELECT max(position) FROM journal WHERE topic IS NOT NULL)"
        " = (SELECT min(position) FROM relayed HAVING count(*) = $1)"
    )
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await pool.fetchval(query, PARTITIONS):
            await asyncio.sleep(0.02)


async def expected(pool: asyncpg.Pool) -> dict[int, list[tuple[int, int]]]:
    rows = await pool.fetch("SELECT position FROM journal WHERE topic IS NOT NULL ORDER BY position")
    said = [row["position"] for row in rows]
    return {partition: list(zip(said, [0, *said], strict=False)) for partition in range(PARTITIONS)}


async def positions(installed: Installation) -> dict[int, list[tuple[int, int]]]:
    """What stands in the topic: each record's position, and the one that it names as the one before it."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=installed.kafka_bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        parts = [TopicPartition(f"{installed.prefix}.{INTAKE}", partition) for partition in range(PARTITIONS)]
        consumer.assign(parts)
        ends = await consumer.end_offsets(parts)
        found: dict[int, list[tuple[int, int]]] = {part.partition: [] for part in parts}
        while [part for part in parts if await consumer.position(part) < ends[part]]:
            for part, records in (await consumer.getmany(timeout_ms=200)).items():
                for record in records:
                    named = [int(header(list(record.headers), name) or 0) for name in ("ce_journalpos", "ce_prevpos")]
                    found[part.partition].append((named[0], named[1]))
        return found
    finally:
        await consumer.stop()
