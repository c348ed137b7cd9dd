"""What stands on the reply topics: read from the topics themselves, by nobody who took part."""

from collections.abc import Sequence
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.provision import Installation
from schemas.envelope import header
from schemas.flow import REPLIES

Told = tuple[str, str, dict[str, Any]]
"""Whom, what type, and the message."""


async def everything_told(installation: Installation, correspondents: Sequence[str]) -> list[Told]:
    prefix = f"{installation.prefix}.{REPLIES}."
    consumer = AIOKafkaConsumer(
        bootstrap_servers=installation.kafka_bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        parts = [TopicPartition(f"{prefix}{name}", 0) for name in correspondents]
        consumer.assign(parts)
        ends = await consumer.end_offsets(parts)
        found: list[Told] = []
        while [tp for tp in parts if await consumer.position(tp) < ends[tp]]:
            for tp, records in (await consumer.getmany(timeout_ms=200)).items():
                for record in records:
                    kind = header(list(record.headers), "ce_type") or ""
                    found.append((tp.topic.removeprefix(prefix), kind, orjson.loads(record.value)))
        return found
    finally:
        await consumer.stop()
