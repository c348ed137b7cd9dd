"""Whether everything that arrived at intake came to one end, and a round was closed on what then stood."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import orjson

from audit.checks import Check, place
from chassis.canonical import digest
from chassis.journal import Row

SUBMISSIONS = frozenset({"SubmitApplication", "WithdrawApplication", "AnswerAward"})
OUTCOMES = frozenset(
    {
        "ApplicationReceived",
        "ApplicationHeld",
        "ApplicationDismissed",
        "ApplicationWithdrawn",
        "SubmissionRefused",
        "SubmissionRepeated",
        "AwardAnswered",
    }
)
ENDS = {
    "AnnounceRound": frozenset({"ApplicationReceived", "ApplicationDismissed"}),
    "TimePassed": frozenset({"SubmissionRefused"}),
}
"""What ends a held application's waiting: its round's announcement, or the time that proves that there was none."""


class Arrivals:
    def __init__(self, service: str) -> None:
        self._service = service
        self._standing: dict[str, dict[str, int]] = defaultdict(dict)
        self._held: set[tuple[str, str]] = set()
        self._closed: set[str] = set()
        self._correcting: set[str] = set()
        self.outcomes = Check(service, "each submission has one first outcome")
        self.held = Check(service, "what was held ends once: received, dismissed or refused")
        self.versions = Check(
            service, "an application's versions count up; after its round has closed only a correction"
        )
        self.closings = Check(service, "a round closes on count and digest of the applications that stand")

    @property
    def checks(self) -> Sequence[Check]:
        return self.outcomes, self.held, self.versions, self.closings

    def take(self, rows: Sequence[Row]) -> None:
        first, facts = rows[0], [(row, orjson.loads(row.data)) for row in rows if row.kind == "decided"]
        if first.type in SUBMISSIONS:
            outcomes = [row.type for row, fact in facts if row.type in OUTCOMES and fact["message"] == first.causation]
            named = place(self._service, first)
            self.outcomes.holds(len(outcomes) == 1, f"{named}: {', '.join(outcomes) or 'nothing'} came of it")
        for row, fact in facts:
            self._fact(row, fact, first)

    def _fact(self, row: Row, fact: dict[str, Any], first: Row) -> None:
        named, held = place(self._service, row), (str(fact.get("application")), str(fact.get("message")))
        if row.type == "ApplicationHeld":
            self._held.add(held)
        elif row.type in ENDS.get(first.type, ()):
            self.held.holds(held in self._held, f"{named}: {held[0]} was not held")
            self._held.discard(held)
        match row.type:
            case "DeficiencyCorrected":
                self._correcting.add(fact["application"])
            case "ApplicationDismissed" if "stood" in fact:
                self._standing[fact["round"]].pop(fact["application"], None)
            case "ApplicationReceived":
                standing = self._standing[fact["round"]]
                follows = fact["version"] == standing.get(fact["application"], 0) + 1
                in_time = fact["round"] not in self._closed or fact["application"] in self._correcting
                self._correcting.discard(fact["application"])
                self.versions.holds(follows and in_time, f"{named}: version {fact['version']} of {fact['application']}")
                standing[fact["application"]] = fact["version"]
            case "ApplicationWithdrawn":
                gone = self._standing[fact["round"]].pop(fact["application"], None)
                self.versions.holds(
                    gone == fact["version"], f"{named}: {fact['application']} stood with version {gone}"
                )
            case "RoundClosed":
                self._closed.add(fact["round"])
                lines = sorted(f"{name} {version}" for name, version in self._standing[fact["round"]].items())
                stands = (len(lines), digest("\n".join(lines).encode()))
                said = (fact["count"], fact["digest"])
                self.closings.same(named, said, stands)

    def end(self) -> None:
        """Whoever is still held waits for an announcement, or for time to pass."""
        self.held.waiting = len(self._held)
