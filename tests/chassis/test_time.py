"""Time is said to have passed only when every counted source is strictly past it, in whole steps, and once."""

from datetime import datetime, timedelta

from schemas.base import Message
from schemas.time import SourceAdded, TimePassed
from tests.chassis.coins import DayEnded, Deposit
from tests.chassis.hand_made import MINUTE, NOON, batch, mark, sent
from tests.chassis.shop import Shop, told
from tests.chassis.toy import TIMELY

A, B = ("inbound.till", 0), ("inbound.counter", 0)
SECOND = timedelta(seconds=1)


class Clocks:
    """Two sources whose marks of time arrive as told."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.road = shop.road(TIMELY)

    async def counting(self, *sources: tuple[str, int]) -> "Clocks":
        await self.road.add_sources(sources)
        await self.road.take_over(sources)
        return self

    async def reach(self, source: tuple[str, int], at: datetime) -> list[datetime]:
        """What time is said to have passed when this source is marked; nothing else may be said."""
        before = len(await self.shop.rows())
        standing = self.road.standings[source]
        marks = [mark(standing.next_offset, at)]
        await self.road.take(batch(marks, topic=source[0], partition=source[1], epoch=standing.epoch))
        rows = (await self.shop.rows())[before:]
        assert [row.kind for row in rows] == ["observed", "decided"] * (len(rows) // 2)
        return passed(told(rows))


def passed(messages: list[Message]) -> list[datetime]:
    return [message.until for message in messages if isinstance(message, TimePassed)]


async def test_nothing_is_said_before_every_counted_source_has_spoken(shop: Shop) -> None:
    clocks = await Clocks(shop).counting(A, B)
    assert await clocks.reach(A, NOON + 9 * MINUTE) == []
    assert await clocks.reach(A, NOON + 99 * MINUTE) == []
    assert await clocks.reach(B, NOON + SECOND) == [NOON]


async def test_a_partition_of_a_source_counts_by_itself(shop: Shop) -> None:
    clocks = await Clocks(shop).counting(A, ("inbound.till", 1))
    assert await clocks.reach(A, NOON + 9 * MINUTE) == []
    assert await clocks.reach(("inbound.till", 1), NOON + SECOND) == [NOON]


async def test_time_has_passed_when_all_clocks_are_strictly_past_it(shop: Shop) -> None:
    clocks = await Clocks(shop).counting(A, B)
    await clocks.reach(A, NOON + 9 * MINUTE)
    assert await clocks.reach(B, NOON) == [NOON - MINUTE]
    assert await clocks.reach(B, NOON + timedelta(milliseconds=1)) == [NOON]


async def test_it_is_said_in_whole_steps_and_each_once(shop: Shop) -> None:
    clocks = await Clocks(shop).counting(A)
    assert await clocks.reach(A, NOON + 61 * SECOND) == [NOON + MINUTE]
    assert await clocks.reach(A, NOON + 119 * SECOND) == []
    assert await clocks.reach(A, NOON + 121 * SECOND) == [NOON + 2 * MINUTE]
    assert await clocks.reach(A, NOON + 60 * MINUTE + SECOND) == [NOON + 60 * MINUTE]
    assert [row.input_number for row in await shop.rows() if row.type == "TimePassed"] == [1, 2, 3]


async def test_a_clock_does_not_go_back(shop: Shop) -> None:
    clocks = await Clocks(shop).counting(A)
    await clocks.reach(A, NOON + 5 * MINUTE + SECOND)
    assert await clocks.reach(A, NOON) == []
    assert (await shop.standing())["clock"] == NOON + 5 * MINUTE + SECOND


async def test_a_message_with_an_old_stamp_happens_at_its_partitions_time(shop: Shop) -> None:
    clocks = await Clocks(shop).counting(A)
    await clocks.reach(A, NOON + 5 * MINUTE)
    await clocks.road.take(batch([sent(1, Deposit(jar="blue", coins=1), at=NOON)]))
    assert (await shop.rows())[-1].at == NOON + 5 * MINUTE


async def test_what_came_earlier_is_decided_before_time_is_said(shop: Shop) -> None:
    clocks = await Clocks(shop).counting(A)
    records = [sent(0, Deposit(jar="blue", coins=1), at=NOON), mark(1, NOON + 2 * MINUTE)]
    await clocks.road.take(batch(records))
    types = [row.type for row in await shop.rows()]
    assert types == ["SourceAdded", "Deposit", "CoinsAdded", "TimePassed", "DayEnded"]


async def test_passed_time_is_told_to_every_partition_and_what_follows_from_it_is_decided(shop: Shop) -> None:
    clocks = await Clocks(shop).counting(A)
    await clocks.reach(A, NOON + SECOND)
    time, day = (await shop.rows())[1:]
    assert (time.kind, time.topic, time.partition, time.at) == ("observed", "jars", None, NOON)
    assert told([day]) == [DayEnded(until=NOON)]
    assert (day.kind, day.at, day.source_topic) == ("decided", NOON, "clock")


async def test_a_source_added_later_starts_at_the_last_time_that_was_said(shop: Shop) -> None:
    clocks = await Clocks(shop).counting(A)
    await clocks.reach(A, NOON + 5 * MINUTE + SECOND)
    await clocks.counting(A, B)
    assert (await shop.standing(*B))["clock"] == NOON + 5 * MINUTE
    assert await clocks.reach(A, NOON + 9 * MINUTE) == []
    await clocks.road.take(batch([sent(0, Deposit(jar="blue", coins=1), at=NOON)], topic=B[0]))
    assert (await shop.rows())[-1].at == NOON + 5 * MINUTE
    assert await clocks.reach(B, NOON + 6 * MINUTE + SECOND) == [NOON + 6 * MINUTE]


async def test_a_source_that_was_read_before_it_counted_starts_there_too(shop: Shop) -> None:
    clocks = await Clocks(shop).counting(A)
    await clocks.road.take_over([A, B])
    await clocks.reach(B, NOON)
    await clocks.reach(A, NOON + 5 * MINUTE + SECOND)
    await clocks.counting(A, B)
    assert (await shop.standing(*B))["clock"] == NOON + 5 * MINUTE


async def test_each_source_is_added_once_and_stays_in_the_journal(shop: Shop) -> None:
    clocks = await Clocks(shop).counting(A, B)
    await clocks.counting(B, A)
    rows = await shop.rows()
    assert told(rows) == [SourceAdded(topic=B[0], partition=0), SourceAdded(topic=A[0], partition=0)]
    assert {(row.kind, row.topic, row.stream) for row in rows} == {("observed", None, "world")}
    assert [row.version for row in rows] == [1, 2]


async def test_a_source_that_does_not_count_holds_nothing_up(shop: Shop) -> None:
    clocks = await Clocks(shop).counting(A)
    await clocks.road.take_over([A, B])
    assert await clocks.reach(A, NOON + SECOND) == [NOON]


async def test_two_workers_with_a_source_each_say_every_time_once(shop: Shop) -> None:
    one = await Clocks(shop).counting(A, B)
    other = Clocks(shop)
    await other.road.take_over([B])
    await one.road.take_over([A])
    assert await one.reach(A, NOON + 5 * MINUTE + SECOND) == []
    assert await other.reach(B, NOON + 5 * MINUTE + SECOND) == [NOON + 5 * MINUTE]
    assert await one.reach(A, NOON + 6 * MINUTE + SECOND) == []
    assert await other.reach(B, NOON + 7 * MINUTE + SECOND) == [NOON + 6 * MINUTE]
    assert await one.reach(A, NOON + 8 * MINUTE + SECOND) == [NOON + 7 * MINUTE]


async def test_a_service_that_does_not_keep_time_says_nothing_of_it(shop: Shop) -> None:
    road = shop.road()
    await road.take_over([A])
    await road.take(batch([mark(0, NOON + SECOND)]))
    assert await shop.rows() == []
