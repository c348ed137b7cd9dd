"""Whether every award and refusal stood on a list whose exact hash two officers approved, and why it stood there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from audit.checks import Check, place
from chassis.canonical import digest
from chassis.journal import Row

ListId = tuple[str, str, str]
"""Round, authority and hash: two empty lists have one hash, and a list that was made anew may have its earlier one."""
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
    superseded: bool = False
    """It was made anew, or what it would have decided may not be decided any more."""
    released: set[str] = field(default_factory=set)
    """Whose money was let go again before the second approval."""
    held_against_hash: bool = False

    @property
    def ended(self) -> bool:
        return self.superseded or (len(self.officers) == 2 and self.lines.keys() <= self.decided | self.released)


class Lists:
    def __init__(self, service: str) -> None:
        self._service = service
        self._lists: dict[ListId, Proposed] = {}
        self._earlier: list[tuple[ListId, Proposed]] = []
        """Lists that have ended, and whose lines were proposed again in the same way."""
        self._standing: dict[tuple[str, str], set[str]] = {}
        """By round and deciding authority."""
        self._decides: dict[str, tuple[str, str]] = {}
        self._open: dict[str, ListId] = {}
        """By application: the list on which money is held for it."""
        self._judged: dict[str, dict[str, Any]] = {}
        self._withdrawn: set[str] = set()
        self._changes: dict[str, dict[str, Any]] = {}
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
                    self._decides[fact["application"]] = fact["round"], fact["decided_by"]
                    self._standing.setdefault(self._decides[fact["application"]], set()).add(fact["application"])
                case "ApplicationWithdrawn" | "ApplicationDismissed":
                    self._leaves(fact["application"])
                case "EligibilityDecided":
                    self._judged[fact["application"]] = fact
                case "RankingFixed":
                    known = self._proposed(row, fact)
                    standing = self._standing.get((fact["round"], fact["authority"]), ())
                    known.ranking, known.standing = fact, frozenset(standing)
                case "RankingReopened":
                    self._proposed(row, fact).superseded = True
                case "FrameChangeProposed":
                    self._changes[fact["list_hash"]] = fact
                case "FrameConfirmed" | "FrameAdjusted" | "AppropriationCarriedOver" | "MarginSet":
                    self._change(row, fact)
                case "ReservationReleased":
                    self._released(fact["application"])
                case "FundsReserved" | "RejectionProposed":
                    self._line(row, fact)
                case "ApprovalRecorded":
                    known = self._proposed(row, fact)
                    self._hold_hash(fact["list_hash"], known)
                    if fact["approvals"] == 1:
                        # The first one again: whoever gave it before has been disqualified since.
                        known.officers.clear()
                    known.officers.append(fact["officer"])
                case "AwardDecided" | "ApplicationRejected":
                    self._decision(row, fact)

    def _leaves(self, application: str) -> None:
        if application in self._decides:
            self._standing[self._decides[application]].discard(application)
        self._withdrawn.add(application)

    def _released(self, application: str) -> None:
        on = self._open.pop(application, None)
        if on is not None:
            self._lists[on].released.add(application)

    def _change(self, row: Row, fact: dict[str, Any]) -> None:
        """A change of the frame: as it was proposed, by the officer who did and by another."""
        named, proposed = place(self._service, row), self._changes.pop(fact["list_hash"], None)
        same = proposed is not None and all(
            proposed[key] == fact[key] for key in ("sub_frame", "amount_nok", "document")
        )
        officers = fact["decided_by"]
        two = len(set(officers)) == 2 and proposed is not None and proposed["officer"] == officers[0]
        self.approvals.holds(same and two, f"{named}: {fact['sub_frame']} was changed by {', '.join(officers)}")

    def _proposed(self, row: Row, fact: dict[str, Any]) -> Proposed:
        name = fact["round"], fact["authority"], fact["list_hash"]
        known = self._lists.get(name)
        proposes = row.type in ("RankingFixed", "FundsReserved", "RejectionProposed")
        if known is not None and proposes and known.ended:
            self._earlier.append((name, known))
            known = None
        if known is None:
            known = self._lists[name] = Proposed(place(self._service, row))
        return known

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
        if row.type == "FundsReserved":
            self._open[fact["application"]] = fact["round"], fact["authority"], fact["list_hash"]

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
        name = (*self._decides.get(application, (fact["round"], "")), fact["list_hash"])
        known = self._lists.get(name, Proposed(named))
        two = len(known.officers) == 2 and len(set(known.officers)) == 2 and known.officers == fact["decided_by"]
        self.approvals.holds(two, f"{named}: {application} was approved by {', '.join(known.officers) or 'nobody'}")
        line = known.lines.get(application)
        as_approved = line is not None and line[2] in DECISIONS[row.type] and line[3] == fact.get("amount_nok", 0)
        once = application not in known.decided
        self.complete.holds(as_approved and once, f"{named}: {application} stood on the list as {line}")
        known.decided.add(application)
        self._open.pop(application, None)

    def end(self) -> None:
        for (_, _, list_hash), known in (*self._earlier, *self._lists.items()):
            self._hold_hash(list_hash, known)
            if known.superseded:
                self.complete.holds(not known.decided, f"{known.named}: made anew, and decided all the same")
            elif len(known.officers) == 2:
                missing = sorted(known.lines.keys() - known.decided - known.released - self._withdrawn)
                self.complete.holds(not missing, f"{known.named}: approved, but not decided: {', '.join(missing)}")
            else:
                self.approvals.waiting += 1
