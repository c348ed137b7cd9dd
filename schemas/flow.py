"""The one map: which message, who says it, on which kind of topic, who listens.

Topics, the JSON Schemas, `asyncapi.yaml` and `docs/flow.md` are made from it, and every service reads its inputs here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from schemas import allocation, eligibility, intake, notification, outside, time
from schemas.base import Message


class Party(StrEnum):
    """Who says something, or listens."""

    SYSTEM = "system"
    AUTHORITY = "authority"
    OPERATIONS = "operations"
    POST = "post"
    TIMEKEEPER = "timekeeper"
    INTAKE = "intake"
    ELIGIBILITY = "eligibility"
    ALLOCATION = "allocation"
    NOTIFICATION = "notification"


SERVICES = (Party.INTAKE, Party.ELIGIBILITY, Party.ALLOCATION, Party.NOTIFICATION)

INBOUND, CASEWORK, REPLIES = "inbound", "casework", "replies"
"""Kinds of topics of which every correspondent has one of its own."""

PARTITIONS = 4
"""Fixed for good: a frame's partition is stored when the frame is opened."""


@dataclass(frozen=True, slots=True)
class Route:
    """`topic` is a service's own topic, or a kind of topic; none for what stays in the journal."""

    message: type[Message]
    speaker: Party
    topic: str | None
    listeners: frozenset[Party] = frozenset()
    broadcast: bool = False
    """Said to every partition: it concerns all frames."""

    @property
    def type(self) -> str:
        return self.message.__name__


def _outside(speaker: Party, topic: str, *messages: type[Message]) -> Iterator[Route]:
    for message in messages:
        yield Route(message, speaker, topic, frozenset({Party.INTAKE}))


def _facts(speaker: Party, *said: tuple[type[Message], str]) -> Iterator[Route]:
    """`said` names each message with its listeners: e a n; `*` before them marks a broadcast."""
    by_letter = {"e": Party.ELIGIBILITY, "a": Party.ALLOCATION, "n": Party.NOTIFICATION}
    for message, to in said:
        yield Route(message, speaker, speaker, frozenset(by_letter[letter] for letter in to.strip("*")), "*" in to)


def _replies(to: Party, *messages: type[Message]) -> Iterator[Route]:
    for message in messages:
        yield Route(message, Party.NOTIFICATION, REPLIES, frozenset({to}))


ROUTES: tuple[Route, ...] = (
    *_outside(Party.SYSTEM, INBOUND, outside.SubmitApplication, outside.WithdrawApplication, outside.AnswerAward),
    *_outside(Party.POST, INBOUND, outside.ReportNotice),
    *_outside(
        Party.AUTHORITY,
        CASEWORK,
        outside.AnnounceRound,
        outside.ScoreApplication,
        outside.AnswerReview,
        outside.NoticeDeficiency,
        outside.RecuseOfficer,
        outside.ChangeFrame,
        outside.ApproveList,
    ),
    *_outside(Party.OPERATIONS, CASEWORK, outside.AdoptReference, outside.RecordHistoricalAward),
    *_outside(Party.TIMEKEEPER, INBOUND, time.TimeMark),
    Route(time.SourceAdded, Party.INTAKE, None),
    *_facts(
        Party.INTAKE,
        (time.TimePassed, "*a"),
        (intake.ReferenceAdopted, "*ean"),
        (intake.RoundAnnounced, "ean"),
        (intake.HistoricalAwardRecorded, "*a"),
        (intake.ApplicationReceived, "ean"),
        (intake.ApplicationSuperseded, "e"),
        (intake.ApplicationWithdrawn, "ean"),
        (intake.ApplicationHeld, "n"),
        (intake.ApplicationDismissed, "ean"),
        (intake.DeficiencyNoticed, "ean"),
        (intake.DeficiencyCorrected, "a"),
        (intake.OfficerRecused, "a"),
        (intake.FrameChangeStated, "a"),
        (intake.SubmissionRefused, "n"),
        (intake.SubmissionRepeated, "n"),
        (intake.RoundClosed, "ea"),
        (intake.ApplicationScored, "a"),
        (intake.ReviewAnswered, "e"),
        (intake.ListApproved, "a"),
        (intake.AwardAnswered, "a"),
        (intake.NoticeReported, "n"),
    ),
    Route(eligibility.ApplicationNoted, Party.ELIGIBILITY, None),
    *_facts(Party.ELIGIBILITY, (eligibility.EligibilityDecided, "an"), (eligibility.ReviewRefused, "n")),
    *_facts(
        Party.ALLOCATION,
        (allocation.FrameAllocated, ""),
        (allocation.FrameChangeProposed, "n"),
        (allocation.FrameConfirmed, "n"),
        (allocation.FrameAdjusted, "n"),
        (allocation.AppropriationCarriedOver, "n"),
        (allocation.MarginSet, "n"),
        (allocation.RankingReopened, ""),
        (allocation.AnswerDelayed, "n"),
        (allocation.PriorAwardsStated, "e"),
        (allocation.RankingFixed, "n"),
        (allocation.FundsReserved, "n"),
        (allocation.RejectionProposed, "n"),
        (allocation.PromotionProposed, "n"),
        (allocation.ApprovalRecorded, "n"),
        (allocation.AwardDecided, "n"),
        (allocation.ApplicationRejected, "n"),
        (allocation.AcceptancePeriodSet, "n"),
        (allocation.AwardAccepted, "n"),
        (allocation.AwardDeclined, "n"),
        (allocation.CommitmentLapsed, "n"),
        (allocation.ReservationReleased, ""),
        (allocation.RequestRefused, "n"),
    ),
    *_facts(
        Party.NOTIFICATION,
        (notification.LetterIssued, ""),
        (notification.NoticeSent, "a"),
        (notification.NoticeDelivered, ""),
        (notification.NoticeFailed, ""),
        (notification.NoticeOpened, ""),
        (notification.CountyGovernorInformed, ""),
    ),
    *_replies(
        Party.SYSTEM,
        notification.ReceiptIssued,
        notification.DismissalIssued,
        notification.CorrectionAsked,
        notification.WithdrawalConfirmed,
        notification.AnswerRepeated,
        notification.DecisionIssued,
        notification.AnswerRecorded,
    ),
    Route(
        notification.RefusalIssued,
        Party.NOTIFICATION,
        REPLIES,
        frozenset({Party.SYSTEM, Party.POST, Party.AUTHORITY, Party.OPERATIONS}),
    ),
    *_replies(
        Party.AUTHORITY,
        notification.ApplicationToAssess,
        notification.ReviewWanted,
        notification.RankingProposed,
        notification.PlaceProposed,
        notification.PromotionToApprove,
        notification.FrameChangeToApprove,
        notification.FrameChanged,
        notification.AnswerOverdue,
        notification.ApprovalCounted,
        notification.InformationIssued,
    ),
)

OUTSIDE = tuple(party for party in Party if party not in SERVICES)
"""Who is no part of this system: what these say is refused for an unknown field."""

BY_TYPE: dict[str, Route] = {route.type: route for route in ROUTES}


def heard_by(listener: Party) -> dict[str, type[Message]]:
    """The messages that a service listens to, by type."""
    return {route.type: route.message for route in ROUTES if listener in route.listeners}


def service_topics(listener: Party) -> tuple[str, ...]:
    """Which services' topics a service reads."""
    speakers = {route.speaker.value for route in ROUTES if listener in route.listeners and route.speaker in SERVICES}
    return tuple(sorted(speakers))


def partitions_of(topic: str) -> int:
    """Of a topic's name without prefix. A correspondent's casework is one line: no approval overtakes a score."""
    return 1 if topic.partition(".")[0] in (CASEWORK, REPLIES) else PARTITIONS


def subject_of(message: Message) -> str | None:
    """What a message is about: an application, else a round."""
    subject = getattr(message, "application", None) or getattr(message, "round", None)
    return subject if isinstance(subject, str) else None


def topic_of(message: Message, to: str | None) -> str | None:
    """The topic, without an installation's prefix, on which a message is said; None where it stays in the journal."""
    route = BY_TYPE[type(message).__name__]
    return f"{REPLIES}.{to}" if route.topic == REPLIES else route.topic


TYPES: dict[str, type[Message]] = {route.type: route.message for route in ROUTES}
"""Every message by its type."""


def sources(systems: Iterable[str], authorities: Iterable[str]) -> list[tuple[str, int]]:
    """The topics of the outside, each with its number of partitions.

    An authority has one partition, so that its approval can't overtake its score.
    """
    inbound = [(f"{INBOUND}.{name}", PARTITIONS) for name in (*systems, Party.POST)]
    return [*inbound, *((f"{CASEWORK}.{name}", 1) for name in authorities)]
