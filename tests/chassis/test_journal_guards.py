"""Nobody changes a row: neither the application nor the owner, and the auditor only reads."""

import asyncpg
import pytest

from tests.chassis.coins import Deposit
from tests.chassis.shop import Shop, connected

CHANGES = ("UPDATE journal SET data = 'x'", "DELETE FROM journal", "TRUNCATE journal")


@pytest.fixture(scope="module")
async def deposit_made(guarded_shop: Shop) -> Shop:
    await guarded_shop.hears(Deposit(jar="blue", coins=1))
    return guarded_shop


@pytest.mark.parametrize("statement", CHANGES)
async def test_the_application_may_change_no_row(deposit_made: Shop, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await deposit_made.pool.execute(statement)


@pytest.mark.parametrize("statement", CHANGES)
async def test_the_owner_may_change_no_row(deposit_made: Shop, statement: str) -> None:
    async with connected(deposit_made.owner_url) as owner:
        with pytest.raises(asyncpg.RaiseError, match="append-only"):
            await owner.execute(statement)


@pytest.mark.parametrize("statement", CHANGES)
async def test_nor_may_an_administrator_who_plays_a_replica(deposit_made: Shop, statement: str) -> None:
    async with connected(deposit_made.admin_url) as administrator:
        await administrator.execute("SET session_replication_role = replica")
        with pytest.raises(asyncpg.RaiseError, match="append-only"):
            await administrator.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE journal DISABLE TRIGGER journal_rows_stay",
        "DROP TRIGGER journal_stays ON journal",
        "DROP TABLE journal",
        "CREATE OR REPLACE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
        "SET session_replication_role = replica",
        "SET ROLE toy_owner",
    ],
)
async def test_the_application_can_not_take_the_guards_away(deposit_made: Shop, statement: str) -> None:
    with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.InvalidFunctionDefinitionError)):
        await deposit_made.pool.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        *CHANGES,
        "INSERT INTO journal SELECT * FROM journal",
        "UPDATE head SET position = 0",
        "DELETE FROM stream",
        "UPDATE input_offset SET next_offset = 0",
        "INSERT INTO relayed VALUES ('jars', 0, 1, 1)",
        "SELECT * FROM head FOR UPDATE",
    ],
)
async def test_the_auditor_may_only_read(deposit_made: Shop, statement: str) -> None:
    async with connected(deposit_made.auditor_url) as auditor:
        for table in ("journal", "head", "stream", "input_offset", "relayed"):
            await auditor.fetch(f"SELECT * FROM {table}")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await auditor.execute(statement)
