"""Measures the way from an inbound application to its reservation, through the services and over bare hops."""

import asyncio
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aiokafka import AIOKafkaProducer, ConsumerRecord, TopicPartition
from rich.progress import Progress

from bench import arrivals, hops, processors
from bench.applications import applications, continuous, prepare
from bench.processors import Seconds
from chassis.clock import now
from cli.quiet import until_quiet
from cli.stack import Stack
from deploy.local.infrastructure import LocalInfrastructure
from deploy.provision import Installation
from schemas import flow
from schemas.allocation import FundsReserved, PriorAwardsStated
from schemas.eligibility import EligibilityDecided
from schemas.intake import ApplicationReceived

WARM_UP = 500
LATENCY_SECONDS = 15.0
PATH = (ApplicationReceived, PriorAwardsStated, EligibilityDecided, FundsReserved)
"""What is written for one application between its inbound record and its reservation: a hop each."""
DECISION, RESERVATION = EligibilityDecided.__name__, FundsReserved.__name__


@dataclass(frozen=True, slots=True)
class Speed:
    per_second: float
    cpu_seconds_per_1000: Seconds


@dataclass(frozen=True, slots=True)
class Delay:
    """Milliseconds from handing an application to the producer until its record was read, committed."""

    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What the services did. The delays were taken at `half_load`; `examples` are one record of each hop."""

    speed: Speed
    half_load: float
    delays: Mapping[str, Delay]
    examples: list[ConsumerRecord]


@dataclass
class Bench:
    """One run, on servers that run."""

    servers: LocalInfrastructure
    installation: Installation
    count: int
    progress: Progress
    folder: Path

    async def pipeline(self, stack: Stack) -> Pipeline:
        self._step("announcing a continuous round")
        partition = await prepare(self.installation, continuous(now()))
        prefix = self.installation.prefix
        places = [TopicPartition(f"{prefix}.{service}", partition) for service in flow.SERVICES[:3]]
        kinds = [fact.__name__ for fact in PATH]
        processes = processors.watched(self.servers, stack)
        async with arrivals.reading(self.servers.kafka_bootstrap, places, kinds) as seen:
            await self._through(seen, "warm-up", WARM_UP)
            before = processors.seconds(processes)
            seconds = await self._through(seen, "speed", self.count)
            spent = processors.spent(before, processors.seconds(processes))
            speed = Speed(self.count / seconds, self._per_1000(spent))
            self._step("waiting until notification has caught up")
            await until_quiet(stack, self.installation.auditor_urls)
            half = speed.per_second / 2
            delays = await self._delays(seen, half)
            return Pipeline(speed, half, delays, [seen.first[kind] for kind in kinds])

    async def _through(self, seen: arrivals.Arrivals, series: str, count: int) -> float:
        """Sends as fast as it goes; the seconds from the first one sent to the last reservation read."""
        say = self._bar(f"{series}: applications through the services", count)
        inbound = list(applications(series, count))
        reserved = seen.of(RESERVATION)
        earlier = len(reserved)
        async with arrivals.sending(self.servers.kafka_bootstrap) as producer:
            sent = await arrivals.send(producer, inbound, lambda one: f"{self.installation.prefix}.{one.topic}")
            await seen.until(RESERVATION, earlier + count, lambda number: say(number - earlier))
        return max(reserved[name] for name in sent) - min(sent.values())

    async def _delays(self, seen: arrivals.Arrivals, rate: float) -> dict[str, Delay]:
        count = max(200, round(rate * LATENCY_SECONDS))
        say = self._bar(f"delay: {rate:.0f} applications a second", count)
        inbound = list(applications("delay", count))
        reserved = seen.of(RESERVATION)
        earlier = len(reserved)
        async with arrivals.sending(self.servers.kafka_bootstrap) as producer:
            sent, _ = await asyncio.gather(
                arrivals.send(producer, inbound, lambda one: f"{self.installation.prefix}.{one.topic}", rate=rate),
                seen.until(RESERVATION, earlier + count, lambda number: say(number - earlier)),
            )
        return {kind: _delay(sent, seen.of(kind)) for kind in (DECISION, RESERVATION)}

    async def bare(self, examples: list[ConsumerRecord]) -> Speed:
        """The same applications over as many bare hops."""
        bootstrap = self.servers.kafka_bootstrap
        road = hops.hops(self.installation.prefix, examples)
        await hops.make_topics(bootstrap, road, len(self.installation.correspondents.systems) * flow.PARTITIONS)
        with hops.running_hops(bootstrap, road, self.folder) as children:
            processes = {
                **processors.watched(self.servers),
                **{name: child.process for name, child in children.items()},
            }
            async with (
                arrivals.reading(bootstrap, [TopicPartition(road[-1].target, 0)], [hops.LAST]) as seen,
                arrivals.sending(bootstrap) as producer,
            ):
                await self._over(road[0].source, producer, seen, "bare-warm-up", WARM_UP)
                before = processors.seconds(processes)
                seconds = await self._over(road[0].source, producer, seen, "bare", self.count)
                spent = processors.spent(before, processors.seconds(processes))
        return Speed(self.count / seconds, self._per_1000(spent))

    async def _over(
        self, topic: str, producer: AIOKafkaProducer, seen: arrivals.Arrivals, series: str, count: int
    ) -> float:
        say = self._bar(f"{series}: applications over {len(PATH)} hops", count)
        inbound = list(applications(series, count))
        last = seen.of(hops.LAST)
        earlier = len(last)
        sent = await arrivals.send(producer, inbound, lambda _: topic)
        await seen.until(hops.LAST, earlier + count, lambda number: say(number - earlier))
        return max(last.values()) - min(sent.values())

    def _per_1000(self, spent: Seconds) -> Seconds:
        return {name: round(seconds * 1000 / self.count, 3) for name, seconds in spent.items()}

    def _step(self, text: str) -> None:
        self.progress.console.print(text)

    def _bar(self, text: str, total: int) -> arrivals.Say:
        task = self.progress.add_task(text, total=total)
        return lambda number: self.progress.update(task, completed=number)


def _delay(sent: Mapping[str, float], arrived: Mapping[str, float]) -> Delay:
    cuts = statistics.quantiles((1000 * (arrived[name] - at) for name, at in sent.items()), n=100)
    return Delay(round(cuts[49], 1), round(cuts[98], 1))
