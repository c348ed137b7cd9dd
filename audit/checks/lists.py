"""Whether every award and refusal stood on a list whose exact hash two officers approved, and why it stood there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from audit.checks import Check, place
from chassis.canonical import digest
from chassis.journal import Row

DECISIONS = {"AwardDecided": ("award", "partial_award"), "ApplicationRejected": ("rejection",)}


@dataclass(slots=True)
class Proposed:
    """A list as it was proposed. `ranking` is the fact that announced it, none for a list of one."""

    named: str
    standing: frozenset[str] = frozenset()
    ranking: dict[str, Any] | None = None
    lines: dict[str, tuple[int, str, str, int]] = field(default_factory=dict)
    officers: list[str] = field(default_factory=list)
    decided: set[str] = field(default_factory=set)
    held_against_hash: bool = False


class Lists:
    def __init__(self, service: str) -> None:
        self._service = service
        self._lists: dict[str, Proposed] = {}
        self._standing: dict[str, set[str]] = {}
        self._judged: dict[str, dict[str, Any]] = {}
        self._withdrawn: set[str] = set()
        self.hashes = Check(
            service, "a list's hash is that of its lines, and a ranking has a line for each application"
        )
        self.grounds = Check(
            service,
            "each proposal rests on a judgement of its version: money only for the eligible, no more than grantable",
        )
        self.approvals = Check(service, "each award and refusal was approved by two officers who named its list's hash")
        self.complete = Check(service, "an approved list is decided whole, and each line as it was approved")

    @property
    def checks(self) -> Sequence[Check]:
        return self.hashes, self.grounds, self.approvals, self.complete

    def take(self, rows: Sequence[Row]) -> None:
        for row in rows:
            fact = orjson.loads(row.data)
            match row.type:
                case "ApplicationReceived":
                    self._standing.setdefault(fact["round"], set()).add(fact["application"])
                case "ApplicationWithdrawn":
                    self._standing.setdefault(fact["round"], set()).discard(fact["application"])
                    self._withdrawn.add(fact["application"])
                case "EligibilityDecided":
                    self._judged[fact["application"]] = fact
                case "RankingFixed":
                    known = self._proposed(row, fact)
                    known.ranking, known.standing = fact, frozenset(self._standing.get(fact["round"], ()))
                case "FundsReserved" | "RejectionProposed":
                    self._line(row, fact)
                case "ApprovalRecorded":
                    known = self._proposed(row, fact)
                    self._hold_hash(fact["list_hash"], known)
                    known.officers.append(fact["officer"])
                case "AwardDecided" | "ApplicationRejected":
                    self._decision(row, fact)

    def _proposed(self, row: Row, fact: dict[str, Any]) -> Proposed:
        return self._lists.setdefault(fact["list_hash"], Proposed(place(self._service, row)))

    def _line(self, row: Row, fact: dict[str, Any]) -> None:
        outcome, amount = "rejection", 0
        judged = self._judged.get(fact["application"], {})
        grounds, enough = judged.get("version") == fact["version"], True
        if row.type == "FundsReserved":
            outcome, amount = "partial_award" if fact["partial"] else "award", fact["amount_nok"]
            enough = judged.get("outcome") == "eligible" and amount <= judged["grantable_nok"]
        named = f"{place(self._service, row)}: {fact['application']}"
        self.grounds.holds(grounds and enough, f"{named}, {amount} kr, judged {judged.get('outcome', 'never')}")
        line = (fact.get("place", 0), fact["application"], outcome, amount)
        self._proposed(row, fact).lines[fact["application"]] = line

    def _hold_hash(self, list_hash: str, known: Proposed) -> None:
        """Once for each list, when it is complete."""
        if known.held_against_hash:
            return
        known.held_against_hash = True
        text = "\n".join(" ".join(map(str, line)) for line in known.lines.values())
        self.hashes.same(f"{known.named}: the hash of its lines", digest(text.encode()), list_hash)
        if known.ranking is not None:
            said = (known.ranking["count"], known.ranking["to_award"], known.ranking["total_nok"])
            awards = [line for line in known.lines.values() if line[2] != "rejection"]
            counted = (len(known.lines), len(awards), sum(line[3] for line in awards))
            self.hashes.same(f"{known.named}: count, awards and sum", said, counted)
            missing = sorted(known.standing ^ known.lines.keys())
            self.hashes.holds(not missing, f"{known.named}: on one side only: {', '.join(missing)}")

    def _decision(self, row: Row, fact: dict[str, Any]) -> None:
        named, application = place(self._service, row), fact["application"]
        known = self._lists.get(fact["list_hash"], Proposed(named))
        two = len(known.officers) == 2 and len(set(known.officers)) == 2 and known.officers == fact["decided_by"]
        self.approvals.holds(two, f"{named}: {application} was approved by {', '.join(known.officers) or 'nobody'}")
        line = known.lines.get(application)
        as_approved = line is not None and line[2] in DECISIONS[row.type] and line[3] == fact.get("amount_nok", 0)
        once = application not in known.decided
        self.complete.holds(as_approved and once, f"{named}: {application} stood on the list as {line}")
        known.decided.add(application)

    def end(self) -> None:
        for list_hash, known in self._lists.items():
            self._hold_hash(list_hash, known)
            if len(known.officers) == 2:
                missing = sorted(known.lines.keys() - known.decided - self._withdrawn)
                self.complete.holds(not missing, f"{known.named}: approved, but not decided: {', '.join(missing)}")
            else:
                self.approvals.waiting += 1
