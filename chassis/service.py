"""What a service hands to the chassis: its decider, how it reads, and where what it says goes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from chassis.decider import Decider, Said
from chassis.journal import Connection, Row
from schemas.base import Message
from schemas.envelope import Headers

S = TypeVar("S")


class Record(Protocol):
    """A record as aiokafka fetches it."""

    @property
    def offset(self) -> int: ...
    @property
    def timestamp(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Headers: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that was read. `at` is None where the partition's clock tells the time (messages from outside)."""

    message: Message
    id: str
    correlation: str
    at: datetime | None = None
    position: int = 0
    previous: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of time: it moves its partition's clock and leaves no row."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A fact that the map routes to others; only its place in the partition's sequence counts."""

    position: int
    previous: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What could not be read, and the fact that says so to its sender; the bytes are set aside."""

    said: Said
    value: bytes
    correlation: str


Reading = Heard | Mark | Elsewhere | Unreadable


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lay. `topic` is without the installation's prefix."""

    topic: str
    partition: int
    offset: int


async def nothing_more(connection: Connection, rows: Sequence[Row]) -> None:
    """Most services keep no table beside the journal."""


@dataclass(frozen=True)
class Service(Generic[S]):
    """`types` are all messages that its journal may hold, by type. `beside` writes the service's own tables in the
    transaction of the effect; it gets the rows that are about to be appended. `set_aside` keeps unreadable bytes.
    `upstream` are the service topics that it reads, `outputs` the topics that it writes (one ending in a dot stands for
    all that begin so)."""

    name: str
    decider: Decider[S]
    types: Mapping[str, type[Message]]
    topic_of: Callable[[Message, str | None], str | None]
    subject_of: Callable[[Message], str | None]
    read: Callable[[Place, Record], Reading]
    partitions: int
    upstream: frozenset[str]
    outputs: tuple[str, ...]
    tables: Path | None = None
    keeps_time: bool = False
    beside: Callable[[Connection, Sequence[Row]], Awaitable[None]] = nothing_more
    set_aside: Callable[[Connection, Place, Unreadable], Awaitable[None]] | None = None
