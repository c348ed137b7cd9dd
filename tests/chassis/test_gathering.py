"""A decision over a whole group sees every stream that belongs to it when it is decided, and none that does not."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from chassis.journal import Connection, Row
from tests.chassis.coins import ClearShelf, CoinsAdded, CoinsTaken, Deposit
from tests.chassis.hand_made import batch, in_order
from tests.chassis.shop import TILL, Shop
from tests.chassis.toy import JARS

COUNTER = ("inbound.counter", 0)
CLEAR = ClearShelf(shelf="upper", jar="big")


def on(shelf: str, jar: str, coins: int) -> Deposit:
    return Deposit(jar=jar, coins=coins, shelf=shelf)


async def test_the_jars_of_a_shelf_are_found_whoever_put_them_there(shop: Shop) -> None:
    await shop.hears(on("upper", "blue", 1), on("lower", "green", 2))
    await shop.hears(on("upper", "red", 4), partition=1)
    assert await shop.hears(CLEAR) == [
        CoinsTaken(jar="blue", coins=1),
        CoinsTaken(jar="red", coins=4),
        CoinsAdded(jar="big", coins=5),
    ]


async def test_a_jar_put_on_the_shelf_in_the_same_batch_is_found(shop: Shop) -> None:
    await shop.hears(on("upper", "blue", 1))
    said = await shop.hears(on("upper", "red", 4), CLEAR)
    assert said[1:] == [
        CoinsTaken(jar="blue", coins=1),
        CoinsTaken(jar="red", coins=4),
        CoinsAdded(jar="big", coins=5),
    ]


async def test_a_jar_taken_off_the_shelf_in_the_same_batch_is_not_found(shop: Shop) -> None:
    await shop.hears(on("upper", "blue", 1), on("upper", "red", 4))
    said = await shop.hears(on("lower", "red", 1), CLEAR)
    assert said[1:] == [CoinsTaken(jar="blue", coins=1), CoinsAdded(jar="big", coins=1)]


async def test_a_jar_stays_on_its_shelf_when_nothing_is_said_of_shelves(shop: Shop) -> None:
    await shop.hears(on("upper", "blue", 1))
    await shop.hears(Deposit(jar="blue", coins=1))
    assert (await shop.hears(CLEAR))[0] == CoinsTaken(jar="blue", coins=2)


async def test_the_row_says_on_which_position_it_rested_and_which_jars_it_saw(shop: Shop) -> None:
    await shop.hears(on("upper", "blue", 1))
    await shop.hears(Deposit(jar="green", coins=1), CLEAR)
    (cleared,) = [row for row in await shop.rows() if row.type == "ClearShelf"]
    assert cleared.gathered == cleared.position - 1 == 4
    assert cleared.reads == '{"jar/big":0,"jar/blue":2}'


async def test_a_jar_that_another_worker_is_just_putting_there_is_waited_for(shop: Shop) -> None:
    writing, may_commit = asyncio.Event(), asyncio.Event()

    async def linger(connection: Connection, rows: Sequence[Row]) -> None:
        writing.set()
        await may_commit.wait()

    one, other = shop.road(replace(JARS, beside=linger)), shop.road()
    await one.take_over([TILL])
    await other.take_over([COUNTER])
    putting = asyncio.create_task(one.take(batch(in_order(on("upper", "blue", 3)))))
    await writing.wait()
    clearing = asyncio.create_task(other.take(batch(in_order(CLEAR), topic=COUNTER[0])))
    await asyncio.sleep(0.1)
    may_commit.set()
    await asyncio.gather(putting, clearing)
    assert [row.type for row in await shop.rows()] == [
        "Deposit",
        "CoinsAdded",
        "ClearShelf",
        "CoinsTaken",
        "CoinsAdded",
    ]
