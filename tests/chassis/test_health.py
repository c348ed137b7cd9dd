"""What `/ready` shows: whether a worker can do its work, and how far behind it is."""

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
from faust.types import TP

from chassis.batch import Standing
from chassis.health import Health
from chassis.metrics import Metrics
from tests.chassis.shop import Shop

STANDING = Standing(next_offset=4, epoch=1, clock=None, fence=0, inputs=0)


@dataclass
class Consumer:
    """What Faust's knows: the ends of its partitions, and where its fetching is."""

    ends: dict[int, int] = field(default_factory=lambda: {0: 9, 1: 4})
    positions: dict[int, int] = field(default_factory=lambda: {0: 6, 1: 4})

    def highwater(self, tp: TP) -> int:
        return self.ends[tp.partition]

    async def position(self, tp: TP) -> int:
        return self.positions[tp.partition]

    def assignment(self) -> set[TP]:
        return {TP("toy.till", 0), TP("toy.till", 1)}


@dataclass
class Worker:
    """As much of a worker as health looks at."""

    pool: Any
    consumer: Consumer = field(default_factory=Consumer)
    metrics: Metrics = field(default_factory=lambda: Metrics("toy"))
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: dict[tuple[str, int], list[object]] = field(default_factory=dict)
    service: Any = field(default_factory=lambda: SimpleNamespace(name="toy"))
    relay: Any = field(default_factory=lambda: SimpleNamespace(alive=True))
    road: Any = field(default_factory=lambda: SimpleNamespace(standings={("till", 0): STANDING, ("till", 1): STANDING}))

    def __post_init__(self) -> None:
        self.app = SimpleNamespace(consumer=self.consumer, started=True, rebalancing=False)

    def tp(self, place: tuple[str, int]) -> TP:
        return TP(f"toy.{place[0]}", place[1])


async def report(worker: Worker) -> dict[str, Any]:
    """After health has looked once."""
    health = Health(cast(Any, worker))
    watching = asyncio.create_task(health.watch())
    await asyncio.sleep(0.3)
    watching.cancel()
    return health.report()


async def test_a_worker_that_can_work_is_ready_and_says_how_far_behind_it_is(shop: Shop) -> None:
    worker = Worker(shop.pool)
    told = await report(worker)
    assert set(told) == {"service", "pid", "ready", "checks", "lag"}
    assert (told["service"], told["ready"]) == ("toy", True)
    assert told["checks"] == {"assigned": True, "database": True, "relay": True, "lag_known": True}
    assert told["lag"] == [
        {"topic": "till", "partition": 0, "records": 5},
        {"topic": "till", "partition": 1, "records": 0},
    ]
    labels = {"service": "toy", "topic": "till", "partition": "0"}
    assert worker.metrics.registry.get_sample_value("tilsagn_lag_records", labels) == 5


@pytest.mark.parametrize("check", ["assigned", "database", "relay", "lag_known"])
async def test_a_worker_that_lacks_one_thing_is_not_ready_and_says_which(shop: Shop, check: str) -> None:
    worker = Worker(shop.pool)
    match check:
        case "assigned":
            worker.app.rebalancing = True
        case "database":
            worker.pool = SimpleNamespace()
        case "relay":
            worker.relay.alive = False
        case "lag_known":
            worker.road.standings["till", 2] = STANDING
    told = await report(worker)
    assert not told["ready"]
    assert [name for name, passed in told["checks"].items() if not passed] == [check]


async def test_a_transactions_end_mark_is_no_lag_but_a_batch_in_hand_is(shop: Shop) -> None:
    worker = Worker(shop.pool)
    worker.consumer.positions = {0: 9, 1: 4}
    assert (await report(worker))["lag"][0]["records"] == 0
    worker.waiting["till", 0] = [object()]
    assert (await report(worker))["lag"][0]["records"] == 5
