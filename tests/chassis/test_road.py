"""One batch, one transaction: its effect and its offset are there together or not at all, and once."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from chassis.canonical import digest
from chassis.journal import Connection, Row
from tests.chassis.coins import AskBalance, CoinsTaken, Deposit, NoCoin, Smash, Withdraw
from tests.chassis.hand_made import NOON, batch, in_order, mark, noise, sent
from tests.chassis.shop import TILL, Shop, told
from tests.chassis.toy import JARS

COUNTER = ("inbound.counter", 0)


async def test_a_batch_becomes_rows_and_a_moved_offset(shop: Shop) -> None:
    road = shop.road()
    assert await road.take_over([TILL]) == {TILL: 0}
    await road.take(batch(in_order(Deposit(jar="blue", coins=3), Withdraw(jar="blue", coins=1))))
    rows = await shop.rows()
    assert [(row.kind, row.type, row.source_offset, row.input_number) for row in rows] == [
        ("heard", "Deposit", 0, 1),
        ("decided", "CoinsAdded", 0, 1),
        ("heard", "Withdraw", 1, 2),
        ("decided", "CoinsTaken", 1, 2),
    ]
    standing = await shop.standing()
    assert (standing["next_offset"], standing["inputs"], standing["clock"]) == (2, 2, NOON)


async def test_nobody_sees_the_offset_without_the_effect_or_the_effect_without_the_offset(shop: Shop) -> None:
    written, may_commit = asyncio.Event(), asyncio.Event()

    async def linger(connection: Connection, rows: Sequence[Row]) -> None:
        written.set()
        await may_commit.wait()

    road = shop.road(replace(JARS, beside=linger))
    await road.take_over([TILL])
    taking = asyncio.create_task(road.take(batch(in_order(Deposit(jar="blue", coins=3)))))
    await written.wait()
    assert (await shop.standing())["next_offset"] == 0
    assert await shop.rows() == []
    may_commit.set()
    await taking
    assert (await shop.standing())["next_offset"] == 1
    assert len(await shop.rows()) == 2


async def test_a_batch_that_fails_in_its_last_message_moves_nothing(shop: Shop) -> None:
    road = shop.road()
    await road.take_over([TILL])
    good = [sent(0, Deposit(jar="blue", coins=3)), noise(1, b"a button")]
    with pytest.raises(RuntimeError, match="smashed"):
        await road.take(batch([*good, sent(2, Smash(jar="blue"))]))
    assert await shop.rows() == []
    assert await shop.pool.fetchval("SELECT count(*) FROM aside") == 0
    assert (await shop.standing())["next_offset"] == 0

    await road.take(batch(good))
    assert [row.type for row in await shop.rows()] == ["Deposit", "CoinsAdded", "NoCoin"]


async def test_a_table_beside_that_refuses_takes_the_journal_with_it(shop: Shop) -> None:
    async def refuse(connection: Connection, rows: Sequence[Row]) -> None:
        await connection.execute("INSERT INTO aside VALUES ('till', 0, 0, '')")
        raise RuntimeError("no room")

    road = shop.road(replace(JARS, beside=refuse))
    await road.take_over([TILL])
    with pytest.raises(RuntimeError, match="no room"):
        await road.take(batch(in_order(Deposit(jar="blue", coins=3))))
    assert await shop.rows() == []
    assert await shop.pool.fetchval("SELECT count(*) FROM aside") == 0
    assert (await shop.standing())["next_offset"] == 0


async def test_the_same_records_again_have_no_effect(shop: Shop) -> None:
    road = shop.road()
    await road.take_over([TILL])
    records = in_order(Deposit(jar="blue", coins=3), Withdraw(jar="blue", coins=1))
    await road.take(batch(records))
    before = await shop.rows()
    await road.take(batch(records))
    assert await shop.rows() == before
    assert (await shop.standing())["next_offset"] == 2


async def test_of_a_batch_that_was_read_in_part_only_the_rest_has_an_effect(shop: Shop) -> None:
    records = in_order(*[Deposit(jar="blue", coins=1)] * 4)
    first = shop.road()
    await first.take_over([TILL])
    await first.take(batch(records[:2]))
    second = shop.road()
    assert await second.take_over([TILL]) == {TILL: 2}
    await second.take(batch(records, epoch=2))
    assert [row.source_offset for row in await shop.rows() if row.kind == "heard"] == [0, 1, 2, 3]
    assert [row.input_number for row in await shop.rows() if row.kind == "heard"] == [1, 2, 3, 4]


async def test_offsets_may_jump_as_a_senders_transactions_make_them(shop: Shop) -> None:
    road = shop.road()
    await road.take_over([TILL])
    await road.take(batch([sent(4, Deposit(jar="blue", coins=1)), sent(9, Deposit(jar="blue", coins=1))]))
    assert (await shop.standing())["next_offset"] == 10
    assert [row.input_number for row in await shop.rows() if row.kind == "heard"] == [1, 2]


async def test_a_batch_of_nothing_but_marks_moves_the_offset(shop: Shop) -> None:
    road = shop.road()
    await road.take_over([TILL])
    await road.take(batch([mark(0, NOON), mark(1, NOON)]))
    standing = await shop.standing()
    assert (standing["next_offset"], standing["inputs"], standing["clock"]) == (2, 0, NOON)
    assert await shop.rows() == []


async def test_a_message_that_concerns_another_partition_leaves_no_row_and_no_number(shop: Shop) -> None:
    road = shop.road()
    await road.take_over([TILL])
    messages = (Deposit(jar="blue", coins=1), Deposit(jar="elsewhere", coins=1), Deposit(jar="red", coins=1))
    await road.take(batch(in_order(*messages)))
    heard = [row for row in await shop.rows() if row.kind == "heard"]
    assert [(row.source_offset, row.input_number) for row in heard] == [(0, 1), (2, 2)]


async def test_a_worker_that_forgets_all_jars_after_each_batch_decides_the_same(shop: Shop) -> None:
    road = shop.road(streams_max=0)
    await road.take_over([TILL])
    for offset in range(3):
        await road.take(batch([sent(offset, Deposit(jar="blue", coins=1))]))
    await road.take(batch([sent(3, Withdraw(jar="blue", coins=3))]))
    assert told((await shop.rows())[-1:]) == [CoinsTaken(jar="blue", coins=3)]


async def test_what_can_not_be_read_is_set_aside_once_with_its_bytes(shop: Shop) -> None:
    road = shop.road()
    await road.take_over([TILL])
    records = [noise(0, b"\x00a button\xff"), sent(1, Deposit(jar="blue", coins=1)), noise(2, b"lint")]
    await road.take(batch(records))
    await road.take(batch(records))
    aside = await shop.pool.fetch('SELECT * FROM aside ORDER BY "offset"')
    assert [tuple(row) for row in aside] == [(*TILL, 0, b"\x00a button\xff"), (*TILL, 2, b"lint")]
    rows = await shop.rows()
    assert [(row.kind, row.type, row.input_number) for row in rows] == [
        ("observed", "NoCoin", 1),
        ("heard", "Deposit", 2),
        ("decided", "CoinsAdded", 2),
        ("observed", "NoCoin", 3),
    ]
    assert told(rows[:1]) == [NoCoin(offset=0, sha256=digest(b"\x00a button\xff"))]
    assert rows[0].topic == "jars"


async def test_an_answer_goes_to_its_asker_alone(shop: Shop) -> None:
    await shop.hears(AskBalance(jar="blue"))
    last = (await shop.rows())[-1]
    assert (last.topic, last.partition) == ("replies.till", 0)
