"""One toy service's database, seen by the roles that it has, and the road that writes to it."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg

from chassis import journal
from chassis.journal import Connection, Row
from chassis.metrics import Metrics
from chassis.road import Road
from chassis.service import Service
from schemas.base import Message
from tests.chassis.coins import TYPES
from tests.chassis.hand_made import MINUTE, in_order
from tests.chassis.hand_made import batch as batch_of
from tests.chassis.toy import JARS, Jar

TILL = ("inbound.till", 0)


_EMPTY = """
    ALTER TABLE journal DISABLE TRIGGER USER;
    TRUNCATE journal, stream, input_offset, relayed, aside;
    UPDATE head SET position = 0, hash = decode(repeat('00', 32), 'hex'), until = NULL;
    ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_rows_stay, ENABLE ALWAYS TRIGGER journal_stays;
"""


@dataclass
class Shop:
    """The addresses are the application's, the owner's, the auditor's and the administrator's."""

    pool: asyncpg.Pool
    url: str
    owner_url: str
    auditor_url: str
    admin_url: str

    def road(self, service: Service[Jar] = JARS, metrics: Metrics | None = None, streams_max: int = 1_000) -> Road[Jar]:
        counted = metrics or Metrics(service.name)
        return Road(service, self.pool, counted, time_step=MINUTE, streams_max=streams_max)

    async def hears(self, *messages: Message, partition: int = 0) -> list[Message]:
        """One batch by a worker of its own; returns what was said of it."""
        road, place = self.road(), ("inbound.till", partition)
        first = (await road.take_over([place]))[place]
        before = len(await self.rows())
        epoch = road.standings[place].epoch
        await road.take(batch_of(in_order(*messages, first=first), partition=partition, epoch=epoch))
        return told(row for row in (await self.rows())[before:] if row.kind == "decided")

    async def rows(self) -> list[Row]:
        return await journal.read_from(self.pool, 0, 1_000_000)

    async def head(self) -> int:
        """The journal's last position."""
        return int(await self.pool.fetchval("SELECT position FROM head"))

    async def standing(self, topic: str = "inbound.till", partition: int = 0) -> dict[str, Any]:
        """The row of a partition's offset; empty before anyone took it."""
        record = await self.pool.fetchrow(
            "SELECT * FROM input_offset WHERE topic = $1 AND partition = $2", topic, partition
        )
        return dict(record) if record else {}

    async def empty(self) -> None:
        """As an administrator who has taken the guards away."""
        async with connected(self.admin_url) as administrator, administrator.transaction():
            await administrator.execute(_EMPTY)

    async def as_administrator(self, statement: str, *values: object) -> Any:
        async with connected(self.admin_url) as connection:
            return await connection.fetchval(statement, *values)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


def told(rows: Iterable[Row]) -> list[Message]:
    """What rows say."""
    return [TYPES[row.type].model_validate_json(row.data) for row in rows]
