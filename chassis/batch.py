"""What lies between a fetched batch and its decisions: which records count, and where the partition stands after."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from chassis.clock import from_millis
from chassis.service import Elsewhere, Heard, Mark, Place, Reading, Record, Unreadable


class Fenced(Exception):
    """A newer worker has the partition: what this one decided is thrown away."""

    def __init__(self, topic: str, partition: int) -> None:
        super().__init__(f"{topic}[{partition}] is another worker's by now")
        self.place = (topic, partition)


class Conflict(Exception):
    """A stream that was read has moved on: read again, decide again."""


class Gap(Exception):
    """A service topic's record is missing, or came in another order: a bug or a loss, never skipped."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the reading of one partition stands: the row of `input_offset` that this worker owns."""

    next_offset: int
    epoch: int
    clock: datetime | None
    fence: int
    inputs: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of one partition in order. `epoch` tells for which taking of the partition they were fetched."""

    topic: str
    partition: int
    records: Sequence[Record]
    epoch: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record that concerns this service; `clock` is its partition's time when it came."""

    place: Place
    reading: Heard | Unreadable
    clock: datetime


def sift(batch: Batch, standing: Standing, read: Callable[[Place, Record], Reading]) -> tuple[list[Arrival], Standing]:
    """The records that count, in order, and the standing after the batch (its inputs are not numbered yet).

    Raises Gap when a service topic's record is missing; a doubled record is passed over.
    """
    arrivals: list[Arrival] = []
    clock, fence, next_offset = standing.clock, standing.fence, standing.next_offset
    for record in batch.records:
        if record.offset < next_offset:
            continue
        next_offset = record.offset + 1
        place = Place(batch.topic, batch.partition, record.offset)
        reading = read(place, record)
        stamped = from_millis(record.timestamp)
        clock = stamped if clock is None else max(clock, stamped)
        if isinstance(reading, Mark):
            continue
        if isinstance(reading, Unreadable):
            arrivals.append(Arrival(place, reading, clock))
            continue
        if reading.position:
            if reading.position <= fence:
                continue
            if reading.previous != fence:
                raise Gap(f"{place}: follows {reading.previous}, but {fence} was the last one heard")
            fence = reading.position
        if not isinstance(reading, Elsewhere):
            arrivals.append(Arrival(place, reading, clock))
    return arrivals, replace(standing, next_offset=next_offset, clock=clock, fence=fence)


def rests_of(records: Sequence[Record]) -> Iterator[dict[str, int]]:
    """For each record what it and all before it rest on: by service topic, the last position of this partition."""
    needs: dict[str, int] = {}
    latest = b""
    for record in records:
        rests = next((value for name, value in record.headers if name == "ce_rests"), b"")
        if rests != latest:
            latest = rests
            needs = dict(needs)
            for topic, position in orjson.loads(rests or b"{}").items():
                needs[topic] = max(position, needs.get(topic, 0))
        yield needs
