"""A relay at work on real topics, and what those topics hold."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from chassis.journal import Row
from chassis.metrics import Metrics
from chassis.relay import Relay
from tests.chassis.coins import AskBalance, Deposit, RingBell, Withdraw
from tests.chassis.shop import Shop
from tests.chassis.toy import JARS, PARTITIONS

TOPICS = {"jars": PARTITIONS, "replies.till": 1}
OF_EVERY_KIND = (Deposit(jar="blue", coins=3), RingBell(), AskBalance(jar="blue"), Withdraw(jar="blue", coins=9))
PATIENCE_SECONDS = 30


@dataclass
class Running:
    """A relay in a task of its own."""

    task: "asyncio.Task[None]"
    metrics: Metrics

    @property
    def leads(self) -> bool:
        return self.metrics.registry.get_sample_value("tilsagn_relay_leads", {"service": JARS.name}) == 1

    @property
    def position(self) -> float:
        return self.metrics.registry.get_sample_value("tilsagn_relay_position", {"service": JARS.name}) or 0

    async def until_it_leads(self) -> None:
        await self._until(lambda: self.leads)

    async def until_it_carried(self, position: int) -> None:
        await self._until(lambda: self.position >= position)

    async def _until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not reached():
                if self.task.done():
                    self.task.result()
                await asyncio.sleep(0.005)

    async def ends(self) -> BaseException | None:
        """What ended it by itself."""
        done, _ = await asyncio.wait([self.task], timeout=PATIENCE_SECONDS)
        assert done, "the relay goes on"
        return self.task.exception()

    async def stop(self) -> None:
        """A relay that has ended by itself is left to its test."""
        if self.task.done():
            return
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task


@dataclass
class Carrying:
    """A shop's journal and the topics of one installation."""

    shop: Shop
    bootstrap: str
    prefix: str

    def start(self) -> Running:
        metrics = Metrics(JARS.name)
        relay = Relay(
            JARS.name, self.shop.pool, self.shop.url, self.bootstrap, self.prefix, JARS.outputs, PARTITIONS, metrics
        )
        return Running(asyncio.create_task(relay.run()), metrics)

    @asynccontextmanager
    async def relay(self) -> AsyncIterator[Running]:
        running = self.start()
        try:
            yield running
        finally:
            await running.stop()

    async def carried(self) -> None:
        """A relay starts, carries all that the journal holds, and stops."""
        async with self.relay() as running:
            await running.until_it_leads()
            last = await self.shop.pool.fetchval("SELECT coalesce(max(position), 0) FROM journal WHERE topic <> ''")
            async with asyncio.timeout(PATIENCE_SECONDS):
                while await self.shop.pool.fetchval("SELECT coalesce(max(position), 0) FROM relayed") < last:
                    if running.task.done():
                        running.task.result()
                    await asyncio.sleep(0.005)

    async def everyone_speaks(self, times: int = 1) -> None:
        """Something of every kind, from every partition."""
        for _ in range(times):
            for partition in (2, 0, 3, 1):
                await self.shop.hears(*OF_EVERY_KIND, partition=partition)

    async def in_topics(self) -> dict[tuple[str, int], list[int]]:
        return {place: positions(records) for place, records in (await self.records()).items()}

    async def create_topics(self) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        try:
            answer = await admin.create_topics(
                [
                    NewTopic(f"{self.prefix}.{name}", count, 1, topic_configs={"retention.ms": "-1"})
                    for name, count in TOPICS.items()
                ]
            )
            assert not any(code for _, code, *_ in answer.topic_errors), answer
        finally:
            await admin.close()

    async def delete_topic(self, name: str) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        try:
            await admin.delete_topics([f"{self.prefix}.{name}"])
            async with asyncio.timeout(PATIENCE_SECONDS):
                while f"{self.prefix}.{name}" in await admin.list_topics():
                    await asyncio.sleep(0.05)
        finally:
            await admin.close()

    async def records(self) -> dict[tuple[str, int], list[Any]]:
        """What a reader of committed records finds, by topic and partition."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.bootstrap, isolation_level="read_committed", fetch_max_wait_ms=20
        )
        await consumer.start()
        try:
            found: dict[tuple[str, int], list[Any]] = {
                (name, partition): [] for name, count in TOPICS.items() for partition in range(count)
            }
            places = {
                TopicPartition(f"{self.prefix}.{name}", partition): (name, partition) for name, partition in found
            }
            ends = await consumer.end_offsets(list(places))
            consumer.assign(list(places))
            await consumer.seek_to_beginning()
            async with asyncio.timeout(PATIENCE_SECONDS):
                while any([await consumer.position(place) < end for place, end in ends.items()]):
                    for place, records in (await consumer.getmany(timeout_ms=50)).items():
                        found[places[place]] += records
            return found
        finally:
            await consumer.stop()


def positions(records: list[Any]) -> list[int]:
    return [int(dict(record.headers)["ce_journalpos"]) for record in records]


def destined(rows: list[Row]) -> dict[tuple[str, int], list[int]]:
    """The journal positions that each partition should hold, in order."""
    wanted: dict[tuple[str, int], list[int]] = {
        (name, partition): [] for name, count in TOPICS.items() for partition in range(count)
    }
    for row in rows:
        for place in wanted:
            if row.topic == place[0] and row.partition in (None, place[1]):
                wanted[place].append(row.position)
    return wanted
