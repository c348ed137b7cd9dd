"""One process of a service: Faust reads, the road decides, the relay carries, the web page tells how it goes."""

import asyncio
import os
import signal
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any, Generic, TypeVar

import asyncpg
import structlog
from faust.types import TP

from chassis.batch import Batch, Fenced
from chassis.clock import monotonic_seconds
from chassis.health import Health, add_pages
from chassis.metrics import Metrics
from chassis.patience import patiently
from chassis.relay import Relay
from chassis.road import Road
from chassis.service import Service
from chassis.settings import Settings
from chassis.transport import RoadApp, WholeBatch, create_app

S = TypeVar("S")
T = TypeVar("T")
log = structlog.get_logger()

BUG = 3
"""Exit code of a process that met what it could not understand: its supervisor starts it anew, nothing is skipped."""
WAITING_BATCHES_MAX = 4
CANCEL_AGAIN_SECONDS = 1.0
PACE_SECONDS = 0.05
"""From one transaction's begin to the next's, so that what comes in small fetches shares one (docs/decisions/0010)."""
TAKE_AGAIN_SECONDS = 1.0
"""After being fenced a worker takes over again what Kafka still assigns to it."""
LOOK_AGAIN_SECONDS = 0.02
"""How often a batch is looked at that rests on what another worker of the service has still to hear."""
TIMEOUTS = {"idle_in_transaction_session_timeout": "5s", "statement_timeout": "60s", "lock_timeout": "30s"}
"""Below the group's session timeout: a frozen worker holds nobody up."""


async def _as_it_is(connection: asyncpg.Connection) -> None:
    """Nothing here leaves anything behind in a session, so a round trip to clean it up is saved."""


Companion = Callable[["Worker[Any]"], Awaitable[None]]
"""Something that runs beside a service in its process, for instance a post office."""


@dataclass
class Worker(Generic[S]):
    """A running service process. `inputs` and topics are without the installation's prefix."""

    service: Service[S]
    settings: Settings
    inputs: Sequence[tuple[str, int]]
    """Topics to read, each with its number of partitions."""
    companions: Sequence[Companion] = ()
    waiting: dict[tuple[str, int], deque[Batch]] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _begun: float = 0.0
    _fenced_at: float | None = None
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> int:
        """Runs until SIGTERM (0) or a bug (BUG)."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        self.metrics = Metrics(self.service.name)
        self.pool = await self._patiently(self._connect)
        self.road = Road(
            self.service,
            self.pool,
            self.metrics,
            time_step=timedelta(seconds=self.settings.time_step_seconds),
            streams_max=self.settings.streams_in_memory_max,
        )
        if self.service.keeps_time:
            sources = [(topic, partition) for topic, count in self.inputs for partition in range(count)]
            await self._patiently(lambda: self.road.add_sources(sources))
        self.relay = Relay(
            self.service.name,
            self.pool,
            self.settings.database_url,
            self.settings.kafka_bootstrap,
            self.settings.topic_prefix,
            self.service.outputs,
            self.service.partitions,
            self.metrics,
        )
        self.app = self._host()
        self.health = Health(self)
        add_pages(self.app, self.health)
        return await self._live()

    async def _connect(self) -> asyncpg.Pool:
        pool: asyncpg.Pool = await asyncpg.create_pool(
            self.settings.database_url,
            min_size=1,
            max_size=6,
            command_timeout=60,
            server_settings=TIMEOUTS,
            reset=_as_it_is,
        )
        return pool

    def _host(self) -> RoadApp:
        prefix = self.settings.topic_prefix
        app = create_app(
            f"{prefix}.{self.service.name}",
            self.settings.kafka_bootstrap,
            input_topics=frozenset(f"{prefix}.{topic}" for topic, _ in self.inputs),
            take_over=self._take_over,
            batch_records_max=self.settings.batch_records_max,
            session_timeout_seconds=self.settings.session_timeout_seconds,
            web_host=self.settings.web_host,
            web_port=self.settings.web_port,
        )
        source = app.topic(*sorted(app.input_topics), schema=WholeBatch(), key_serializer="raw", value_serializer="raw")

        @app.agent(source, name=f"{self.service.name}.road")  # type: ignore[untyped-decorator, unused-ignore]
        async def take(stream: Any) -> None:
            async for event in stream.events():
                fetched = event.message.value
                topic = fetched.topic.removeprefix(f"{prefix}.")
                await self._arrived(Batch(topic, fetched.partition, fetched.records, fetched.epoch))

        return app

    async def _live(self) -> int:
        tasks = [
            asyncio.create_task(self.relay.run(), name="relay"),
            asyncio.create_task(self._look_again(), name="look_again"),
            asyncio.create_task(self.health.watch(), name="health"),
            *(asyncio.create_task(self._accompany(companion), name="companion") for companion in self.companions),
        ]
        stopping = asyncio.create_task(self._stop.wait(), name="stop")
        starting = asyncio.create_task(self._patiently(self._start), name="start")
        crashed = asyncio.create_task(self._crashed(), name="faust")
        code = 0
        watched: set[asyncio.Task[Any]] = {*tasks, stopping, crashed}
        done, _ = await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
        for task in done - {stopping}:
            error = task.exception() if not task.cancelled() else None
            log.critical("stopped_by_bug", task=task.get_name(), cause=repr(error), exc_info=error)
            code = BUG
        if code:
            # What is in hand was not committed; a tidy farewell could hang on what broke.
            os._exit(code)
        starting.cancel()
        await self.turn.acquire()
        await _cancel(tasks)
        try:
            async with asyncio.timeout(10):
                await self.app.stop()
        except TimeoutError:
            log.warning("faust_did_not_stop")
        await self.pool.close()
        log.info("stopped")
        return code

    async def _start(self) -> None:
        self.app.finalize()
        await self.app.start()
        log.info("started", topics=[topic for topic, _ in self.inputs])

    async def _crashed(self) -> None:
        while not self.app.crashed:
            await asyncio.sleep(0.1)
        raise RuntimeError(f"Faust stopped: {self.app.crash_reason!r}")

    async def _accompany(self, companion: Companion) -> None:
        await companion(self)

    async def _take_over(self, partitions: Any) -> dict[Any, int]:
        """Called on every assignment: the partitions are ours, with the offsets of PostgreSQL."""
        prefix = f"{self.settings.topic_prefix}."
        by_place = {(tp.topic.removeprefix(prefix), tp.partition): tp for tp in partitions}
        async with self.turn:
            self.waiting.clear()
            offsets = await self._patiently(lambda: self.road.take_over(by_place))
        log.info("partitions_taken", count=len(by_place))
        return {by_place[place]: offset for place, offset in offsets.items()}

    async def _arrived(self, batch: Batch) -> None:
        """Takes a batch of the present epoch, in its partition's order; one that rests on the unheard waits.

        While others are taken it only stands in line, where it grows: small fetches become one transaction.
        """
        place = (batch.topic, batch.partition)
        standing = self.road.standings.get(place)
        if standing is None or batch.epoch != self.app.reader.seek_epoch:
            return
        waiting = self.waiting.setdefault(place, deque())
        records, most = batch.records, self.settings.batch_records_max
        # Also when that one is in hand: what is taken of it is taken from its beginning.
        if waiting and len(waiting[-1].records) + len(records) <= most:
            records = [*waiting.pop().records, *records]
        waiting.append(Batch(batch.topic, batch.partition, records, standing.epoch))
        if len(waiting) >= WAITING_BATCHES_MAX:
            self.app.reader.hold_back(self.tp(place))
        if not self.turn.locked():
            async with self.turn:
                await self._proceed()

    def tp(self, place: tuple[str, int]) -> TP:
        return TP(f"{self.settings.topic_prefix}.{place[0]}", place[1])

    async def _proceed(self) -> None:
        """Takes all that can be taken; ends when each waiting batch rests on something unheard."""
        while not self._stop.is_set():
            await asyncio.sleep(self._begun + PACE_SECONDS - monotonic_seconds())
            ready = await self._ready_batches()
            if not ready:
                return
            self._begun = monotonic_seconds()
            try:
                await self._patiently(partial(self.road.take, *ready.values()))
            except Fenced as fenced:
                log.warning("fenced", detail=str(fenced))
                self.waiting.pop(fenced.place, None)
                self._fenced_at = monotonic_seconds()
                continue
            for place, taken in ready.items():
                self._taken(place, taken)

    async def _ready_batches(self) -> dict[tuple[str, int], Batch]:
        """Of each partition the first batch, or as much of it as may be taken now; about one batch's worth in all."""
        ready: dict[tuple[str, int], Batch] = {}
        records = 0
        for place, waiting in list(self.waiting.items()):
            batch = waiting[0]
            count = await self._patiently(partial(self.road.ready, batch))
            if count:
                ready[place] = replace(batch, records=batch.records[:count])
                records += count
            if records >= self.settings.batch_records_max:
                break
        return ready

    def _taken(self, place: tuple[str, int], taken: Batch) -> None:
        """What is left of a partition goes to the end of the line."""
        waiting = self.waiting.pop(place)
        batch = waiting.popleft()
        if len(taken.records) < len(batch.records):
            waiting.appendleft(replace(batch, records=batch.records[len(taken.records) :]))
        if waiting:
            self.waiting[place] = waiting
        else:
            self.app.reader.let_on(self.tp(place))

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            if self._fenced_at is not None and monotonic_seconds() > self._fenced_at + TAKE_AGAIN_SECONDS:
                # Two rebalances close to each other: one that no longer holds took over after the one that does.
                self._fenced_at = None
                await self.app.reader.seek_to_committed()
            if self.waiting:
                async with self.turn:
                    await self._proceed()

    async def _patiently(self, act: Callable[[], Awaitable[T]]) -> T:
        """Waits for a database that is away, unless the process is to end."""
        return await patiently("database", act, stopping=self._stop)


async def _cancel(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Asks until all have ended: aiokafka swallows a cancellation that meets it while it closes a consumer."""
    while pending := {task for task in tasks if not task.done()}:
        for task in pending:
            task.cancel()
        await asyncio.wait(pending, timeout=CANCEL_AGAIN_SECONDS)
