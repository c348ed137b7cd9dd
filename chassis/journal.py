"""The journal: one append-only, gap-free, hash-chained table a service; what happened, and all that it rested on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from operator import attrgetter

import asyncpg

from chassis.canonical import canonical

GENESIS = bytes(32)
"""What the first row's hash rests on."""

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy
Reader = Connection | asyncpg.Pool


@dataclass(slots=True)
class Row:
    """One row; position, previous and hash are set when it is sealed.

    The rows of one input share its source and number; index 0 is the input itself.

    kind       heard (an input), observed (what the shell saw: time, unreadable bytes), decided (what follows)
    at         effective time
    version    of the stream, after this row
    reads      on index 0: each stream read, with its version before; canonical JSON
    gathered   on index 0: the own position that a wider read rested on; 0 where there was none
    rests      the last position heard of each upstream topic in this partition; canonical JSON
    partition  of the destination; None where there is no destination, or where it is every partition
    causation  the id of the message that this rests on
    """

    position: int
    kind: str
    source_topic: str
    source_partition: int
    source_offset: int
    input_number: int
    index: int
    count: int
    at: datetime
    stream: str
    version: int
    group: str | None
    reads: str
    gathered: int
    rests: str
    rules: str | None
    code: str
    topic: str | None
    partition: int | None
    key: str
    type: str
    data: bytes
    event_id: str
    correlation: str
    causation: str
    previous: bytes
    hash: bytes

    @property
    def coordinates(self) -> tuple[str, int, int]:
        return self.source_topic, self.source_partition, self.source_offset


COLUMNS = tuple(field.name for field in fields(Row))
_all = attrgetter(*COLUMNS)
_hashed = attrgetter(*(name for name in COLUMNS if name not in ("at", "data", "previous", "hash")))
_MOVE = """
WITH moved AS (UPDATE head SET position = $4, hash = $5),
  streams AS (
    INSERT INTO stream AS s (name, version, "group") SELECT * FROM unnest($1::text[], $2::int[], $3::text[])
    ON CONFLICT (name) DO UPDATE SET version = excluded.version, "group" = coalesce(excluded."group", s."group")
  )
SELECT pg_notify($6, '') WHERE $6::text IS NOT NULL
"""
_SELECT = "SELECT " + ", ".join(f'"{name}"' for name in COLUMNS) + " FROM journal"


def row_hash(row: Row) -> bytes:
    """SHA-256 over the previous hash, every column, and the message's bytes."""
    values = [*_hashed(row), round(row.at.timestamp() * 1_000_000)]
    return sha256(row.previous + canonical(values) + row.data).digest()


def _row(record: asyncpg.Record) -> Row:
    values = dict(record)
    values["event_id"] = str(values["event_id"])
    return Row(**values)


@dataclass(frozen=True, slots=True)
class Head:
    """The journal's end, and the last time that was said to have passed."""

    position: int
    hash: bytes
    until: datetime | None


async def lock_head(connection: Connection) -> Head:
    """Waits for, and holds to the end of the transaction, the right to append."""
    record = await connection.fetchrow("SELECT position, hash, until FROM head FOR UPDATE")
    assert record is not None
    return Head(record["position"], record["hash"], record["until"])


async def read_streams(connection: Connection, streams: Sequence[str]) -> list[Row]:
    """All rows of these streams, oldest first."""
    records = await connection.fetch(f"{_SELECT} WHERE stream = ANY($1) ORDER BY position", list(streams))
    return [_row(record) for record in records]


async def read_from(connection: Reader, after: int, limit: int, *, published_only: bool = False) -> list[Row]:
    """The rows after a position, oldest first."""
    only = " AND topic IS NOT NULL" if published_only else ""
    records = await connection.fetch(f"{_SELECT} WHERE position > $1{only} ORDER BY position LIMIT $2", after, limit)
    return [_row(record) for record in records]


async def versions(connection: Connection, streams: Iterable[str]) -> dict[str, int]:
    records = await connection.fetch("SELECT name, version FROM stream WHERE name = ANY($1)", list(streams))
    return {record["name"]: record["version"] for record in records}


async def group_members(connection: Connection, groups: Sequence[str]) -> list[str]:
    """The streams that belong to these groups; complete only while the head is held."""
    records = await connection.fetch('SELECT name FROM stream WHERE "group" = ANY($1) ORDER BY name', list(groups))
    return [record["name"] for record in records]


def seal(rows: Sequence[Row], head: Head) -> None:
    """Gives rows their places behind the head, and chains them."""
    position, previous = head.position, head.hash
    for row in rows:
        position += 1
        row.position, row.previous = position, previous
        previous = row.hash = row_hash(row)


async def append(connection: Connection, rows: Sequence[Row], *, notify: str) -> None:
    """Writes rows behind the held head, moves the head and the streams' versions, and wakes the relay."""
    await connection.copy_records_to_table("journal", columns=COLUMNS, records=[_all(row) for row in rows])
    latest = {row.stream: row.version for row in rows}
    groups = {row.stream: row.group for row in rows if row.group is not None}
    await connection.execute(
        _MOVE,
        list(latest),
        list(latest.values()),
        [groups.get(name) for name in latest],
        rows[-1].position,
        rows[-1].hash,
        notify if any(row.topic for row in rows) else None,
    )
