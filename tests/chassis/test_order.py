"""Facts of other services: none skipped, none twice, and none before those on which it rests."""

from dataclasses import replace

import pytest

from chassis.batch import Gap
from tests.chassis.coins import CoinsAdded, Deposit
from tests.chassis.hand_made import batch, fact, noise
from tests.chassis.shop import Shop
from tests.chassis.toy import INSIDE, read

VAULT, DOOR = ("vault", 1), ("till", 1)
ONE = Deposit(jar="blue", coins=1)


async def test_a_missing_fact_stops_everything(shop: Shop) -> None:
    road = shop.road(INSIDE)
    await road.take_over([VAULT])
    await road.take(batch([fact(0, ONE, 3, 0)], topic="vault", partition=1))
    with pytest.raises(Gap, match="follows 5, but 3 was the last"):
        await road.take(batch([fact(1, ONE, 8, 5)], topic="vault", partition=1))
    assert len(await shop.rows()) == 2
    assert (await shop.standing(*VAULT))["next_offset"] == 1


async def test_a_fact_whose_first_ones_were_never_heard_stops_too(shop: Shop) -> None:
    road = shop.road(INSIDE)
    await road.take_over([VAULT])
    with pytest.raises(Gap):
        await road.take(batch([fact(0, ONE, 5, 3)], topic="vault", partition=1))


async def test_a_gap_inside_a_batch_leaves_nothing_of_the_batch(shop: Shop) -> None:
    road = shop.road(INSIDE)
    await road.take_over([VAULT])
    with pytest.raises(Gap):
        await road.take(batch([fact(0, ONE, 3, 0), fact(1, ONE, 8, 5)], topic="vault", partition=1))
    assert await shop.rows() == []


async def test_a_doubled_fact_has_one_effect(shop: Shop) -> None:
    road = shop.road(INSIDE)
    await road.take_over([VAULT])
    await road.take(batch([fact(0, ONE, 3, 0), fact(1, ONE, 3, 0), fact(2, ONE, 5, 3)], topic="vault", partition=1))
    await road.take(batch([fact(3, ONE, 3, 0), fact(4, ONE, 5, 3), fact(5, ONE, 9, 5)], topic="vault", partition=1))
    heard = [row for row in await shop.rows() if row.kind == "heard"]
    assert [(row.causation, row.input_number) for row in heard] == [("fact-3", 1), ("fact-5", 2), ("fact-9", 3)]
    standing = await shop.standing(*VAULT)
    assert (standing["fence"], standing["next_offset"]) == (9, 6)


async def test_a_fact_for_others_counts_in_the_sequence_and_leaves_no_row(shop: Shop) -> None:
    road = shop.road(INSIDE)
    await road.take_over([VAULT])
    others = CoinsAdded(jar="blue", coins=1)
    records = [fact(0, others, 3, 0), fact(1, ONE, 4, 3), fact(2, others, 6, 4)]
    await road.take(batch(records, topic="vault", partition=1))
    assert [row.causation for row in await shop.rows() if row.kind == "heard"] == ["fact-4"]
    assert (await shop.standing(*VAULT))["fence"] == 6
    with pytest.raises(Gap):
        await road.take(batch([fact(3, ONE, 7, 4)], topic="vault", partition=1))


async def test_what_can_not_be_read_inside_stops_the_process(shop: Shop) -> None:
    road = shop.road(replace(INSIDE, read=read))
    await road.take_over([VAULT])
    with pytest.raises(Gap, match="can't be read"):
        await road.take(batch([noise(0, b"?")], topic="vault", partition=1))
    assert (await shop.standing(*VAULT))["next_offset"] == 0


async def test_a_fact_is_ready_when_all_it_rests_on_was_heard(shop: Shop) -> None:
    road = shop.road(INSIDE)
    await road.take_over([VAULT, DOOR])
    resting = batch([fact(0, ONE, 1, 0, {"vault": 4})], topic="till", partition=1)
    assert await road.ready(resting) == 0
    await road.take(batch([fact(0, ONE, 3, 0)], topic="vault", partition=1))
    assert await road.ready(resting) == 0
    await road.take(batch([fact(1, ONE, 4, 3)], topic="vault", partition=1))
    assert await road.ready(resting) == 1


async def test_exactly_the_first_facts_that_rest_on_what_was_heard_are_ready(shop: Shop) -> None:
    road = shop.road(INSIDE)
    await road.take_over([VAULT, DOOR])
    await road.take(batch([fact(0, ONE, 3, 0)], topic="vault", partition=1))
    records = [
        fact(0, ONE, 1, 0),
        fact(1, ONE, 2, 1, {"vault": 2}),
        fact(2, ONE, 3, 2, {"vault": 3}),
        fact(3, ONE, 4, 3, {"vault": 4}),
        fact(4, ONE, 5, 4, {"vault": 3}),
        fact(5, ONE, 6, 5),
    ]
    assert await road.ready(batch(records, topic="till", partition=1)) == 3
    assert await road.ready(batch(records[:3], topic="till", partition=1)) == 3
    assert await road.ready(batch(records[3:], topic="till", partition=1)) == 0
    assert await road.ready(batch(records[4:], topic="till", partition=1)) == 2


async def test_what_another_worker_of_the_service_has_heard_counts(shop: Shop) -> None:
    one, other = shop.road(INSIDE), shop.road(INSIDE)
    await one.take_over([DOOR])
    await other.take_over([VAULT])
    resting = batch([fact(0, ONE, 1, 0, {"vault": 3})], topic="till", partition=1)
    assert await one.ready(resting) == 0
    await other.take(batch([fact(0, ONE, 3, 0)], topic="vault", partition=1))
    assert await one.ready(resting) == 1


async def test_what_was_heard_in_another_partition_does_not_count(shop: Shop) -> None:
    road = shop.road(INSIDE)
    await road.take_over([("vault", 2), DOOR])
    await road.take(batch([fact(0, ONE, 3, 0)], topic="vault", partition=2))
    assert await road.ready(batch([fact(0, ONE, 1, 0, {"vault": 3})], topic="till", partition=1)) == 0


async def test_nobody_waits_for_a_topic_that_it_does_not_read(shop: Shop) -> None:
    road = shop.road(INSIDE)
    await road.take_over([DOOR])
    assert await road.ready(batch([fact(0, ONE, 1, 0, {"attic": 9})], topic="till", partition=1)) == 1


async def test_a_row_says_what_had_been_heard_of_each_topic_in_its_partition(shop: Shop) -> None:
    road = shop.road(INSIDE)
    await road.take_over([VAULT, DOOR, ("vault", 2)])
    await road.take(batch([fact(0, ONE, 8, 0)], topic="vault", partition=2))
    await road.take(batch([fact(0, ONE, 3, 0)], topic="vault", partition=1))
    await road.take(batch([fact(0, ONE, 4, 0), fact(1, ONE, 6, 4)], topic="till", partition=1))
    rests = [row.rests for row in await shop.rows()]
    assert rests[2:] == [
        '{"vault":3}',
        '{"vault":3}',
        '{"till":4,"vault":3}',
        '{"till":4,"vault":3}',
        '{"till":6,"vault":3}',
        '{"till":6,"vault":3}',
    ]
