"""Whether a journal is whole: nothing missing, nothing changed, nothing twice; and its tables follow from it."""

from collections.abc import Sequence

import orjson

from audit.checks import Check, place
from audit.reading import Tables
from chassis.canonical import derived_id, namespace
from chassis.journal import GENESIS, Row, row_hash

ADDED = "source."
"""Before a topic's name: the input by which its partition became a source, which is the only one of its place."""


class Chain:
    def __init__(self, service: str) -> None:
        self._service = service
        self._space = namespace(service)
        self._position, self._hash = 0, GENESIS
        self._inputs: dict[tuple[str, int], tuple[int, int]] = {}
        self._streams: dict[str, tuple[int, str | None]] = {}
        self.positions = Check(service, "positions have no gaps")
        self.hashes = Check(service, "each row rests on the row before it, and nothing in it has changed")
        self.inputs = Check(service, "inputs are numbered without gaps, and each has all its rows")
        self.ids = Check(service, "ids follow from the input and the place in it")
        self.versions = Check(service, "each stream's versions have no gaps")
        self.reads = Check(service, "what a decision read had not moved on")
        self.tables = Check(service, "the tables follow from the journal")

    @property
    def checks(self) -> Sequence[Check]:
        return self.positions, self.hashes, self.inputs, self.ids, self.versions, self.reads, self.tables

    def take(self, rows: Sequence[Row]) -> None:
        first = rows[0]
        named = place(self._service, first)
        self._input(rows, named)
        read: dict[str, int] = orjson.loads(first.reads)
        now = {name: self._streams.get(name, (0, None))[0] for name in read}
        held = first.gathered in (0, self._position)
        self.reads.holds(read == now and held, f"{named}: read {read} behind {first.gathered}, but {now} were current")
        for row in rows:
            self._row(row)

    def _input(self, rows: Sequence[Row], named: str) -> None:
        first = rows[0]
        at = (first.source_topic, first.source_partition)
        number, offset = self._inputs.get(at, (0, -1))
        whole = [row.index for row in rows] == list(range(first.count)) and {row.count for row in rows} == {first.count}
        self.inputs.holds(
            first.input_number == number + 1 and first.source_offset > offset and whole,
            f"{named}: input {first.input_number} of {at[0]}[{at[1]}] with {len(rows)} of {first.count} rows at"
            f" offset {first.source_offset} follows input {number} at offset {offset}",
        )
        self._inputs[at] = (first.input_number, first.source_offset)

    def _row(self, row: Row) -> None:
        named = place(self._service, row)
        self.positions.holds(row.position == self._position + 1, f"{named} follows position {self._position}")
        chained = row.previous == self._hash and row.hash == row_hash(row)
        what = "its hash does not vouch for it" if row.previous == self._hash else "it does not rest on the row before"
        self.hashes.holds(chained, f"{named}: {what}")
        derived = derived_id(self._space, row.source_topic, row.source_partition, row.source_offset, row.index)
        self.ids.holds(row.event_id == derived, f"{named}: its id is {row.event_id}, not {derived}")
        version, group = self._streams.get(row.stream, (0, None))
        self.versions.holds(
            row.version == version + 1, f"{named}: version {row.version} of {row.stream} follows version {version}"
        )
        self._streams[row.stream] = (row.version, row.group or group)
        self._position, self._hash = row.position, row.hash

    def end(self, tables: Tables) -> None:
        """Holds the tables against what the rows said."""
        head = (tables.head.position, tables.head.hash.hex())
        self.tables.same(f"{self._service}: the head", head, (self._position, self._hash.hex()))
        self._compare("stream", dict(tables.streams), self._streams)
        counted = {at: number for at, (number, _) in self._inputs.items() if not at[0].startswith(ADDED)}
        self._compare("inputs of", {at: number for at, number in tables.inputs.items() if number}, counted)

    def _compare(self, what: str, table: dict[str, object] | object, journal: object) -> None:
        assert isinstance(table, dict)
        assert isinstance(journal, dict)
        for key in sorted(table.keys() | journal.keys()):
            self.tables.same(f"{self._service}: {what} {key}", table.get(key), journal.get(key))
