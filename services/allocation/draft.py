"""A decision as it grows: the facts said so far, and what is true with them of the ledger and the candidates.

The frame itself stays as it was: it changes when the facts are recorded (`evolution`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chassis.decider import Said
from schemas import allocation
from schemas.base import Message
from schemas.ids import ApplicationId, AuthorityId, GroupId, RoundId, SystemId
from schemas.reasons import Refusal
from services.allocation.candidate import GRANTED, Candidate, Standing
from services.allocation.ledger import Pocket
from services.allocation.state import Frame, History, Round, Share

OSLO = ZoneInfo("Europe/Oslo")


class Draft:
    def __init__(self, frame: Frame, history: History, at: datetime, stream: str | None = None) -> None:
        """`stream` is the frame's, where the message that is being decided is at home in another one."""
        self.frame, self.ledger = frame, frame.ledger
        self.said: list[Said] = []
        self.closing: RoundId | None = None
        """The round that this decision closes."""
        self._history, self._at, self._stream = history, at, stream
        self._changed: dict[ApplicationId, Candidate] = {}
        self._unsettled: Counter[tuple[RoundId, AuthorityId]] = Counter()

    def again(self) -> "Draft":
        """A fresh one, to see what would follow."""
        return Draft(self.frame, self._history, self._at, self._stream)

    def say(self, round_: Round, fact: Message, group: str | None = None) -> None:
        self.said.append(Said(fact, stream=self._stream, rules=round_.rulebook_hash, group=group))

    def refuse(self, round_: Round, request: str, reason: Refusal, state: str, **named: Any) -> None:
        """The right message at the wrong time: says so to its sender, with the state that it met."""
        fact = {"request": request, "reason": reason, "state": str(state), **self.of(round_), **named}
        self.say(round_, allocation.RequestRefused.model_validate(fact))

    def refuse_about(self, candidate: Candidate, request: str, reason: Refusal, to: SystemId | AuthorityId) -> None:
        """The same of one application. That it is ranked is told, and not how: it is no decision yet."""
        round_, _ = self.frame.place_of(candidate)
        state = "ranked" if reason is Refusal.RANKING_IS_FIXED else candidate.standing
        self.refuse(round_, request, reason, state, to=to, application=candidate.application)

    def of(self, round_: Round) -> dict[str, Any]:
        """What every fact names."""
        return {"round": round_.rules.round, "frame": self.ledger.frame}

    def move(self, parts: Iterable[allocation.Part], source: Pocket, target: Pocket) -> allocation.Movement:
        self.ledger, movement = self.ledger.move(parts, source, target)
        return movement

    def candidate(self, application: ApplicationId) -> Candidate:
        return self._changed.get(application) or self.frame.candidates[application]

    def put(self, candidate: Candidate) -> None:
        """What is true of a candidate from now on in this decision."""
        round_, share = self.frame.place_of(candidate)
        required = round_.rules.scoring.required
        before = self.candidate(candidate.application).settled(scoring_required=required)
        self._unsettled[round_.rules.round, share.authority] += before - candidate.settled(scoring_required=required)
        self._changed[candidate.application] = candidate

    def candidates(self, round_: Round, share: Share) -> Iterator[Candidate]:
        of = (round_.rules.round, share.authority)
        for known in self.frame.candidates.values():
            if (known.round, known.authority) == of:
                yield self._changed.get(known.application, known)

    def unsettled(self, round_: Round, share: Share) -> int:
        return share.unsettled + self._unsettled[round_.rules.round, share.authority]

    def closed(self, round_: Round) -> bool:
        return round_.closed or self.closing == round_.rules.round

    def taken(self, round_: Round, share: Share) -> Counter[GroupId]:
        """The awards, decided and proposed, that groups have already."""
        taken: Counter[GroupId] = Counter()
        if any(group.quota for group in round_.rules.groups):
            for one in self.candidates(round_, share):
                if one.standing in (Standing.RESERVED, *GRANTED) and one.eligibility and one.eligibility.group:
                    taken[one.eligibility.group] += 1
        return taken

    def gone(self, candidate: Candidate) -> bool:
        """Whether the applicant is dissolved or bankrupt on the Norwegian day of this decision."""
        return self._history.gone(candidate.organisation_number, self._at.astimezone(OSLO).date())
