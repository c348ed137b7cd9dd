"""The timekeeper: writes a mark into every partition of every topic that the outside writes to.

A mark carries no time: its record's timestamp is the broker's in production. In a demo or a test the topics take the
producer's time, and the timekeeper is told it, a line with an instant each; it answers `marked <instant>`.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

import click
from aiokafka import AIOKafkaProducer

from chassis import clock
from chassis.canonical import canonical_message
from chassis.logs import configure
from chassis.settings import read_settings
from schemas import flow
from schemas.time import TimeMark
from services.intake.settings import IntakeSettings

EVERY_SECONDS = 1.0


async def told() -> AsyncIterator[datetime]:
    """Instants from standard input, until it ends."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield datetime.fromisoformat(line.decode().strip())


async def ticking() -> AsyncIterator[datetime]:
    while True:
        yield clock.now()
        await asyncio.sleep(EVERY_SECONDS)


async def mark(producer: AIOKafkaProducer, prefix: str, sources: Sequence[tuple[str, int]], at: datetime) -> None:
    """One mark in each partition; returns when all are acknowledged."""
    headers = [("ce_type", TimeMark.__name__.encode()), ("ce_id", f"mark/{at.isoformat()}".encode())]
    body = canonical_message(TimeMark())
    sent = [
        await producer.send(
            f"{prefix}.{topic}", body, partition=partition, timestamp_ms=clock.to_millis(at), headers=headers
        )
        for topic, count in sources
        for partition in range(count)
    ]
    await asyncio.gather(*sent)


async def keep_time(settings: IntakeSettings, *, by_word: bool) -> None:
    sources = flow.sources(settings.systems.split(","), settings.authorities.split(","))
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap, acks="all", enable_idempotence=True)
    await producer.start()
    try:
        async for at in told() if by_word else ticking():
            await mark(producer, settings.topic_prefix, sources, at)
            if by_word:
                print(f"marked {at.isoformat()}", flush=True)
    finally:
        await producer.stop()


@click.command()
@click.option("--told", "by_word", is_flag=True, help="Take the time from standard input, an ISO instant a line.")
def main(by_word: bool) -> None:
    """Marks the time in every inbound and casework partition, once a second or when told."""
    settings = read_settings(IntakeSettings)
    configure("timekeeper", settings.log_level)
    asyncio.run(keep_time(settings, by_word=by_word))


if __name__ == "__main__":
    main()
