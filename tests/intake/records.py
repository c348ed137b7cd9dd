"""Records as a broker hands them out, without a broker."""

from dataclasses import dataclass, field
from typing import Any

from chassis.canonical import canonical, canonical_message
from chassis.service import Place
from schemas.base import Message
from schemas.envelope import Headers
from tests.intake.examples import PUBLIC360

INBOUND = Place(PUBLIC360, 1, 7)


@dataclass(frozen=True)
class Arrived:
    value: bytes | None
    headers: Headers = field(default_factory=list)
    offset: int = 7
    timestamp: int = 1_549_270_800_000
    key: bytes | None = None


def record(value: bytes | None, kind: str | None = "SubmitApplication", id: str | None = "m-1") -> Arrived:
    named = {"ce_type": kind, "ce_id": id}
    return Arrived(value, [(name, text.encode()) for name, text in named.items() if text is not None])


def carrying(message: Message) -> Arrived:
    return record(canonical_message(message), type(message).__name__)


def changed(message: Message, *path: str | int, to: Any) -> Arrived:
    """The message with another value, or another name, at a path."""
    plain = message.plain()
    place: Any = plain
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = to
    return record(canonical(plain), type(message).__name__)
