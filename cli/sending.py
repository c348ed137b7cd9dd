"""Sends one message into a running installation, as a given sender, and finds out what became of it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from deploy.local.errors import LocalError
from deploy.provision import Installation
from schemas import flow
from schemas.base import Message
from schemas.envelope import header

ANSWER_SECONDS = 30.0
RECORD_BYTES_MAX = 1_900_000
"""Below what the topics take; intake refuses more than 256 KB by itself, with a reason."""


class NoAnswer(LocalError):
    """What was sent lies on its topic, and nothing has come back."""


class UnknownSender(LocalError):
    """There is no such system or authority."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies; `topic` without the installation's prefix."""

    topic: str
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.topic}, partition {self.partition}, offset {self.offset}"


@dataclass(frozen=True, slots=True)
class Sent:
    """A message from outside before it is sent: its bytes need not be what its type says."""

    type: str
    id: str
    key: str
    value: bytes


def topic_of(installation: Installation, sender: str) -> str:
    """The one topic that a sender may write to. Raises UnknownSender."""
    known = installation.correspondents
    if sender in known.systems:
        return f"{flow.INBOUND}.{sender}"
    if sender in known.authorities:
        return f"{flow.CASEWORK}.{sender}"
    names = ", ".join([*known.systems, *known.authorities])
    raise UnknownSender(f"There is no system or authority {sender!r}; reference/systems.yaml knows {names}")


async def send(installation: Installation, sender: str, *messages: Sent) -> list[Place]:
    """In this order; returns when the broker has all of them. Raises UnknownSender."""
    topic = topic_of(installation, sender)
    producer = AIOKafkaProducer(
        bootstrap_servers=installation.kafka_bootstrap, enable_idempotence=True, max_request_size=RECORD_BYTES_MAX
    )
    await producer.start()
    try:
        placed = [
            await producer.send_and_wait(
                f"{installation.prefix}.{topic}",
                message.value,
                key=message.key.encode(),
                headers=[("ce_type", message.type.encode()), ("ce_id", message.id.encode())],
            )
            for message in messages
        ]
    finally:
        await producer.stop()
    return [Place(topic, at.partition, at.offset) for at in placed]


@asynccontextmanager
async def replies_to(
    installation: Installation, correspondent: str, *, from_the_start: bool = False
) -> AsyncIterator[AIOKafkaConsumer]:
    """What a correspondent is told from now on, or has been told ever."""
    topic = TopicPartition(f"{installation.prefix}.{flow.REPLIES}.{correspondent}", 0)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=installation.kafka_bootstrap, isolation_level="read_committed", enable_auto_commit=False
    )
    await consumer.start()
    try:
        consumer.assign([topic])
        await (consumer.seek_to_beginning(topic) if from_the_start else consumer.seek_to_end(topic))
        await consumer.position(topic)
        yield consumer
    finally:
        await consumer.stop()


async def first_reply(consumer: AIOKafkaConsumer, concerns: Callable[[Message], bool], where: Place) -> Message:
    """Raises NoAnswer after a while."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            async for record in consumer:
                message = read_reply(record.headers, record.value)
                if message is not None and concerns(message):
                    return message
    except TimeoutError:
        pass
    raise NoAnswer(
        f"It lies at {where}, and no answer came in {ANSWER_SECONDS:.0f} s; `./tilsagn status` says who is behind"
    )


async def replies_so_far(installation: Installation, correspondent: str) -> list[Message]:
    """All that a correspondent has been told."""
    async with replies_to(installation, correspondent, from_the_start=True) as consumer:
        (topic,) = consumer.assignment()
        end = (await consumer.end_offsets([topic]))[topic]
        found: list[Message] = []
        while await consumer.position(topic) < end:
            for records in (await consumer.getmany(timeout_ms=500)).values():
                found += [m for record in records if (m := read_reply(record.headers, record.value)) is not None]
        return found


def read_reply(headers: list[tuple[str, bytes]], value: bytes) -> Message | None:
    route = flow.BY_TYPE.get(header(list(headers), "ce_type") or "")
    return route.message.model_validate_json(value) if route else None


async def heard(installation: Installation, *places: Place) -> list[list[Message]]:
    """What intake said when it heard the records at these places, in its journal. Raises NoAnswer."""
    connection = await asyncpg.connect(installation.auditor_urls[flow.Party.INTAKE])
    try:
        return [await _heard_at(connection, place) for place in places]
    finally:
        await connection.close()


async def _heard_at(connection: asyncpg.Connection, place: Place) -> list[Message]:
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        rows = await connection.fetch(
            "SELECT kind, type, data FROM journal"
            " WHERE source_topic = $1 AND source_partition = $2 AND source_offset = $3 ORDER BY position",
            place.topic,
            place.partition,
            place.offset,
        )
        if rows:
            said = [row for row in rows if row["kind"] != "heard"]
            return [flow.BY_TYPE[row["type"]].message.model_validate_json(row["data"]) for row in said]
        await asyncio.sleep(0.1)
    raise NoAnswer(
        f"It lies at {place}, and intake has not heard it in {ANSWER_SECONDS:.0f} s; "
        "`./tilsagn status` says who is behind"
    )
