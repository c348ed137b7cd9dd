"""Reads a service's topics as an auditor: committed records only, each partition by itself, nothing marked as read."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from audit.checks.topics import Place, TopicRecord
from audit.reading import Sources

FETCH_MILLISECONDS = 200


class Tapes:
    """All partitions of a service's topics, from their first record to where they ended when they were opened."""

    def __init__(self, consumer: AIOKafkaConsumer, prefix: str, ends: dict[TopicPartition, int]) -> None:
        self._consumer, self._prefix, self._ends = consumer, prefix, ends

    @classmethod
    async def open(cls, stack: AsyncExitStack, sources: Sources, outputs: Sequence[str]) -> "Tapes":
        """`outputs` as a service names them: one that ends in a dot stands for all topics that begin so."""
        written = await _written(sources, outputs)
        consumer = AIOKafkaConsumer(
            bootstrap_servers=sources.kafka_bootstrap,
            isolation_level="read_committed",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=20,
        )
        await consumer.start()
        stack.push_async_callback(consumer.stop)
        if not written:
            return cls(consumer, f"{sources.topic_prefix}.", {})
        consumer.assign(written)
        await consumer.seek_to_beginning(*written)
        return cls(consumer, f"{sources.topic_prefix}.", await consumer.end_offsets(written))

    def places(self) -> list[Place]:
        return [(tp.topic.removeprefix(self._prefix), tp.partition) for tp in self._ends]

    async def read(self, place: Place) -> AsyncIterator[TopicRecord]:
        """The next piece of this partition; nothing at its end, or where there is no such partition."""
        tp = TopicPartition(self._prefix + place[0], place[1])
        while tp in self._ends and await self._consumer.position(tp) < self._ends[tp]:
            found = (await self._consumer.getmany(tp, timeout_ms=FETCH_MILLISECONDS)).get(tp, [])
            for record in found:
                headers = {name: value.decode(errors="replace") for name, value in record.headers}
                yield TopicRecord(place[0], tp.partition, record.offset, record.key, record.value, headers)
            if found:
                return


async def _written(sources: Sources, outputs: Sequence[str]) -> list[TopicPartition]:
    """The partitions of all topics that a service with these outputs writes."""
    admin = AIOKafkaAdminClient(bootstrap_servers=sources.kafka_bootstrap)
    await admin.start()
    try:
        found: list[str] = []
        for full in await admin.list_topics():
            prefix, _, topic = full.partition(".")
            own = any(topic.startswith(output) if output.endswith(".") else topic == output for output in outputs)
            if prefix == sources.topic_prefix and own:
                found.append(full)
        return [
            TopicPartition(described["topic"], partition["partition"])
            for described in (await admin.describe_topics(found) if found else ())
            for partition in described["partitions"]
        ]
    finally:
        await admin.close()
