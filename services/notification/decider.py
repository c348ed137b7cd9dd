"""Decides whom to tell what. Never whether somebody gets money: that was decided before it is heard here."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.decider import Command, Decider, Input, Said, States, gathers_nothing
from schemas.allocation import (
    AcceptancePeriodSet,
    AnswerDelayed,
    ApplicationRejected,
    AppropriationCarriedOver,
    ApprovalRecorded,
    AwardAccepted,
    AwardDecided,
    AwardDeclined,
    CommitmentLapsed,
    FrameAdjusted,
    FrameChangeProposed,
    FrameConfirmed,
    FundsReserved,
    MarginSet,
    PromotionProposed,
    RankingFixed,
    RejectionProposed,
    RequestRefused,
)
from schemas.application import Application
from schemas.base import Message
from schemas.eligibility import EligibilityDecided, ReviewRefused
from schemas.ids import ApplicationId, AuthorityId, Digest, RoundId
from schemas.intake import (
    ApplicationDismissed,
    ApplicationHeld,
    ApplicationReceived,
    ApplicationWithdrawn,
    DeficiencyNoticed,
    NoticeReported,
    ReferenceAdopted,
    RoundAnnounced,
    SubmissionRefused,
    SubmissionRepeated,
)
from schemas.reasons import Reason
from services.notification import decisions, deficiencies, frames, notices, replies, worklist
from services.notification.desk import Desk
from services.notification.evolution import evolve
from services.notification.state import (
    Case,
    Round,
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
        case AwardDecided() | ApplicationRejected() | CommitmentLapsed() | ApplicationDismissed() | DeficiencyNoticed():
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
        case DeficiencyNoticed() | ApplicationDismissed(reason=Reason.INCOMPLETE_NOT_CORRECTED) if seen.case.listed:
            # The ranking had been fixed: allocation has refused it, and tells the authority so.
            return []
        case ApplicationDismissed():
            answer = replies.dismissed(fact, seen.rules(fact.round))
            desk = seen.desk_of_dismissal(fact)
            return [answer] if desk is None else [answer, *decisions.dismissed(fact, desk)]
        case DeficiencyNoticed():
            return deficiencies.asked(fact, seen.desk(fact.round, fact.version))
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
        case FrameChangeProposed():
            return [frames.proposed(fact, seen.rules(fact.round))]
        case FrameConfirmed() | FrameAdjusted() | AppropriationCarriedOver() | MarginSet():
            return [frames.changed(fact, seen.round(fact.round))]
        case AnswerDelayed():
            return [frames.overdue(fact, seen.rules(fact.round))]
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
        return self._desk(name, self.case.contents[version], self.case.decided_by)

    def desk_of_dismissal(self, fact: ApplicationDismissed) -> Desk | None:
        """None where nobody has said from whom the application was."""
        received = self.case.contents
        content = fact.content or (received[max(received)] if received else None)
        return None if content is None else self._desk(fact.round, content, fact.decided_by or self.case.decided_by)

    def _desk(self, name: RoundId, content: Application, decided_by: AuthorityId | None) -> Desk:
        source, announced = self.command.input, self.round(name)
        tables = state_of(self.states, reference_stream(source.partition), Tables)
        authority = decided_by or announced.announced().decided_by
        return Desk(self.case, announced, tables, content, authority, source.at)


DECIDER: Decider[State] = Decider("notification/1", initial, hear, gathers_nothing, decide, evolve)
