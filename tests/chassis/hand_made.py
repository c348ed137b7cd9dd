"""Records as aiokafka fetches them, made by hand; and batches of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from chassis.batch import Batch
from chassis.canonical import canonical, canonical_message
from chassis.clock import to_millis
from schemas.base import Message
from schemas.envelope import Envelope, Headers, schema_uri
from schemas.time import TimeMark

NOON = datetime(2019, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Fetched(NamedTuple):
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers


def sent(offset: int, message: Message, *, at: datetime = NOON, id: str | None = None) -> Fetched:
    """From outside. The sender's id is one of its own unless given."""
    name = f"sent-{offset}" if id is None else id
    headers = [("ce_type", type(message).__name__.encode()), ("ce_id", name.encode())]
    return Fetched(offset, to_millis(at), b"key", canonical_message(message), headers)


def in_order(*messages: Message, first: int = 0) -> list[Fetched]:
    return [sent(offset, message) for offset, message in enumerate(messages, start=first)]


def mark(offset: int, at: datetime) -> Fetched:
    return Fetched(offset, to_millis(at), None, b"{}", [("ce_type", TimeMark.__name__.encode())])


def noise(offset: int, value: bytes) -> Fetched:
    return Fetched(offset, to_millis(NOON), None, value, [("ce_type", b"Deposit"), ("ce_id", b"noise")])


def fact(offset: int, message: Message, position: int, previous: int, rests: dict[str, int] | None = None) -> Fetched:
    """Another service's, with all headers that a relay writes."""
    envelope = Envelope(
        id=f"fact-{position}",
        type=type(message).__name__,
        source="/tilsagn/other",
        at=NOON,
        subject="jar",
        schema=schema_uri(type(message).__name__),
        correlation="jar",
        causation="cause",
        position=position,
        previous=previous,
        rests=canonical(rests).decode() if rests else "",
    )
    return Fetched(offset, to_millis(NOON), b"jar", canonical_message(message), envelope.headers())


def batch(records: Sequence[Fetched], *, topic: str = "inbound.till", partition: int = 0, epoch: int = 1) -> Batch:
    return Batch(topic, partition, records, epoch)
