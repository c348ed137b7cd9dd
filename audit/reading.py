"""Opens the journals as the auditor: read only, each in one snapshot, in pieces that fit into memory."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from chassis.journal import COLUMNS, Connection, Head, Row, read_from
from chassis.service import Service

Services = Mapping[str, Service[Any]]
"""By name."""

ROWS_MAX = 1000
READ_ONLY = {"default_transaction_read_only": "on"}


@dataclass(frozen=True, slots=True)
class Sources:
    """Where an auditor reads. `database_urls` are by service, with a role that can only read."""

    database_urls: Mapping[str, str] = field(repr=False)
    kafka_bootstrap: str
    topic_prefix: str


@dataclass(frozen=True, slots=True)
class Tables:
    """What a service keeps beside its journal, and what must follow from it.

    `streams` have version and group, `inputs` the number of inputs and `fences` the upstream position heard last, by
    topic and partition; `confirmed` is the last position that the relay knows to be in the topics.
    """

    head: Head
    streams: Mapping[str, tuple[int, str | None]]
    inputs: Mapping[tuple[str, int], int]
    fences: Mapping[tuple[str, int], int]
    confirmed: int


def input_of(row: Row) -> tuple[str, int, int]:
    """Names the input of which a row is a part."""
    return row.source_topic, row.source_partition, row.input_number


@dataclass(frozen=True, slots=True)
class Journal:
    """One service's database as it was at one instant."""

    service: str
    connection: Connection

    async def position(self) -> int:
        return int(await self.connection.fetchval("SELECT position FROM head"))

    async def rows(self) -> AsyncIterator[Row]:
        """All rows, oldest first."""
        after = 0
        while rows := await read_from(self.connection, after, ROWS_MAX):
            for row in rows:
                yield row
            after = rows[-1].position

    async def inputs(self) -> AsyncIterator[list[Row]]:
        """All rows, oldest first, those of one input together."""
        group: list[Row] = []
        async for row in self.rows():
            if group and input_of(row) != input_of(group[0]):
                yield group
                group = []
            group.append(row)
        if group:
            yield group

    async def about(self, correlation: str) -> list[Row]:
        """The rows of one subject, an application or a round, oldest first."""
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        records = await self.connection.fetch(
            f"SELECT {names} FROM journal WHERE correlation = $1 ORDER BY position", correlation
        )
        return [Row(**{**dict(record), "event_id": str(record["event_id"])}) for record in records]

    async def of_types(self, types: Iterable[str]) -> list[Row]:
        """What the service itself said of these types, oldest first."""
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        records = await self.connection.fetch(
            f"SELECT {names} FROM journal WHERE kind = 'decided' AND type = ANY($1) ORDER BY position", list(types)
        )
        return [Row(**{**dict(record), "event_id": str(record["event_id"])}) for record in records]

    async def tables(self) -> Tables:
        head = await self.connection.fetchrow("SELECT position, hash, until FROM head")
        assert head is not None
        streams = await self.connection.fetch('SELECT name, version, "group" FROM stream')
        offsets = await self.connection.fetch("SELECT topic, partition, inputs, fence FROM input_offset")
        return Tables(
            head=Head(**dict(head)),
            streams={record["name"]: (record["version"], record["group"]) for record in streams},
            inputs={(record["topic"], record["partition"]): record["inputs"] for record in offsets},
            fences={(record["topic"], record["partition"]): record["fence"] for record in offsets},
            confirmed=await self.connection.fetchval("SELECT coalesce(max(position), 0) FROM relayed"),
        )


@asynccontextmanager
async def journals(sources: Sources) -> AsyncIterator[dict[str, Journal]]:
    """Every journal in a snapshot of its own: what is written meanwhile is not seen."""
    async with AsyncExitStack() as stack:
        opened: dict[str, Journal] = {}
        for service, url in sources.database_urls.items():
            connection = await connect(stack, url)
            await stack.enter_async_context(connection.transaction(isolation="repeatable_read", readonly=True))
            opened[service] = Journal(service, connection)
        yield opened


async def connect(stack: AsyncExitStack, url: str) -> asyncpg.Connection:
    """A connection that can only read, closed with the stack."""
    connection: asyncpg.Connection = await asyncpg.connect(url, timeout=10, server_settings=READ_ONLY)
    stack.push_async_callback(connection.close, timeout=5)
    return connection
