"""What operations see of a service: its own numbers, from its own offsets."""

from collections.abc import Sequence
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from chassis.journal import Row

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class ReadSoFar(Protocol):
    @property
    def next_offset(self) -> int: ...


class Metrics:
    """One registry a process, so that two services in one test do not meet."""

    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        self.records = Counter(
            "tilsagn_records_total", "Records read.", ["service", "topic", "partition"], registry=self.registry
        )
        self.rows = Counter("tilsagn_rows_total", "Journal rows written.", ["service", "type"], registry=self.registry)
        self.seconds = Histogram(
            "tilsagn_batch_seconds",
            "From batches in hand to their commit.",
            ["service"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.offset = Gauge(
            "tilsagn_next_offset",
            "The next offset to read, by PostgreSQL.",
            ["service", "topic", "partition"],
            registry=self.registry,
        )
        self.lag = Gauge(
            "tilsagn_lag_records",
            "Records not read yet, by PostgreSQL's offsets.",
            ["service", "topic", "partition"],
            registry=self.registry,
        )
        self.conflicts = Counter(
            "tilsagn_conflicts_total", "Batches decided again.", ["service"], registry=self.registry
        ).labels(service)
        self.parked = Counter(
            "tilsagn_parked_total", "Messages set aside unread.", ["service"], registry=self.registry
        ).labels(service)
        self.journal_position = Gauge(
            "tilsagn_journal_position", "The journal's head.", ["service"], registry=self.registry
        ).labels(service)
        self.relay_position = Gauge(
            "tilsagn_relay_position",
            "The last journal position that the topics hold.",
            ["service"],
            registry=self.registry,
        ).labels(service)
        self.relay_leads = Gauge(
            "tilsagn_relay_leads", "1 in the process that relays.", ["service"], registry=self.registry
        ).labels(service)
        self.time_said = Gauge(
            "tilsagn_time_said_seconds",
            "The last time that was said to have passed.",
            ["service"],
            registry=self.registry,
        ).labels(service)
        self.frame = Gauge(
            "tilsagn_frame_nok",
            "Balance of a sub-frame in whole kroner.",
            ["frame", "sub_frame", "balance"],
            registry=self.registry,
        )
        self._service = service

    def batch(self, topic: str, partition: int, records: int, after: ReadSoFar) -> None:
        self.records.labels(self._service, topic, partition).inc(records)
        self.offset.labels(self._service, topic, partition).set(after.next_offset)

    def transaction(self, rows: Sequence[Row], seconds: float) -> None:
        self.seconds.labels(self._service).observe(seconds)
        for row in rows:
            self.rows.labels(self._service, row.type).inc()
        if rows:
            self.journal_position.set(rows[-1].position)
