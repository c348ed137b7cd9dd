"""The bare road beside ours: processes that read, write and commit, and decide nothing.

As many as lie between an inbound record and its reservation, each with the bytes that our service writes there.
"""

import asyncio
import base64
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from bench.arrivals import BATCH_BYTES
from cli.stack import ROOT
from deploy.local import processes
from deploy.local.processes import Child

RECORDS_MAX = 500
READY = "ready"
READY_SECONDS = 30.0
LAST = "last"
"""The type of what the last hop writes."""


@dataclass(frozen=True, slots=True)
class Hop:
    """From one topic to another; each record that is read makes one like `example`, under its own key."""

    source: str
    target: str
    example: ConsumerRecord


def hops(prefix: str, examples: Sequence[ConsumerRecord]) -> list[Hop]:
    topics = [f"{prefix}.bare.{number}" for number in range(len(examples) + 1)]
    return [Hop(topics[number], topics[number + 1], example) for number, example in enumerate(examples)]


async def make_topics(bootstrap: str, road: Sequence[Hop], partitions: int) -> None:
    """The first has as many partitions as the outside writes to; the others one, as a frame lies in one."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        first = NewTopic(road[0].source, num_partitions=partitions, replication_factor=1)
        others = [NewTopic(hop.target, num_partitions=1, replication_factor=1) for hop in road]
        await admin.create_topics([first, *others])
    finally:
        await admin.close()


@contextmanager
def running_hops(bootstrap: str, road: Sequence[Hop], folder: Path) -> Iterator[dict[str, Child]]:
    """A process for each hop, ready to read."""
    with ExitStack() as stack:
        started: dict[str, Child] = {}
        for number, hop in enumerate(road, 1):
            log = folder / f"hop-{number}.log"
            log.unlink(missing_ok=True)
            command = (sys.executable, "-m", "bench.hops", _told(bootstrap, hop, last=hop is road[-1]))
            child = processes.start(command, log=log, environment={"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"})
            stack.callback(child.kill)
            started[f"hop {number}"] = child
        for name, child in started.items():
            child.wait_until(partial(_is_ready, child), name=name, patience_seconds=READY_SECONDS)
        yield started


def _is_ready(hop: Child) -> bool:
    return READY in hop.log.read_text()


def _told(bootstrap: str, hop: Hop, *, last: bool) -> str:
    headers = [(name, base64.b64encode(value).decode()) for name, value in hop.example.headers]
    value = base64.b64encode(hop.example.value).decode()
    told = {"bootstrap": bootstrap, "source": hop.source, "target": hop.target, "headers": headers, "value": value}
    return orjson.dumps(told | {"last": last}).decode()


async def _run(told: dict[str, str], headers: Iterable[tuple[str, str]], *, last: bool) -> None:
    value = base64.b64decode(told["value"])
    carried = [(name, base64.b64decode(text)) for name, text in headers if not (last and name == "ce_type")]
    if last:
        carried.append(("ce_type", LAST.encode()))
    consumer = AIOKafkaConsumer(
        told["source"],
        bootstrap_servers=told["bootstrap"],
        group_id=told["source"],
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    producer = AIOKafkaProducer(
        bootstrap_servers=told["bootstrap"], acks="all", enable_idempotence=True, max_batch_size=BATCH_BYTES
    )
    await consumer.start()
    await producer.start()
    while not consumer.assignment():
        await asyncio.sleep(0.02)
    print(READY, flush=True)
    while True:
        fetched = await consumer.getmany(max_records=RECORDS_MAX, timeout_ms=1000)
        offsets: dict[TopicPartition, int] = {}
        for place, records in fetched.items():
            for record in records:
                await producer.send(told["target"], value, key=record.key, headers=carried)
            offsets[place] = records[-1].offset + 1
        if offsets:
            await producer.flush()
            await consumer.commit(offsets)


if __name__ == "__main__":
    given = orjson.loads(sys.argv[1])
    asyncio.run(_run(given, given["headers"], last=given["last"]))
