"""One round, told in its own words to the real allocation."""

from datetime import date, datetime
from typing import Any

from chassis.canonical import canonical_message, digest
from schemas import allocation, eligibility, intake, notification
from schemas.base import Message
from schemas.ids import Digest, LetterId, MessageId, OfficerId, ProjectId, Reference, SystemId
from schemas.reasons import Reason
from schemas.scheme import Scheme
from schemas.time import TimePassed
from services.allocation.service import SERVICE
from services.allocation.state import Frame, State
from tests.allocation.examples import (
    ANNE,
    BERIT,
    CLOSES,
    FEBRUARY,
    FJELLVIK,
    MARCH_4,
    MAY_14,
    SMALL,
    Answer,
    Outcome,
    content,
    named,
)
from tests.given import Story, all_of


class Round(Story[State]):
    """One round in one partition, told in the round's own words; each returns the facts that followed."""

    def __init__(self, scheme: Scheme = SMALL) -> None:
        super().__init__(SERVICE, topic="intake", partition=2)
        self.scheme = scheme
        self.standing: dict[str, intake.ApplicationReceived] = {}
        self.of_round: dict[str, Any] = {"round": scheme.round, "frame": scheme.frame}
        rulebook = digest(canonical_message(scheme))
        announced = intake.RoundAnnounced(
            **self.of_round, partition=2, closes_at=CLOSES, rulebook=scheme, rulebook_hash=rulebook
        )
        self.hears(announced, FEBRUARY)

    @property
    def frame(self) -> Frame:
        frame = self.state(f"frame/{self.scheme.frame}")
        assert isinstance(frame, Frame)
        return frame

    def balance(self, pocket: str) -> int:
        return sum(getattr(balance, f"{pocket}_nok") for balance in self.frame.ledger.balances)

    def applies(self, reference: str, asks_nok: int, year: int = 1) -> list[Message]:
        before = self.standing.get(reference)
        fact = intake.ApplicationReceived(
            **self.of_round,
            application=named(reference),
            system=SystemId("public360"),
            reference=Reference(reference),
            message=MessageId("m"),
            version=before.version + 1 if before else 1,
            receipt=intake.Receipt(topic="inbound.public360", partition=0, offset=0, received_at=FEBRUARY),
            content=content(asks_nok, year),
        )
        self.standing[reference] = fact
        return self.hears(fact, FEBRUARY)

    def withdraws(self, reference: str, at: datetime = MARCH_4) -> list[Message]:
        fact = self.standing.pop(reference)
        withdrawn = intake.ApplicationWithdrawn(
            **self.of_round, application=fact.application, message=MessageId("w"), version=fact.version
        )
        return self.hears(withdrawn, at)

    def closing(self) -> intake.RoundClosed:
        lines = sorted(f"{fact.application} {fact.version}" for fact in self.standing.values())
        return intake.RoundClosed(**self.of_round, count=len(lines), digest=digest("\n".join(lines).encode()))

    def closes(self) -> list[Message]:
        return self.hears(self.closing(), CLOSES)

    def judges(self, reference: str, outcome: Outcome = "eligible", version: int | None = None) -> list[Message]:
        """Eligibility's word, with the ceiling of the project's year."""
        fact = self.standing[reference]
        asked, year = fact.content.amount_nok, fact.content.project.year
        group = self.scheme.group_of(year)
        assert group is not None
        ceiling = group.ceilings_nok[str(year)]
        cut = eligibility.Reduction(
            reason=Reason.REDUCED_TO_CEILING, from_nok=asked, to_nok=ceiling, citation="Fagrådet"
        )
        judged = eligibility.EligibilityDecided(
            **self.of_round,
            application=fact.application,
            version=version or fact.version,
            outcome=outcome,
            findings=(),
            project_year=year,
            group=group.id,
            ceiling_nok=ceiling,
            grantable_nok=min(asked, ceiling) if outcome == "eligible" else 0,
            reductions=(cut,) if outcome == "eligible" and asked > ceiling else (),
            reasons=(Reason.NO_PRIOR_AWARD,) if outcome == "ineligible" else (),
        )
        return self.hears(judged, CLOSES, topic="eligibility")

    def scores(self, reference: str, score: int) -> list[Message]:
        fact = intake.ApplicationScored(
            **self.of_round,
            application=named(reference),
            score=score,
            considerations=("reaches_many",),
            officer=ANNE,
            authority=self.scheme.decided_by,
        )
        return self.hears(fact, MARCH_4)

    def approves(self, list_hash: Digest, *officers: OfficerId) -> list[Message]:
        """What followed from the last of these approvals."""
        facts: list[Message] = []
        for officer in officers:
            approval = intake.ListApproved(
                **self.of_round, list_hash=list_hash, officer=officer, authority=self.scheme.decided_by
            )
            facts = self.hears(approval, MAY_14)
        return facts

    def is_notified(self, reference: str, at: datetime = MAY_14, **changes: Any) -> list[Message]:
        notice = notification.NoticeSent(
            letter=LetterId("l-1"),
            application=named(reference),
            frame=self.scheme.frame,
            kind="award",
            channel="system",
            first=True,
        )
        return self.hears(notice.but(**changes), at, topic="notification")

    def answers(self, reference: str, answer: Answer = "accepted", at: datetime = MAY_14) -> list[Message]:
        fact = intake.AwardAnswered(
            **self.of_round, application=named(reference), message=MessageId("a"), answer=answer
        )
        return self.hears(fact, at)

    def is_past(self, until: datetime) -> list[Message]:
        return self.hears(TimePassed(until=until), until)

    def earlier_award(self, **changes: Any) -> None:
        fact = intake.HistoricalAwardRecorded(
            organisation_number=FJELLVIK,
            scheme=self.scheme.scheme,
            project=ProjectId("fjellvik-ips"),
            project_year=1,
            awarded=date(2018, 5, 15),
            amount_nok=700_000,
        )
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
