"""Three pages: `/live` (the process answers), `/ready` (it can work, and says where it stands), `/metrics`."""

import asyncio
import os
from typing import TYPE_CHECKING, Any

import structlog
from faust.web import Request, Response, View
from prometheus_client import generate_latest

from chassis.clock import monotonic_seconds

if TYPE_CHECKING:
    from chassis.transport import RoadApp
    from chassis.worker import Worker

log = structlog.get_logger()

LOOK_SECONDS = 1.0
STUCK_SECONDS = 60.0


class Health:
    """Looks once a second at what a worker needs, and at its lag."""

    def __init__(self, worker: "Worker[Any]") -> None:
        self._worker = worker
        self._database = False
        self._lag: dict[tuple[str, int], int] = {}

    async def watch(self) -> None:
        while True:
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._worker.pool.fetchval("SELECT 1")
                self._database = True
            except Exception:
                self._database = False
            await self._measure_lag()
            await asyncio.sleep(LOOK_SECONDS)

    async def _measure_lag(self) -> None:
        """Records that are committed to the topic and not yet read, by our own offsets.

        A transaction's end mark takes an offset too: a partition whose fetch position has reached the end and of
        which nothing waits has no lag.
        """
        worker = self._worker
        lag: dict[tuple[str, int], int] = {}
        for place, standing in list(worker.road.standings.items()):
            tp = worker.tp(place)
            try:
                end = worker.app.consumer.highwater(tp) or 0
                async with asyncio.timeout(LOOK_SECONDS):
                    position = await worker.app.consumer.position(tp) or 0
            except Exception:
                continue
            idle = position >= end and not worker.waiting.get(place) and not worker.turn.locked()
            lag[place] = 0 if idle else max(0, end - standing.next_offset)
            worker.metrics.lag.labels(worker.service.name, *place).set(lag[place])
        self._lag = lag

    def report(self) -> dict[str, Any]:
        """What `/ready` shows."""
        worker = self._worker
        assigned = bool(worker.road.standings)
        checks = {
            "assigned": assigned and not worker.app.rebalancing,
            "database": self._database,
            "relay": worker.relay.alive,
            "lag_known": set(self._lag) >= set(worker.road.standings),
        }
        return {
            "service": worker.service.name,
            "pid": os.getpid(),
            "ready": all(checks.values()),
            "checks": checks,
            "lag": [
                {"topic": topic, "partition": partition, "records": records}
                for (topic, partition), records in sorted(self._lag.items())
            ],
        }


def add_pages(app: "RoadApp", health: Health) -> None:
    @app.page("/live", name="live")  # type: ignore[untyped-decorator, unused-ignore]
    async def live(view: View, request: Request) -> Response:
        return view.json({"live": True, "monotonic_seconds": monotonic_seconds()})

    @app.page("/ready", name="ready")  # type: ignore[untyped-decorator, unused-ignore]
    async def ready(view: View, request: Request) -> Response:
        report = health.report()
        return view.json(report, status=200 if report["ready"] else 503)

    @app.page("/metrics", name="metrics")  # type: ignore[untyped-decorator, unused-ignore]
    async def metrics(view: View, request: Request) -> Response:
        return view.text(generate_latest(health._worker.metrics.registry).decode(), content_type="text/plain")
