"""The auditor on real PostgreSQL and Kafka: the town's journals, carried to the topics by the real relays."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer

from audit.reading import Sources
from audit.replay import replay
from audit.story import story
from audit.verify import verify
from chassis import journal
from chassis.metrics import Metrics
from chassis.relay import Relay
from deploy.provision import Correspondents, Installation
from schemas.flow import PARTITIONS
from services.catalogue import SERVICES
from tests.audit.bodies import HILL, SYSTEM
from tests.audit.examples import whole_round
from tests.audit.whole import by_input, journals, tables_of
from tests.audit.whole import replayed as decided_again

Install = Callable[[Correspondents], Awaitable[Installation]]

WHO = Correspondents(systems=[SYSTEM], authorities=["directorate", "operations"], offices=["vestland"])


async def write(installation: Installation, service: str) -> None:
    """Writes the town's rows as the service would, and what it keeps beside them."""
    rows, tables = journals()[service], tables_of(whole_round(), service)
    connection = await asyncpg.connect(installation.database_urls[service])
    try:
        for group in by_input(rows):
            async with connection.transaction():
                await journal.lock_head(connection)
                await SERVICES[service].beside(connection, group)
                await journal.append(connection, group, notify=service)
        await connection.execute("UPDATE head SET until = $1", tables.head.until)
        for topic, partition in tables.inputs.keys() | tables.fences.keys():
            await connection.execute(
                "INSERT INTO input_offset (topic, partition, inputs, fence) VALUES ($1, $2, $3, $4)",
                topic,
                partition,
                tables.inputs.get((topic, partition), 0),
                tables.fences.get((topic, partition), 0),
            )
    finally:
        await connection.close()


async def carry(installation: Installation, service: str) -> None:
    """Runs the service's relay until all is in the topics."""
    url = installation.database_urls[service]
    last = max(row.position for row in journals()[service] if row.topic is not None)
    async with asyncpg.create_pool(url, min_size=0, max_size=3) as pool:
        relay = Relay(
            service,
            pool,
            url,
            installation.kafka_bootstrap,
            installation.prefix,
            SERVICES[service].outputs,
            SERVICES[service].partitions,
            Metrics(service),
        )
        running = asyncio.create_task(relay.run())
        async with asyncio.timeout(60):
            while await pool.fetchval("SELECT coalesce(max(position), 0) FROM relayed") < last and not running.done():
                await asyncio.sleep(0.05)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def sources(installation: Install) -> Sources:
    made = await installation(WHO)
    for service in SERVICES:
        await write(made, service)
        await carry(made, service)
    return Sources(made.auditor_urls, made.kafka_bootstrap, made.prefix)


async def test_an_auditor_replays_verifies_and_tells_what_the_services_wrote(sources: Sources) -> None:
    replayed = await replay(sources, SERVICES)
    verified = await verify(sources, SERVICES)
    told = await story(sources, SERVICES, HILL)

    rows = sum(len(known) for known in journals().values())
    assert replayed.difference is None
    decided = sum(decided_again(name, known).decisions for name, known in journals().items())
    assert replayed.identical == replayed.decisions == decided
    assert verified.first is None
    assert (verified.rows, sum(check.waiting for check in verified.checks)) == (rows, 0)
    said = [row for known in journals().values() for row in known if row.topic is not None]
    assert verified.topic_records == sum(PARTITIONS if row.partition is None else 1 for row in said)
    assert "accepted in time" in told.text


async def test_a_record_that_somebody_else_wrote_into_a_service_topic_is_found(sources: Sources) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=sources.kafka_bootstrap)
    await producer.start()
    try:
        headers = [("ce_journalpos", b"3"), ("ce_type", b"AwardDecided")]
        await producer.send_and_wait(f"{sources.topic_prefix}.allocation", b"{}", partition=2, headers=headers)
    finally:
        await producer.stop()

    verified = await verify(sources, SERVICES)

    assert verified.first is not None
    assert verified.first.startswith("allocation[2] at offset ")


async def test_an_auditor_can_only_read(installation: Install) -> None:
    connection = await asyncpg.connect((await installation(WHO)).auditor_urls["allocation"])
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("UPDATE balance SET available_nok = 0")
    finally:
        await connection.close()
