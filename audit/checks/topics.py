"""Whether a service's topics hold what its journal says, all of it, in order, and nothing else."""

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from audit.checks import Check, place
from chassis.journal import Row
from schemas.base import instant_text

Place = tuple[str, int]
"""Topic, without the installation's prefix, and partition."""


@dataclass(frozen=True, slots=True)
class TopicRecord:
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def position(self) -> int:
        """Of the row that it carries; 0 where it does not say."""
        text = self.headers.get("ce_journalpos", "")
        return int(text) if text.isdecimal() else 0

    def __str__(self) -> str:
        return f"{self.topic}[{self.partition}] at offset {self.offset}"


class Topics:
    """`last` is the journal's last position: what a topic holds beyond it was written after the journal was opened."""

    def __init__(self, service: str, partitions: int, last: int) -> None:
        self._service, self._partitions, self._last = service, partitions, last
        self._expected: dict[Place, deque[tuple[Row, int]]] = defaultdict(deque)
        self._tails: dict[Place, int] = defaultdict(int)
        self._early: dict[Place, deque[TopicRecord]] = defaultdict(deque)
        self._beyond: TopicRecord | None = None
        self._walked = 0
        self.relayed = Check(
            service, "its topics hold each row with a destination, in order, byte for byte, and no more"
        )

    @property
    def checks(self) -> Sequence[Check]:
        return (self.relayed,)

    def take(self, rows: Sequence[Row]) -> None:
        for row in rows:
            for at in self._places(row):
                self._expected[at].append((row, self._tails[at]))
                self._tails[at] = row.position
        self._walked = rows[-1].position
        for early in self._early.values():
            while early and early[0].position <= self._walked:
                self._compare(early.popleft())

    def wanted(self) -> list[Place]:
        """Where records are to be read next."""
        return [at for at, rows in self._expected.items() if rows]

    def _places(self, row: Row) -> Iterator[Place]:
        if row.topic is not None:
            everywhere = range(self._partitions) if row.partition is None else (row.partition,)
            yield from ((row.topic, partition) for partition in everywhere)

    def record(self, record: TopicRecord) -> None:
        """The next record of its partition; one that is ahead of the rows waits for them."""
        if record.position > self._last:
            self._beyond = record
            return
        early = self._early[record.topic, record.partition]
        if early or record.position > self._walked:
            early.append(record)
        else:
            self._compare(record)

    def _compare(self, record: TopicRecord) -> None:
        position = record.position
        waiting = self._expected[record.topic, record.partition]
        if not waiting:
            self.relayed.holds(False, f"{record}: the journal of {self._service} has no row for it")
            return
        row, previous = waiting[0]
        if position != row.position:
            self.relayed.holds(False, f"{record} has position {position}, but {place(self._service, row)} was next")
            while waiting and waiting[0][0].position <= position:
                waiting.popleft()
            return
        waiting.popleft()
        parted = list(_parted(record, row, previous, self._service))
        self.relayed.holds(not parted, f"{record} is not {place(self._service, row)}: {', '.join(parted)}")

    def end(self, confirmed: int, now: int) -> None:
        """After the last record. Rows that the relay had confirmed are missing, the others wait for it; a record
        beyond `now`, where the journal ends afterwards, has no row."""
        if self._beyond is not None:
            named = f"{self._beyond} has position {self._beyond.position}"
            self.relayed.holds(self._beyond.position <= now, f"{named}, but the journal ends at {now}")
        for at, waiting in sorted(self._expected.items()):
            for row, _ in waiting:
                if row.position <= confirmed:
                    self.relayed.holds(False, f"{place(self._service, row)} is missing in {at[0]}[{at[1]}]")
                else:
                    self.relayed.waiting += 1


def _parted(record: TopicRecord, row: Row, previous: int, service: str) -> Iterator[str]:
    """The names of what differs between a record and the row that it carries."""
    if record.value != row.data:
        yield "value"
    if record.key != row.key.encode():
        yield "key"
    expected = {
        "ce_id": row.event_id,
        "ce_type": row.type,
        "ce_source": f"/tilsagn/{service}",
        "ce_time": instant_text(row.at),
        "ce_subject": row.key,
        "ce_correlationid": row.correlation,
        "ce_causationid": row.causation,
        "ce_prevpos": str(previous),
        "ce_rests": None if row.rests == "{}" else row.rests,
        "ce_rulesversion": row.rules,
    }
    yield from (name for name, value in expected.items() if record.headers.get(name) != value)
