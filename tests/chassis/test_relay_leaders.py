"""One relay leads; it stops when another took its place, and when topics and journal contradict each other."""

import asyncio

from aiokafka import AIOKafkaProducer
from aiokafka.errors import ProducerFenced

from chassis.relay import Contradiction
from tests.chassis.carrying import Carrying, destined


async def test_of_two_relays_one_leads_and_the_other_takes_over_when_it_stops(carrying: Carrying) -> None:
    async with carrying.relay() as one, carrying.relay() as other:
        leading = [asyncio.create_task(relay.until_it_leads()) for relay in (one, other)]
        await asyncio.wait(leading, return_when=asyncio.FIRST_COMPLETED)
        first, second = (one, other) if one.leads else (other, one)
        await carrying.everyone_speaks()
        await first.until_it_carried(await carrying.shop.head())
        assert not second.leads
        await first.stop()
        await asyncio.gather(*leading)
        await carrying.everyone_speaks()
        await second.until_it_carried(await carrying.shop.head())
    assert await carrying.in_topics() == destined(await carrying.shop.rows())


async def test_a_leader_whose_place_another_took_can_write_no_more_and_ends(carrying: Carrying) -> None:
    async with carrying.relay() as frozen:
        await frozen.until_it_leads()
        await carrying.everyone_speaks()
        await frozen.until_it_carried(await carrying.shop.head())
        usurper = AIOKafkaProducer(
            bootstrap_servers=carrying.bootstrap, transactional_id=f"{carrying.prefix}.toy.relay"
        )
        await usurper.start()
        await carrying.everyone_speaks()
        assert isinstance(await frozen.ends(), ProducerFenced)
        await usurper.stop()
    await carrying.carried()
    assert await carrying.in_topics() == destined(await carrying.shop.rows())


async def test_a_leader_whose_session_was_ended_leads_again(carrying: Carrying) -> None:
    async with carrying.relay() as running:
        await running.until_it_leads()
        ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7210043"
        assert await carrying.shop.as_administrator(ended) == 1
        async with asyncio.timeout(20):
            while running.leads:
                await asyncio.sleep(0.01)
        await running.until_it_leads()
        await carrying.everyone_speaks()
        await running.until_it_carried(await carrying.shop.head())
    assert await carrying.in_topics() == destined(await carrying.shop.rows())


async def test_a_topic_that_ends_before_what_was_confirmed_is_a_contradiction(carrying: Carrying) -> None:
    await carrying.everyone_speaks()
    await carrying.carried()
    await carrying.delete_topic("jars")
    await carrying.delete_topic("replies.till")
    await carrying.create_topics()
    running = carrying.start()
    error = await running.ends()
    assert isinstance(error, Contradiction)
    assert "ends at offset 0, but" in str(error)
    assert "was confirmed" in str(error)


async def test_a_topic_that_is_gone_is_a_contradiction(carrying: Carrying) -> None:
    await carrying.everyone_speaks()
    await carrying.carried()
    await carrying.delete_topic("replies.till")
    error = await carrying.start().ends()
    assert isinstance(error, Contradiction)
    assert str(error) == "topic replies.till partition 0 was written to, and is gone"


async def test_topics_beyond_the_journals_head_are_a_contradiction(carrying: Carrying) -> None:
    await carrying.everyone_speaks()
    await carrying.carried()
    held = max(position for found in (await carrying.in_topics()).values() for position in found)
    await carrying.shop.empty()
    error = await carrying.start().ends()
    assert isinstance(error, Contradiction)
    assert str(error) == f"the topics hold position {held}, but the journal ends at 0"
