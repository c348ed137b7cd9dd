"""One round, told in its own words to the real allocation."""

from datetime import datetime
from typing import Any

from schemas import allocation, intake
from schemas.base import Message
from schemas.ids import AuthorityId, Digest, MessageId, OfficerId
from schemas.scheme import Scheme
from schemas.time import TimePassed
from services.allocation.service import SERVICE
from services.allocation.state import Frame, Share, State
from tests.allocation import spoken
from tests.allocation.examples import (
    ANNE,
    BERIT,
    CLOSES,
    FEBRUARY,
    FJELLVIK,
    MARCH_4,
    MARCH_20_ENDS,
    MAY_14,
    SMALL,
    Answer,
    Change,
    Outcome,
    content,
)
from tests.given import Story, all_of


class Round(Story[State]):
    """One round in one partition, told in the round's own words; each returns the facts that followed.

    Another round may be announced on the same frame; what is said `of` it names it.
    """

    def __init__(self, scheme: Scheme = SMALL) -> None:
        super().__init__(SERVICE, topic="intake", partition=2)
        self.scheme = scheme
        self.received: dict[str, intake.ApplicationReceived] = {}
        self.standing: dict[str, intake.ApplicationReceived] = {}
        self.announces(scheme)

    def announces(self, scheme: Scheme) -> list[Message]:
        return self.hears(spoken.announced(scheme), FEBRUARY)

    @property
    def frame(self) -> Frame:
        frame = self.state(f"frame/{self.scheme.frame}")
        assert isinstance(frame, Frame)
        return frame

    def share(self, authority: str | None = None) -> Share:
        return self.frame.rounds[self.scheme.round].shares[AuthorityId(authority or self.scheme.authorities[0])]

    def balance(self, pocket: str) -> int:
        return sum(getattr(balance, f"{pocket}_nok") for balance in self.frame.ledger.balances)

    def applies(
        self,
        reference: str,
        asks_nok: int,
        year: int = 1,
        *,
        to: str | None = None,
        of: Scheme | None = None,
        organisation: str = FJELLVIK,
    ) -> list[Message]:
        before = self.received.get(reference)
        version = before.version + 1 if before else 1
        fact = spoken.received(of or self.scheme, reference, content(asks_nok, year, organisation), version, to)
        self.received[reference] = self.standing[reference] = fact
        return self.hears(fact, FEBRUARY)

    def withdraws(self, reference: str, at: datetime = MARCH_4) -> list[Message]:
        return self.hears(spoken.withdrawn(self.standing.pop(reference)), at)

    def lacks(self, reference: str) -> list[Message]:
        """A letter asks for the agreement, by 20 March."""
        return self.hears(spoken.noticed(self.received[reference]), MARCH_4)

    def corrects(self, reference: str, asks_nok: int) -> list[Message]:
        before = self.received[reference]
        corrected = intake.DeficiencyCorrected(**spoken.about(self.received[reference]), version=before.version)
        assert self.hears(corrected, MARCH_4) == []
        of = self.frame.rounds[before.round].rules
        return self.applies(reference, asks_nok, before.content.project.year, to=before.decided_by, of=of)

    def is_dismissed(self, reference: str) -> list[Message]:
        """What was asked for did not come in time."""
        return self.hears(spoken.dismissed(self.standing.pop(reference)), MARCH_20_ENDS)

    def closing(self, of: Scheme | None = None) -> intake.RoundClosed:
        return spoken.closing(of or self.scheme, self.standing.values())

    def closes(self, of: Scheme | None = None) -> list[Message]:
        return self.hears(self.closing(of), CLOSES)

    def judges(self, reference: str, outcome: Outcome = "eligible", version: int | None = None) -> list[Message]:
        """Eligibility's word, with the ceiling of the project's year."""
        fact = self.standing[reference]
        rules = self.frame.rounds[fact.round].rules
        judged = spoken.judged(rules, fact.but(version=version or fact.version), outcome)
        return self.hears(judged, CLOSES, topic="eligibility")

    def scores(self, reference: str, score: int, officer: OfficerId = ANNE) -> list[Message]:
        fact = intake.ApplicationScored(
            **spoken.about(self.received[reference]),
            score=score,
            considerations=("reaches_many",),
            officer=officer,
            authority=self.received[reference].decided_by,
        )
        return self.hears(fact, MARCH_4)

    def recuses(self, reference: str, officer: OfficerId) -> list[Message]:
        fact = intake.OfficerRecused(
            **spoken.about(self.received[reference]), officer=officer, authority=self.received[reference].decided_by
        )
        return self.hears(fact, MARCH_4)

    def approves(
        self,
        list_hash: Digest,
        *officers: OfficerId,
        by: str | None = None,
        of: Scheme | None = None,
        superior: OfficerId | None = None,
        at: datetime = MAY_14,
    ) -> list[Message]:
        """What followed from the last of these approvals."""
        facts: list[Message] = []
        for officer in officers:
            approval = spoken.approved(of or self.scheme, list_hash, officer, superior, by)
            facts = self.hears(approval, at)
        return facts

    def changes_frame(self, change: Change, sub_frame: str, amount_nok: int, **changes: Any) -> list[Message]:
        """An officer's proposal; another one has to approve it."""
        fact = spoken.frame_change(self.scheme, change, sub_frame, amount_nok)
        return self.hears(fact.but(**changes), MAY_14)

    def is_notified(self, reference: str, at: datetime = MAY_14, **changes: Any) -> list[Message]:
        notice = spoken.notice(self.scheme, reference)
        return self.hears(notice.but(**changes), at, topic="notification")

    def answers(self, reference: str, answer: Answer = "accepted", at: datetime = MAY_14) -> list[Message]:
        fact = intake.AwardAnswered(**spoken.about(self.received[reference]), message=MessageId("a"), answer=answer)
        return self.hears(fact, at)

    def is_past(self, until: datetime) -> list[Message]:
        return self.hears(TimePassed(until=until), until)

    def learns(self, *states: dict[str, str]) -> list[Message]:
        return self.hears(spoken.organisation_states(*states), MARCH_4)

    def earlier_award(self, **changes: Any) -> None:
        fact = spoken.earlier_award(self.scheme)
        self.hears(fact.but(**changes), FEBRUARY)


def closed(*references: str) -> Round:
    """These have applied for 500,000 each, and the round has closed."""
    round_ = Round()
    for reference in references:
        round_.applies(reference, 500_000)
    round_.closes()
    return round_


def ranked(scheme: Scheme = SMALL, **asks_nok: int) -> tuple[Round, list[Message]]:
    """These ask for these amounts, all new and good, the first the best: the round, and how they were ranked."""
    round_ = Round(scheme)
    for reference, asks in asks_nok.items():
        round_.applies(reference, asks)
    round_.closes()
    facts: list[Message] = []
    for reference in asks_nok:
        round_.judges(reference)
    lowest_first = sorted(asks_nok, key=list(asks_nok).index, reverse=True)
    for place, reference in enumerate(lowest_first):
        facts = round_.scores(reference, 6 - (len(asks_nok) - 1 - place))
    return round_, facts


def awarded(scheme: Scheme = SMALL, **asks_nok: int) -> tuple[Round, list[Message]]:
    """The same, approved by two."""
    round_, facts = ranked(scheme, **asks_nok)
    (fixed,) = all_of(allocation.RankingFixed, facts)
    return round_, round_.approves(fixed.list_hash, ANNE, BERIT)


def of(facts: list[Message]) -> list[tuple[str, str]]:
    """Type and reference of what is said of applications, in order."""
    return [
        (type(fact).__name__, str(application).partition("/")[2])
        for fact in facts
        if (application := getattr(fact, "application", None)) is not None
    ]
