"""The toy service's database: one for all tests, emptied before each, and new ones for who looks at the making."""

from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from chassis.migrate import migrate
from deploy.local.infrastructure import Infrastructure
from tests.chassis.carrying import Carrying
from tests.chassis.shop import Shop
from tests.chassis.toy import JARS

APPLICATION, OWNER, AUDITOR = "toy", "toy_owner", "toy_auditor"
NewDatabase = Callable[[], Awaitable[str]]
"""Makes a database without a table, under a name that no earlier run has used."""


@pytest.fixture(scope="session")
async def new_database(infrastructure: Infrastructure) -> NewDatabase:
    admin_url = infrastructure.database_url
    password = urlsplit(admin_url).password
    secret = f" PASSWORD '{password}'" if password else ""
    admin = await asyncpg.connect(admin_url)
    try:
        for role in (APPLICATION, OWNER, AUDITOR):
            if not await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
                await admin.execute(f'CREATE ROLE "{role}" LOGIN{secret}')
    finally:
        await admin.close()

    async def create() -> str:
        name = f"toy_{uuid4().hex[:10]}"
        admin = await asyncpg.connect(admin_url)
        try:
            await admin.execute(f'CREATE DATABASE "{name}" OWNER "{OWNER}"')
        finally:
            await admin.close()
        return urlunsplit(urlsplit(admin_url)._replace(path=f"/{name}"))

    return create


@pytest.fixture
async def empty_database(new_database: NewDatabase) -> str:
    """The owner's address of a database without a table."""
    return as_role(OWNER, await new_database())


def as_role(role: str, url: str) -> str:
    parts = urlsplit(url)
    password = f":{parts.password}" if parts.password else ""
    return urlunsplit(parts._replace(netloc=f"{role}{password}@{parts.netloc.rpartition('@')[2]}"))


async def _opened(admin_url: str) -> Shop:
    assert JARS.tables is not None
    await migrate(as_role(OWNER, admin_url), (JARS.tables,), application=APPLICATION, auditor=AUDITOR)
    url = as_role(APPLICATION, admin_url)
    pool = await asyncpg.create_pool(url, min_size=0, max_size=8)
    return Shop(pool, url, as_role(OWNER, admin_url), as_role(AUDITOR, admin_url), admin_url)


@pytest.fixture(scope="module")
async def guarded_shop(new_database: NewDatabase) -> AsyncIterator[Shop]:
    """One whose journal nobody has ever emptied: its guards are as the migration made them."""
    opened = await _opened(await new_database())
    yield opened
    await opened.pool.close()


@pytest.fixture(scope="session")
async def only_shop(new_database: NewDatabase) -> AsyncIterator[Shop]:
    opened = await _opened(await new_database())
    yield opened
    await opened.pool.close()


@pytest.fixture
async def shop(only_shop: Shop) -> Shop:
    """Nothing has happened in it."""
    await only_shop.empty()
    return only_shop


@pytest.fixture
async def carrying(shop: Shop, infrastructure: Infrastructure, fresh_prefix: Callable[[], str]) -> Carrying:
    """Topics that nothing has been written to."""
    made = Carrying(shop, infrastructure.kafka_bootstrap, fresh_prefix())
    await made.create_topics()
    return made
