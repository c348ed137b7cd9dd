"""How Faust is made to read: one event is one fetched batch of one partition, from the offset in PostgreSQL.

Faust 0.15.3 reads uncommitted records, resumes at Kafka's commits, and pays for each record with a trip through the
event loop. So its consumer is told otherwise in five places; Kafka's own commits remain, for showing lag only.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, cast

import faust
from aiokafka import AIOKafkaConsumer
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from chassis.service import Record

FETCH_WAIT_MILLISECONDS = 100
"""aiokafka has one fetch under way at a time, without the partitions whose records still wait in memory: of those it
then hears nothing for this long. Shorter, and asking for what is not there takes a third of a core; Faust would make
it a second and a half."""

HELD_BACK_SECONDS = 0.05
"""How soon a partition is fetched again that was held back."""

TakeOver = Callable[[Iterable[TP]], Awaitable[Mapping[TP, int]]]


class FetchedBatch:
    """Passes for a record on its way through Faust; its offset is that of the last one in it."""

    timestamp_type = checksum = key = None
    serialized_key_size = serialized_value_size = 0
    headers: tuple[()] = ()

    def __init__(self, records: Sequence[Any], epoch: int) -> None:
        last = records[-1]
        self.topic, self.partition, self.offset, self.timestamp = (
            last.topic,
            last.partition,
            last.offset,
            last.timestamp,
        )
        self.value = self
        self.records: Sequence[Record] = records
        self.epoch = epoch


class CommittedReader(driver.AIOKafkaConsumerThread):
    """Sees only what a transaction has committed, and tells of each batch after which seek it was read.

    Seeks and fetches meet in this thread, so only here it is known which came first.
    """

    consumer: "BatchConsumer"
    seek_epoch = 0

    def _create_worker_consumer(self, transport: Any) -> AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"
        consumer._fetch_max_wait_ms = FETCH_WAIT_MILLISECONDS
        return consumer

    async def _fetch_records(self, *arguments: Any, **options: Any) -> dict[TP, list[FetchedBatch]]:
        fetched = await super()._fetch_records(*arguments, **options)
        return {tp: [FetchedBatch(records, self.seek_epoch)] for tp, records in fetched.items() if records}

    async def _seek_wait(self, consumer: AIOKafkaConsumer, partitions: Mapping[TP, int]) -> None:
        for tp, offset in partitions.items():
            consumer.seek(tp, offset)
        # No fetch can come between the seeks and this line; where one of them fails, nothing read is believed.
        self.seek_epoch = self.consumer.seek_epoch
        await super()._seek_wait(consumer, partitions)


class BatchConsumer(driver.Consumer):
    """Reads batches, from where PostgreSQL says."""

    app: "RoadApp"
    seek_epoch = 0
    held_back: set[TP]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.held_back = set()
        self.seeking = asyncio.Lock()

    def _new_consumer_thread(self) -> CommittedReader:
        return CommittedReader(self, loop=self.loop, beacon=self.beacon)

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Faust calls this on every assignment, and at times twice at once; what was read before it is thrown away."""
        async with self.seeking:
            self.seek_epoch += 1
            self.held_back = set()
            mine = {tp for tp in self.assignment() if tp.topic in self.app.input_topics}
            offsets = await self.app.take_over(mine)
            await self.seek_wait(offsets)
            return offsets

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> dict[TP, list[FetchedBatch]]:
        # Faust's own pausing would drop what had been fetched of a partition already.
        wanted = active_partitions and active_partitions - self.held_back
        if active_partitions and not wanted:
            await asyncio.sleep(HELD_BACK_SECONDS)
            return {}
        fetched = await super()._getmany(wanted, HELD_BACK_SECONDS if self.held_back else timeout)
        return {tp: batches for tp, batches in fetched.items() if batches[0].epoch == self.seek_epoch}

    def hold_back(self, tp: TP) -> None:
        """Fetches no more of a partition whose batches pile up."""
        self.held_back.add(tp)

    def let_on(self, tp: TP) -> None:
        self.held_back.discard(tp)

    # The bounded queue is the back-pressure; Faust's own pauses a partition and then sleeps a second.
    def on_buffer_full(self, tp: TP) -> None: ...

    def on_buffer_drop(self, tp: TP) -> None: ...


class BatchTransport(driver.Transport):
    Consumer = BatchConsumer


class WholeBatch(faust.Schema[Any, Any]):
    """Hands the batch on undecoded: Faust would lose what it can't decode."""

    def compile(self, app: Any, **_: Any) -> Callable[..., Awaitable[Any]]:
        async def decode(message: Any, *, propagate: bool = False) -> Any:
            return app.create_event(None, message.value, {}, message)

        return decode


class RoadApp(faust.App):
    """A Faust app that hosts a road. `input_topics` are full names."""

    input_topics: frozenset[str]
    take_over: TakeOver

    def _new_transport(self) -> BatchTransport:
        return BatchTransport(self.conf.broker_consumer, self)

    @property
    def reader(self) -> BatchConsumer:
        return cast(BatchConsumer, self.consumer)


def create_app(
    name: str,
    bootstrap: str,
    *,
    input_topics: frozenset[str],
    take_over: TakeOver,
    batch_records_max: int,
    session_timeout_seconds: float,
    web_host: str,
    web_port: int,
) -> RoadApp:
    """The app with every setting that 0.15.3 needs to be a mere host."""
    app = RoadApp(
        name,
        broker=[f"kafka://{server}" for server in bootstrap.split(",")],
        store="memory://",
        key_serializer="raw",
        value_serializer="raw",
        agent_supervisor="mode.CrashingSupervisor",
        broker_max_poll_records=batch_records_max,
        broker_session_timeout=session_timeout_seconds,
        broker_heartbeat_interval=session_timeout_seconds / 5,
        broker_rebalance_timeout=max(20.0, session_timeout_seconds),
        broker_request_timeout=max(20.0, session_timeout_seconds),
        broker_commit_interval=1.0,
        broker_max_poll_interval=120.0,
        stream_buffer_maxsize=8,
        stream_wait_empty=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        reply_create_topic=False,
        consumer_auto_offset_reset="earliest",
        worker_redirect_stdouts=False,
        web_enabled=True,
        web_host=web_host,
        web_bind=web_host,
        web_port=web_port,
        web_in_thread=False,
        web_tables_enabled=False,
        web_router_enabled=False,
        web_graph_enabled=False,
        web_stats_enabled=False,
        web_metrics_enabled=False,
    )
    app.input_topics = input_topics
    app.take_over = take_over
    return app
