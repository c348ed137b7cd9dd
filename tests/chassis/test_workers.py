"""Of two workers one owns a partition; and what one of them did to a jar, the other knows when it decides."""

import asyncio
from dataclasses import replace

import pytest

from chassis.batch import Fenced
from chassis.journal import Connection
from chassis.metrics import Metrics
from chassis.service import Place, Unreadable
from tests.chassis.coins import ClearShelf, CoinsAdded, CoinsTaken, Deposit, Smash, Withdraw, WithdrawalRefused
from tests.chassis.hand_made import batch, in_order, noise, sent
from tests.chassis.shop import TILL, Shop, told
from tests.chassis.toy import JARS, set_aside

COUNTER = ("inbound.counter", 0)


def conflicts(metrics: Metrics) -> float:
    return metrics.registry.get_sample_value("tilsagn_conflicts_total", {"service": JARS.name}) or 0.0


async def test_a_worker_whose_partition_was_taken_is_fenced(shop: Shop) -> None:
    older, newer = shop.road(), shop.road()
    await older.take_over([TILL])
    await newer.take_over([TILL])
    with pytest.raises(Fenced):
        await older.take(batch(in_order(Deposit(jar="blue", coins=3)), epoch=1))
    assert await shop.rows() == []
    assert (await shop.standing())["next_offset"] == 0

    await newer.take(batch(in_order(Deposit(jar="blue", coins=3)), epoch=2))
    assert len(await shop.rows()) == 2


async def test_a_worker_is_fenced_also_while_it_decides(shop: Shop) -> None:
    deciding, go_on = asyncio.Event(), asyncio.Event()

    async def linger(connection: Connection, place: Place, reading: Unreadable) -> None:
        deciding.set()
        await go_on.wait()

    older, newer = shop.road(replace(JARS, set_aside=linger)), shop.road()
    await older.take_over([TILL])
    taking = asyncio.create_task(older.take(batch([sent(0, Deposit(jar="blue", coins=3)), noise(1, b"")])))
    await deciding.wait()
    await newer.take_over([TILL])
    await newer.take(batch(in_order(Deposit(jar="blue", coins=3)), epoch=2))
    go_on.set()
    with pytest.raises(Fenced):
        await taking
    assert [row.type for row in await shop.rows()] == ["Deposit", "CoinsAdded"]
    assert (await shop.standing())["next_offset"] == 1


async def test_a_batch_fetched_before_the_partition_was_taken_anew_is_thrown_away(shop: Shop) -> None:
    road = shop.road()
    await road.take_over([TILL])
    await road.take_over([TILL])
    with pytest.raises(Fenced):
        await road.take(batch(in_order(Deposit(jar="blue", coins=3)), epoch=1))
    assert await shop.rows() == []


async def test_a_partition_that_was_never_taken_is_not_read(shop: Shop) -> None:
    road = shop.road()
    await road.take_over([TILL])
    with pytest.raises(Fenced):
        await road.take(batch(in_order(Deposit(jar="blue", coins=3)), partition=3))
    assert await shop.rows() == []


async def test_what_another_worker_did_to_a_jar_is_known_when_it_is_decided_again(shop: Shop) -> None:
    metrics = Metrics(JARS.name)
    one, other = shop.road(metrics=metrics), shop.road()
    await one.take_over([TILL])
    await other.take_over([COUNTER])
    await one.take(batch([sent(0, Deposit(jar="blue", coins=1))]))
    await other.take(batch([sent(0, Withdraw(jar="blue", coins=1))], topic=COUNTER[0]))
    assert conflicts(metrics) == 0

    await one.take(batch([sent(1, Withdraw(jar="blue", coins=1))]))

    assert told((await shop.rows())[-1:]) == [WithdrawalRefused(jar="blue", short_by=1)]
    assert conflicts(metrics) == 1
    assert (await shop.rows())[-2].reads == '{"jar/blue":4}'


async def test_a_jar_that_was_only_looked_into_counts_too(shop: Shop) -> None:
    metrics = Metrics(JARS.name)
    one, other = shop.road(metrics=metrics), shop.road()
    await one.take_over([TILL])
    await other.take_over([COUNTER])
    await one.take(batch(in_order(Deposit(jar="red", coins=1, shelf="upper"), ClearShelf(shelf="upper", jar="blue"))))
    await other.take(batch([sent(0, Deposit(jar="red", coins=7))], topic=COUNTER[0]))
    await one.take(batch([sent(2, ClearShelf(shelf="upper", jar="blue"))]))
    assert told((await shop.rows())[-2:]) == [CoinsTaken(jar="red", coins=7), CoinsAdded(jar="blue", coins=7)]
    assert conflicts(metrics) == 1


async def test_two_workers_at_one_jar_lose_no_coin(shop: Shop) -> None:
    one, other = shop.road(), shop.road()
    await one.take_over([TILL])
    await other.take_over([COUNTER])
    for offset in range(10):
        record = [sent(offset, Deposit(jar="blue", coins=1))]
        await asyncio.gather(one.take(batch(record)), other.take(batch(record, topic=COUNTER[0])))
    last = shop.road()
    await last.take_over([TILL])
    await last.take(
        batch([sent(10, Withdraw(jar="blue", coins=21)), sent(11, Withdraw(jar="blue", coins=20))], epoch=2)
    )
    assert told(row for row in (await shop.rows())[-4:] if row.kind == "decided") == [
        WithdrawalRefused(jar="blue", short_by=1),
        CoinsTaken(jar="blue", coins=20),
    ]


async def test_what_was_set_aside_is_counted_once_though_its_batch_was_decided_twice(shop: Shop) -> None:
    metrics = Metrics(JARS.name)
    one, other = shop.road(metrics=metrics), shop.road()
    await one.take_over([TILL])
    await other.take_over([COUNTER])
    await one.take(batch([sent(0, Deposit(jar="blue", coins=1))]))
    await other.take(batch([sent(0, Deposit(jar="blue", coins=1))], topic=COUNTER[0]))
    await one.take(batch([noise(1, b"a button"), sent(2, Withdraw(jar="blue", coins=2))]))
    assert conflicts(metrics) == 1
    assert metrics.registry.get_sample_value("tilsagn_parked_total", {"service": JARS.name}) == 1


async def test_a_worker_whose_commit_was_answered_by_silence_goes_on_behind_it(shop: Shop) -> None:
    road = shop.road()
    await road.take_over([TILL])
    before = dict(road.standings)
    records = in_order(*[Deposit(jar="blue", coins=1)] * 3)
    await road.take(batch(records[:2]))
    # The database committed, its answer was lost: the worker still believes what it knew, and tries again.
    road.standings = before
    await road.take(batch(records[:2]))
    await road.take(batch(records[2:]))
    assert [row.source_offset for row in await shop.rows() if row.kind == "heard"] == [0, 1, 2]


async def test_an_old_worker_that_gathers_and_the_new_owner_do_not_block_each_other(shop: Shop) -> None:
    holding, go_on = asyncio.Event(), asyncio.Event()

    async def linger(connection: Connection, place: Place, reading: Unreadable) -> None:
        holding.set()
        await go_on.wait()
        await set_aside(connection, place, reading)

    older, newer = shop.road(replace(JARS, set_aside=linger)), shop.road()
    await older.take_over([TILL])
    gathering = asyncio.create_task(older.take(batch([sent(0, ClearShelf(shelf="upper", jar="blue")), noise(1, b"")])))
    await holding.wait()

    async def succeed() -> None:
        await newer.take_over([TILL])
        await newer.take(batch([sent(newer.standings[TILL].next_offset, Deposit(jar="blue", coins=1))], epoch=2))

    succeeding = asyncio.create_task(succeed())
    await asyncio.sleep(0.2)
    go_on.set()
    outcomes = await asyncio.gather(gathering, succeeding, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Fenced, type(None)]
    assert [row.type for row in await shop.rows()] == ["Deposit", "CoinsAdded"]


async def test_what_was_decided_in_a_batch_that_failed_is_forgotten(shop: Shop) -> None:
    one, other = shop.road(), shop.road()
    await one.take_over([TILL])
    await other.take_over([COUNTER])
    with pytest.raises(RuntimeError, match="smashed"):
        await one.take(batch(in_order(Deposit(jar="blue", coins=3), Smash(jar="blue"))))
    # As many rows as the lost ones: the jar's version is no hint.
    await other.take(batch(in_order(Deposit(jar="blue", coins=1)), topic=COUNTER[0]))
    await one.take(batch(in_order(Withdraw(jar="blue", coins=3))))
    assert told((await shop.rows())[-1:]) == [WithdrawalRefused(jar="blue", short_by=2)]
