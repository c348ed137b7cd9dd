"""Decides whom to tell what. Never whether somebody gets money: that was decided before it is heard here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from chassis.decider import Command, Decider, Entry, Input, Said, States, gathers_nothing
from schemas.allocation import (
    AcceptancePeriodSet,
    ApplicationRejected,
    ApprovalRecorded,
    AwardAccepted,
    AwardDecided,
    AwardDeclined,
    CommitmentLapsed,
    FundsReserved,
    PromotionProposed,
    RankingFixed,
    RejectionProposed,
    RequestRefused,
)
from schemas.base import Message
from schemas.eligibility import EligibilityDecided, ReviewRefused
from schemas.ids import ApplicationId, Digest, RoundId
from schemas.intake import (
    ApplicationDismissed,
    ApplicationHeld,
    ApplicationReceived,
    ApplicationWithdrawn,
    NoticeReported,
    ReferenceAdopted,
    RoundAnnounced,
    SubmissionRefused,
    SubmissionRepeated,
)
from schemas.notification import LetterIssued
from services.notification import decisions, notices, replies, worklist
from services.notification.desk import Desk
from services.notification.offices import read_municipalities, read_offices
from services.notification.state import (
    Case,
    Round,
    Sender,
    State,
    Tables,
    case_stream,
    initial,
    reference_stream,
    round_stream,
    state_of,
)


def hear(message: Message, source: Input) -> Command | None:
    """Everything about an application is at home with it; what is said of a round's rests on its rulebook."""
    application: ApplicationId | None = getattr(message, "application", None)
    name: RoundId | None = getattr(message, "round", None)
    reads: tuple[str, ...] = ()
    match message:
        case ReferenceAdopted():
            home = reference_stream(source.partition)
        case SubmissionRefused(application=None, sender=sender):
            home = f"sender/{sender}/{source.partition}"
        case ApplicationHeld(application=held):
            home = case_stream(held)
        case AwardDecided() | ApplicationRejected() | CommitmentLapsed():
            home = case_stream(message.application)
            reads = (round_stream(message.round), reference_stream(source.partition))
        case _ if application is not None:
            home = case_stream(application)
            reads = (round_stream(name),) if name is not None else ()
        case _ if name is not None:
            home = round_stream(name)
        case _:
            raise TypeError(f"{type(message).__name__} is not for notification")
    return Command(home, message, source, reads)


def decide(command: Command, states: States[State]) -> Sequence[Said]:
    seen = View(command, states)
    fact = command.message
    match fact:
        case RoundAnnounced() | ReferenceAdopted():
            return []
        case ApplicationReceived():
            return [replies.received(fact, seen.rules(fact.round))]
        case ApplicationHeld():
            return replies.held(fact, seen.case)
        case ApplicationDismissed():
            return [replies.dismissed(fact, seen.rules(fact.round))]
        case ApplicationWithdrawn():
            return [replies.withdrawn(fact, seen.rules(fact.round))]
        case SubmissionRefused():
            return [replies.refused(fact)]
        case SubmissionRepeated():
            return [replies.repeated(fact)]
        case EligibilityDecided():
            return worklist.judged(fact, seen.case, seen.round(fact.round))
        case ReviewRefused():
            return [replies.review_refused(fact, seen.case, seen.rules(fact.round))]
        case RankingFixed():
            return [worklist.ranked(fact, seen.rules(fact.round))]
        case FundsReserved():
            return worklist.reserved(fact, seen.rules(fact.round))
        case RejectionProposed():
            return [worklist.rejection_proposed(fact, seen.rules(fact.round))]
        case PromotionProposed():
            return [worklist.promotion_proposed(fact, seen.rules(fact.round))]
        case ApprovalRecorded():
            return [worklist.approved(fact, seen.rules(fact.round))]
        case AwardDecided():
            return decisions.awarded(fact, seen.desk(fact.round, fact.version))
        case ApplicationRejected():
            return decisions.rejected(fact, seen.desk(fact.round, fact.version))
        case CommitmentLapsed():
            return decisions.lapsed(fact, seen.desk(fact.round, seen.case.decided_version))
        case AcceptancePeriodSet() | AwardAccepted() | AwardDeclined():
            return [replies.answer_recorded(fact, seen.case, seen.rules(fact.round))]
        case RequestRefused():
            return [replies.request_refused(fact, seen.rules(fact.round))]
        case NoticeReported():
            return notices.reported(fact, seen.case)
        case _:
            raise TypeError(f"{type(fact).__name__} is not for notification")


@dataclass(frozen=True, slots=True)
class View:
    """What a decision sees of the streams that its command names."""

    command: Command
    states: States[State]

    @property
    def case(self) -> Case:
        return state_of(self.states, self.command.stream, Case)

    def round(self, name: RoundId) -> Round:
        return state_of(self.states, round_stream(name), Round)

    def rules(self, name: RoundId) -> Digest | None:
        return self.round(name).rules

    def desk(self, name: RoundId, version: int) -> Desk:
        source = self.command.input
        tables = state_of(self.states, reference_stream(source.partition), Tables)
        return Desk(self.case, self.round(name), tables, version, source.at)


def evolve(state: State, entry: Entry) -> State:
    match state:
        case Case():
            _evolve_case(state, entry.message)
        case Round():
            if isinstance(entry.message, RoundAnnounced):
                state.rulebook, state.rules = entry.message.rulebook, entry.message.rulebook_hash
        case Tables():
            _evolve_tables(state, entry.message)
        case Sender():
            pass
        case _:
            assert_never(state)
    return state


def _evolve_case(case: Case, message: Message) -> None:
    match message:
        case ApplicationReceived(version=version, content=content):
            case.contents[version] = content
        case EligibilityDecided(outcome=outcome):
            case.outcome = outcome
        case AwardDecided(version=version, amount_nok=amount):
            case.decided_version, case.awarded_nok = version, amount
        case ApplicationRejected(version=version):
            case.decided_version = version
        case AcceptancePeriodSet(until=until):
            case.until = until
        case LetterIssued(letter=letter, kind=kind, facts=facts):
            case.letters[letter] = kind
            case.rules = Digest(str(facts["rules"])) if facts["rules"] else None
        case NoticeReported(letter=letter, channel=channel, status=status):
            case.reported.add((letter, channel, status))
        case _:
            # Answers and work-list items change nothing that a later one rests on.
            pass


def _evolve_tables(tables: Tables, message: Message) -> None:
    match message:
        case ReferenceAdopted(name="county_governors", content=content):
            tables.offices = read_offices(content)
        case ReferenceAdopted(name="municipalities", content=content):
            tables.municipalities = read_municipalities(content)
        case _:
            # Which system may act, and which bodies are public, is for others to know.
            pass


DECIDER: Decider[State] = Decider("notification/1", initial, hear, gathers_nothing, decide, evolve)
