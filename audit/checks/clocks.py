"""Whether time only moves forward, and nothing was heard after it had been said that its time has passed."""

from collections.abc import Sequence
from datetime import datetime

import orjson

from audit.checks import Check, place
from audit.reading import Tables
from chassis.journal import Row
from chassis.timing import CLOCK
from schemas.time import SourceAdded, TimePassed

PASSED, ADDED = TimePassed.__name__, SourceAdded.__name__


class Clocks:
    """`keeps_time` for the service that says what time it is; the others hear it, in each partition."""

    def __init__(self, service: str, *, keeps_time: bool) -> None:
        self._service, self._keeps_time = service, keeps_time
        self._said: dict[tuple[str, int], datetime] = {}
        self._added: set[tuple[str, int]] = set()
        self.forward = Check(service, "time that has passed only moves forward")
        self.late = Check(service, "nothing is heard after its time was said to have passed")
        self.table = Check(service, "the last time that was said stands at the head")

    @property
    def checks(self) -> Sequence[Check]:
        return (self.forward, self.late, self.table) if self._keeps_time else (self.forward,)

    def take(self, rows: Sequence[Row]) -> None:
        first = rows[0]
        named, at = place(self._service, first), (first.source_topic, first.source_partition)
        if first.type == PASSED:
            until = datetime.fromisoformat(orjson.loads(first.data)["until"])
            before = self._said.get(at)
            self.forward.holds(before is None or until > before, f"{named}: {until} is said after {before}")
            self._said[at] = until
            self._added.clear()
        elif first.type == ADDED:
            added = orjson.loads(first.data)
            self._added.add((added["topic"], added["partition"]))
        elif self._keeps_time:
            said = self._said.get((CLOCK, 0))
            # A source that was added since starts its clock where time stood.
            in_time = said is None or first.at > said or (at in self._added and first.at == said)
            self.late.holds(in_time, f"{named}: of {first.at}, but {said} had passed")

    def end(self, tables: Tables) -> None:
        if self._keeps_time:
            said = self._said.get((CLOCK, 0))
            self.table.same(f"{self._service}: the time at the head", tables.head.until, said)
