"""Which County Governor's office covers a municipality on a day: what the demo expects, worked out for itself."""

import csv
from datetime import date
from pathlib import Path


class Offices:
    def __init__(self, reference: Path) -> None:
        with (reference / "county_governors.csv").open(encoding="utf-8", newline="") as file:
            self._rows = list(csv.DictReader(file))

    def covering(self, municipalities: tuple[str, ...], day: date) -> set[str]:
        """The office of each municipality's county; each once."""
        counties = {code[:2] for code in municipalities}
        return {
            row["office"]
            for row in self._rows
            if row["valid_from"] <= day.isoformat() < (row["valid_to"] or "9999")
            and counties & set(row["counties"].split())
        }
