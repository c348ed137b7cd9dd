"""Whether every decision became one letter, which is the one that the system was given, and took effect once."""

from collections.abc import Sequence

import orjson

from audit.checks import Check, place
from chassis.canonical import digest
from chassis.journal import Row

KINDS = {
    "AwardDecided": "award",
    "ApplicationRejected": "rejection",
    "CommitmentLapsed": "lapse",
    "ApplicationDismissed": "dismissal",
    "DeficiencyNoticed": "deficiency",
}
MAY_BE_SILENT = frozenset({"ApplicationDismissed", "DeficiencyNoticed"})
"""What is not made known where it came to nothing: the application was on a list by then."""


class Letters:
    def __init__(self, service: str) -> None:
        self._service = service
        self._issued: set[str] = set()
        self._effective: set[str] = set()
        self.written = Check(service, "each decision becomes one letter, and the system is given its very text")
        self.effect = Check(service, "a letter's notice takes effect once")

    @property
    def checks(self) -> Sequence[Check]:
        return self.written, self.effect

    def take(self, rows: Sequence[Row]) -> None:
        kind = KINDS.get(rows[0].type)
        letters = [orjson.loads(row.data) for row in rows if row.type == "LetterIssued"]
        if kind is not None and (letters or rows[0].type not in MAY_BE_SILENT):
            if orjson.loads(rows[0].data).get("tops_up"):
                kind = "supplement"
            given = [orjson.loads(row.data) for row in rows if row.type in ("DecisionIssued", "CorrectionAsked")]
            written = [(letter["letter"], kind, letter["text_sha256"]) for letter in letters]
            read = [(one["letter"], one.get("kind", kind), digest(one["text"].encode())) for one in given]
            right = len(letters) == 1 and letters[0]["kind"] == kind and written == read
            self.written.holds(right, f"{place(self._service, rows[0])}: written {written}, given {read}")
        self._issued |= {letter["letter"] for letter in letters}
        for row in rows:
            if row.type == "NoticeSent":
                sent = orjson.loads(row.data)
                expected = sent["letter"] in self._issued and sent["letter"] not in self._effective
                self.effect.holds(sent["first"] == expected, f"{place(self._service, row)}: {sent['letter']}")
                self._effective.add(sent["letter"])

    def end(self) -> None:
        """Letters that no channel has reported yet."""
        self.effect.waiting = len(self._issued - self._effective)
