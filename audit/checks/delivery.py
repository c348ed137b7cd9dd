"""Whether one service heard what another one said: every fact that concerns it, once, in order, as it was said."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence

import orjson

from audit.checks import Check, place
from chassis.canonical import canonical_message
from chassis.journal import Row
from schemas.flow import PARTITIONS, Party, heard_by


class Delivery:
    """One listener's hearing of one service topic. Take what was said up to a position before what was heard of it."""

    def __init__(self, listener: str, topic: str) -> None:
        self._listener, self._topic = listener, topic
        self._types = heard_by(Party(listener))
        self._said: dict[int, deque[Row]] = defaultdict(deque)
        self.heard_once = Check(
            listener, f"every fact of {topic} that concerns it is heard once, in order, as it was said"
        )

    @property
    def checks(self) -> Sequence[Check]:
        return (self.heard_once,)

    def say(self, row: Row) -> None:
        """A row of the speaker's journal."""
        if row.topic == self._topic and row.type in self._types:
            for partition in range(PARTITIONS) if row.partition is None else (row.partition,):
                self._said[partition].append(row)

    def position(self, row: Row) -> int:
        """Where in the speaker's journal the fact stands that this row heard; 0 where the row does not say."""
        return int(orjson.loads(row.rests).get(self._topic, 0))

    def hear(self, row: Row) -> None:
        """The listener's first row of an input from this topic."""
        named, position = place(self._listener, row), self.position(row)
        waiting = self._said[row.source_partition]
        if not waiting:
            self.heard_once.holds(False, f"{named}: {self._topic} said nothing that was left to hear")
            return
        said = waiting.popleft()
        if said.position != position:
            self.heard_once.holds(False, f"{named}: heard position {position}, but {place(self._topic, said)} was next")
            while waiting and said.position < position:
                said = waiting.popleft()
            return
        pairs = {
            "type": (row.type, said.type),
            "id": (row.causation, said.event_id),
            "time": (row.at, said.at),
            "correlation": (row.correlation, said.correlation),
            "message": (row.data, self._as_read(said)),
        }
        parted = [name for name, (heard, spoken) in pairs.items() if heard != spoken]
        self.heard_once.holds(not parted, f"{named}: not as {place(self._topic, said)} said it: {', '.join(parted)}")

    def _as_read(self, said: Row) -> bytes:
        """The bytes that the present model makes of what was said."""
        return canonical_message(self._types[said.type].model_validate_json(said.data))

    def end(self, fences: Mapping[tuple[str, int], int]) -> None:
        """What lies behind the position heard last waits; what lies before it was lost."""
        for partition, rows in sorted(self._said.items()):
            fence = fences.get((self._topic, partition), 0)
            for row in rows:
                if row.position <= fence:
                    named = place(self._topic, row)
                    self.heard_once.holds(
                        False, f"{named} was never heard by {self._listener} in partition {partition}"
                    )
                else:
                    self.heard_once.waiting += 1
