"""Rows are added, never changed, never removed; they stand in one chain without gaps."""

import asyncio
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime, timedelta, timezone
from typing import Any

import asyncpg
import pytest

from chassis import journal
from chassis.journal import COLUMNS, GENESIS, Row, row_hash
from tests.chassis.coins import Deposit, Withdraw
from tests.chassis.hand_made import NOON
from tests.chassis.shop import Shop

ROW = Row(
    position=7,
    kind="decided",
    source_topic="inbound.till",
    source_partition=2,
    source_offset=40,
    input_number=12,
    index=1,
    count=2,
    at=NOON,
    stream="jar/blue",
    version=3,
    group="shelf/upper",
    reads='{"jar/blue":2}',
    gathered=5,
    rests='{"till":4}',
    rules="rules",
    code="toy/1",
    topic="jars",
    partition=1,
    key="blue",
    type="CoinsAdded",
    data=b'{"coins":1}',
    event_id="4bee5f45-979b-56b9-920a-8d61009241ff",
    correlation="blue",
    causation="sent-40",
    previous=GENESIS,
    hash=b"",
)


def with_value(column: str, value: Any) -> Row:
    return replace(ROW, **{column: value})


def other(value: object) -> object:
    """A value of the same kind, as little different as can be."""
    match value:
        case int():
            return value + 1
        case str():
            return f"{value} "
        case bytes():
            return value + b" "
        case datetime():
            return value + timedelta(microseconds=1)
    raise TypeError(type(value))


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "hash"])
def test_another_value_in_any_column_is_another_hash(column: str) -> None:
    assert row_hash(with_value(column, other(getattr(ROW, column)))) != row_hash(ROW)


@pytest.mark.parametrize("column", ["group", "rules", "topic", "partition"])
def test_nothing_in_a_column_is_another_hash_than_an_empty_value(column: str) -> None:
    empty = 0 if column == "partition" else ""
    assert row_hash(with_value(column, None)) != row_hash(with_value(column, empty))


def test_a_text_does_not_slip_from_one_column_into_the_next() -> None:
    assert row_hash(replace(ROW, key="ab", type="c")) != row_hash(replace(ROW, key="a", type="bc"))
    assert row_hash(replace(ROW, group=None, rules="x")) != row_hash(replace(ROW, group="x", rules=None))


def test_the_hash_of_a_row_is_the_same_for_good() -> None:
    assert row_hash(ROW).hex() == "d42f4afc376ca7ca631f22480f2879406982ef6f8e3491b8fb939aaec9601d98"


def test_an_instant_hashes_the_same_in_every_zone() -> None:
    oslo = NOON.astimezone(timezone(timedelta(hours=1)))
    assert row_hash(replace(ROW, at=oslo)) == row_hash(ROW)


async def test_every_column_is_hashed_but_the_time_of_recording(shop: Shop) -> None:
    columns = await shop.pool.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'journal' ORDER BY ordinal_position"
    )
    assert [column["column_name"] for column in columns] == [*COLUMNS, "recorded_at"]
    assert tuple(field.name for field in fields(Row)) == COLUMNS


async def test_rows_read_back_hash_as_they_were_written_each_on_the_one_before(shop: Shop) -> None:
    await shop.hears(Deposit(jar="blå", coins=3, shelf="upper"), Withdraw(jar="blå", coins=4))
    rows = await shop.rows()
    assert [row.position for row in rows] == [1, 2, 3, 4]
    assert [row.previous for row in rows] == [GENESIS, *(row.hash for row in rows[:-1])]
    assert [row_hash(row) for row in rows] == [row.hash for row in rows]


async def test_four_writers_at_once_leave_no_gap_and_one_chain(shop: Shop) -> None:
    async def write(writer: int) -> None:
        for number in range(25):
            async with shop.pool.acquire() as connection, connection.transaction():
                head = await journal.lock_head(connection)
                rows = [_row(writer, number, index) for index in range(3)]
                journal.seal(rows, head)
                await asyncio.sleep(0)
                await journal.append(connection, rows, notify="toy")

    await asyncio.gather(*(write(writer) for writer in range(4)))

    rows = await shop.rows()
    assert [row.position for row in rows] == list(range(1, 301))
    assert [row.previous for row in rows] == [GENESIS, *(row.hash for row in rows[:-1])]
    assert {row.source_partition for row in rows[:150]} == {0, 1, 2, 3}, "the writers took turns"


def _row(writer: int, number: int, index: int) -> Row:
    place = writer * 1_000 + number * 10 + index
    return replace(
        ROW,
        source_partition=writer,
        input_number=number,
        index=index,
        stream=f"jar/{writer}",
        version=number * 3 + index + 1,
        event_id=f"00000000-0000-0000-0000-{place:012d}",
    )


async def test_rows_of_a_failed_transaction_leave_no_gap(shop: Shop) -> None:
    async def begin_and_fail() -> None:
        async with shop.pool.acquire() as connection, connection.transaction():
            rows = [_row(0, 0, 0)]
            journal.seal(rows, await journal.lock_head(connection))
            await journal.append(connection, rows, notify="toy")
            raise RuntimeError("away")

    with pytest.raises(RuntimeError, match="away"):
        await begin_and_fail()
    await shop.hears(Deposit(jar="blue", coins=1))

    assert [row.position for row in await shop.rows()] == [1, 2]


@pytest.mark.parametrize(
    "same",
    [
        lambda row: replace(row, input_number=99, stream="jar/other", version=1),
        lambda row: replace(row, input_number=99, event_id="00000000-0000-0000-0000-000000009999"),
        lambda row: replace(row, stream="jar/other", version=1, event_id="00000000-0000-0000-0000-000000009999"),
    ],
    ids=["event id", "version of a stream", "place of an input"],
)
async def test_what_was_written_once_is_not_written_again(shop: Shop, same: Callable[[Row], Row]) -> None:
    async def write(row: Row) -> None:
        async with shop.pool.acquire() as connection, connection.transaction():
            journal.seal([row], await journal.lock_head(connection))
            await journal.append(connection, [row], notify="toy")

    await write(_row(0, 0, 0))
    with pytest.raises(asyncpg.UniqueViolationError):
        await write(same(_row(0, 0, 0)))
