"""The demo's two ends of Kafka: records that carry their own time go in, and what is answered comes into mailboxes."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self, TypeVar

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from chassis.clock import to_millis
from schemas import flow
from schemas.base import Message
from schemas.envelope import Headers, header

T = TypeVar("T")

PATIENCE_SECONDS = 60.0
"""How long a mailbox may stay silent while something is waited for."""

RECORD_MAX_BYTES = 1_040_000
"""A little below what a broker takes by default (`message.max.bytes`), and above 1 MB of noise."""

INTAKE = "intake"
"""The mailbox of what intake says to everybody."""
REPORTED_BY_INTAKE = 0
"""What concerns everybody, intake says in each of its partitions: reading one is enough."""


class WaitedInVain(Exception):
    """What was waited for did not come; the text says what did."""


@dataclass(frozen=True, slots=True)
class Place:
    topic: str
    partition: int
    offset: int

    def is_at(self, topic: str, partition: int, offset: int) -> bool:
        """`topic` may be without the installation's prefix."""
        named = self.topic == topic or self.topic.endswith(f".{topic}")
        return named and (self.partition, self.offset) == (partition, offset)


@dataclass(frozen=True, slots=True)
class Reply:
    """One record on a reply topic. `at` is the time that it bears."""

    type: str
    id: str
    at: str
    message: Message


@dataclass
class Mailbox:
    """What one correspondent has been told so far, in order."""

    name: str
    replies: list[Reply] = field(default_factory=list)
    broken: BaseException | None = None
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def all(self, kind: type[T]) -> list[T]:
        return [reply.message for reply in self.replies if isinstance(reply.message, kind)]

    def counted(self) -> Counter[str]:
        return Counter(reply.type for reply in self.replies)

    async def put(self, reply: Reply | None, broken: BaseException | None = None) -> None:
        async with self._changed:
            if reply is not None:
                self.replies.append(reply)
            self.broken = broken
            self._changed.notify_all()

    async def until(self, what: str, found: Callable[[], T | None], patience: float = PATIENCE_SECONDS) -> T:
        """Looks again at each reply. Raises WaitedInVain when none has come for `patience` seconds."""
        async with self._changed:
            while (value := found()) is None:
                if self.broken is not None:
                    raise WaitedInVain(f"{self.name} can't be told anything any more") from self.broken
                try:
                    await asyncio.wait_for(self._changed.wait(), patience)
                except TimeoutError:
                    raise WaitedInVain(f"{patience:.0f} s without {what}; {self.told()}") from None
            return value

    def told(self) -> str:
        seen = ", ".join(f"{count} {kind}" for kind, count in sorted(self.counted().items()))
        return f"{self.name} has been told: {seen or 'nothing'}"


class Correspondence:
    """All reply topics of an installation, and what intake says to everybody; read from their first record."""

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self._bootstrap = bootstrap
        self._prefix = prefix
        self._broken: BaseException | None = None
        self.mailboxes: dict[str, Mailbox] = {}

    def of(self, name: str) -> Mailbox:
        return self.mailboxes.setdefault(name, Mailbox(name, broken=self._broken))

    async def __aenter__(self) -> Self:
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
            enable_auto_commit=False,
        )
        await self._consumer.start()
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        await self._consumer.stop()

    async def _read(self) -> None:
        try:
            prefix = f"{self._prefix}.{flow.REPLIES}."
            topics = [topic for topic in await self._consumer.topics() if topic.startswith(prefix)]
            if not topics:
                raise WaitedInVain(f"there is no topic whose name begins with {prefix}")
            intake = TopicPartition(f"{self._prefix}.{INTAKE}", REPORTED_BY_INTAKE)
            self._consumer.assign([intake, *(TopicPartition(topic, 0) for topic in topics)])
            async for record in self._consumer:
                await self.of(record.topic.removeprefix(prefix).removeprefix(f"{self._prefix}.")).put(_reply(record))
        except Exception as error:
            self._broken = error
            for mailbox in self.mailboxes.values():
                await mailbox.put(None, error)


def _reply(record: ConsumerRecord) -> Reply:
    headers: Headers = list(record.headers)
    kind, sent_id, at = (header(headers, name) or "" for name in ("ce_type", "ce_id", "ce_time"))
    return Reply(kind, sent_id, at, flow.BY_TYPE[kind].message.model_validate_json(record.value))


@dataclass(frozen=True, slots=True)
class Sending:
    """A record before it is sent. `type` and `id` are left out where a sender forgets the headers."""

    key: str
    value: bytes
    type: str | None = None
    id: str | None = None

    @property
    def headers(self) -> Headers:
        named = {"ce_type": self.type, "ce_id": self.id}
        return [(name, value.encode()) for name, value in named.items() if value is not None]


class Postman:
    """Sends records in the order in which it is given them, each with the time that it is to bear."""

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self._bootstrap = bootstrap
        self._prefix = prefix

    async def __aenter__(self) -> Self:
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap, enable_idempotence=True, max_request_size=RECORD_MAX_BYTES
        )
        await self._producer.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._producer.stop()

    async def send(self, topic: str, sending: Sending, at: datetime) -> Awaitable[Place]:
        """Returns when the record stands in line; what it returns waits for the broker's word."""
        acknowledged = await self._producer.send(
            f"{self._prefix}.{topic}",
            key=sending.key.encode(),
            value=sending.value,
            headers=sending.headers,
            timestamp_ms=to_millis(at),
        )

        async def place() -> Place:
            told = await acknowledged
            return Place(told.topic, told.partition, told.offset)

        return place()
