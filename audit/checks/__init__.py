"""What must hold of the journals, each in words and with the first record that does not.

Every checker takes the rows of one input after the other, in order, and asks nothing of a database or a broker: a
second program, written from the schemas alone, that shares no code with what decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chassis.journal import Row


@dataclass(slots=True)
class Check:
    """One law. `count` is how many records were held against it, `waiting` how many can't be judged yet."""

    where: str
    law: str
    count: int = 0
    waiting: int = 0
    first: str | None = None

    @property
    def ok(self) -> bool:
        return self.first is None

    def holds(self, true: bool, broken: str) -> None:
        """Counts a record, and keeps what is said of the first that breaks the law."""
        self.count += 1
        if not true and self.first is None:
            self.first = broken

    def same(self, what: str, found: object, expected: object) -> None:
        self.holds(found == expected, f"{what}: found {found}, expected {expected}")


class Checker(Protocol):
    @property
    def checks(self) -> Sequence[Check]: ...

    def take(self, rows: Sequence[Row]) -> None:
        """Takes all rows of the next input."""


def place(service: str, row: Row) -> str:
    """How a record is named in a report."""
    return f"{service} at position {row.position} ({row.type})"
