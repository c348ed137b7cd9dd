"""A sheet of a report: named columns, rows of plain values, and what must be said beside them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.table import Table

from audit.wording import number

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`columns` that end in `_nok` are whole kroner. `name` is what programs know it by."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]
    notes: Sequence[str] = field(default=())
    for_programs: frozenset[str] = frozenset()
    """Columns that would make the table too wide to read; JSON and CSV have them."""

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"title": self.title, "rows": rows, "notes": list(self.notes)}

    def csv_text(self) -> str:
        """With a line of column names; notes are left out."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return out.getvalue()

    def drawn(self) -> Table:
        """For a terminal."""
        table = Table(title=self.title, title_justify="left", caption="\n".join(self.notes), caption_justify="left")
        shown = [place for place, column in enumerate(self.columns) if column not in self.for_programs]
        for place in shown:
            column = self.columns[place]
            counts = any(isinstance(row[place], int) for row in self.rows)
            table.add_column(_words(column), justify="right" if counts else "left")
        for row in self.rows:
            table.add_row(*(_text(row[place]) for place in shown))
        return table


def _words(column: str) -> str:
    return f"{column[: -len('_nok')]}, kr".replace("_", " ") if column.endswith("_nok") else column.replace("_", " ")


def _text(value: Value) -> str:
    if value is None:
        return ""
    return number(value) if isinstance(value, int) else value
