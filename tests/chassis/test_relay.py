"""What the journal says stands in the topics: in order, once, also when the carrier was killed at the worst moment."""

from dataclasses import replace

import pytest
from aiokafka import AIOKafkaProducer

from chassis.clock import monotonic_seconds, to_millis
from chassis.relay import FALLBACK_POLL_SECONDS
from tests.chassis.carrying import Carrying, destined, positions
from tests.chassis.coins import AskBalance, Deposit, RingBell
from tests.chassis.toy import RULES


async def test_every_partition_holds_what_was_meant_for_it_in_the_journals_order(carrying: Carrying) -> None:
    await carrying.everyone_speaks(times=2)
    await carrying.carried()
    assert await carrying.in_topics() == destined(await carrying.shop.rows())


async def test_each_record_names_the_one_before_it_in_its_partition_across_restarts(carrying: Carrying) -> None:
    for _ in range(2):
        await carrying.everyone_speaks()
        await carrying.carried()
    for records in (await carrying.records()).values():
        previous = [int(dict(record.headers).get("ce_prevpos", b"0")) for record in records]
        assert previous == [0, *positions(records)[:-1]]


async def test_the_bell_is_heard_in_all_partitions_and_an_answer_in_one(carrying: Carrying) -> None:
    await carrying.shop.hears(RingBell(), AskBalance(jar="blue"), partition=2)
    await carrying.carried()
    topics = await carrying.records()
    found = {place: [dict(record.headers)["ce_type"] for record in records] for place, records in topics.items()}
    assert found == {
        **{("jars", partition): [b"BellRung"] for partition in range(4)},
        ("replies.till", 0): [b"BalanceTold"],
    }


async def test_a_record_is_its_row_as_a_cloud_event(carrying: Carrying) -> None:
    await carrying.shop.hears(Deposit(jar="blå", coins=3), partition=1)
    await carrying.carried()
    row = (await carrying.shop.rows())[1]
    (record,) = (await carrying.records())["jars", 1]
    assert (record.key, record.value, record.timestamp) == ("blå".encode(), row.data, to_millis(row.at))
    assert dict(record.headers) == {
        "content-type": b"application/json",
        "ce_specversion": b"1.0",
        "ce_id": row.event_id.encode(),
        "ce_type": b"CoinsAdded",
        "ce_source": b"/tilsagn/toy",
        "ce_time": b"2019-03-01T12:00:00Z",
        "ce_subject": "blå".encode(),
        "ce_dataschema": b"urn:tilsagn:schema:CoinsAdded.v1",
        "ce_correlationid": "blå".encode(),
        "ce_causationid": b"sent-0",
        "ce_journalpos": b"2",
        "ce_prevpos": b"0",
        "ce_rulesversion": RULES.encode(),
    }


async def test_a_restart_loses_nothing_and_doubles_nothing(carrying: Carrying) -> None:
    for _ in range(3):
        await carrying.everyone_speaks()
        await carrying.carried()
    await carrying.carried()
    assert await carrying.in_topics() == destined(await carrying.shop.rows())


@pytest.mark.parametrize(
    "confirmation",
    [
        "DELETE FROM relayed",
        "DELETE FROM relayed WHERE partition = 0",
        "UPDATE relayed SET position = earlier.position, next_offset = earlier.next_offset FROM earlier"
        " WHERE (relayed.topic, relayed.partition) = (earlier.topic, earlier.partition)",
    ],
    ids=["the first of all", "some", "the last"],
)
async def test_a_relay_killed_between_kafkas_commit_and_its_confirmation_doubles_nothing(
    carrying: Carrying, confirmation: str
) -> None:
    await carrying.everyone_speaks()
    await carrying.carried()
    await carrying.shop.as_administrator("DROP TABLE IF EXISTS earlier")
    await carrying.shop.as_administrator("CREATE TABLE earlier AS SELECT * FROM relayed")
    await carrying.everyone_speaks()
    await carrying.carried()

    await carrying.shop.as_administrator(confirmation)
    await carrying.everyone_speaks()
    await carrying.carried()

    assert await carrying.in_topics() == destined(await carrying.shop.rows())


async def test_a_transaction_that_a_killed_relay_left_open_is_neither_read_nor_waited_for(carrying: Carrying) -> None:
    await carrying.everyone_speaks()
    await carrying.carried()
    killed = AIOKafkaProducer(
        bootstrap_servers=carrying.bootstrap, transactional_id=f"{carrying.prefix}.toy.relay", linger_ms=0
    )
    await killed.start()
    await killed.begin_transaction()
    await killed.send_and_wait(f"{carrying.prefix}.jars", b"half", partition=1, headers=[("ce_journalpos", b"99999")])
    await killed.stop()

    await carrying.everyone_speaks()
    await carrying.carried()

    assert await carrying.in_topics() == destined(await carrying.shop.rows())


async def test_rows_written_while_it_leads_are_carried_without_waiting_for_a_poll(carrying: Carrying) -> None:
    async with carrying.relay() as running:
        await running.until_it_leads()
        took_seconds = []
        for _ in range(5):
            await carrying.shop.hears(Deposit(jar="blue", coins=1))
            started = monotonic_seconds()
            await running.until_it_carried((await carrying.shop.rows())[-1].position)
            took_seconds.append(monotonic_seconds() - started)
        # By polling even the quickest would take nearly as long as a poll.
        assert min(took_seconds) < FALLBACK_POLL_SECONDS / 2
    assert await carrying.in_topics() == destined(await carrying.shop.rows())


async def test_more_rows_than_one_transaction_takes_are_carried_in_order(carrying: Carrying) -> None:
    for partition in range(4):
        await carrying.shop.hears(*[Deposit(jar="blue", coins=1)] * 140, partition=partition)
    await carrying.carried()
    assert await carrying.in_topics() == destined(await carrying.shop.rows())


async def test_another_installations_topics_are_not_looked_at(carrying: Carrying) -> None:
    neighbour = replace(carrying, prefix=f"{carrying.prefix}x")
    await neighbour.create_topics()
    await neighbour.everyone_speaks()
    await neighbour.carried()
    await carrying.shop.as_administrator("DELETE FROM relayed")
    await carrying.carried()
    assert await carrying.in_topics() == destined(await carrying.shop.rows())
