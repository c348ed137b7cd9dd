"""What notification says: the letters and their fate, and, on the reply topics, the answers and work lists."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from schemas.application import Language
from schemas.base import Instant, Key, Message
from schemas.eligibility import Finding
from schemas.ids import (
    ApplicationId,
    AuthorityId,
    Digest,
    FrameId,
    GroupId,
    LetterId,
    MessageId,
    OfficeId,
    OrganisationNumber,
    Reference,
    RoundId,
    SubFrameId,
    SystemId,
)
from schemas.intake import Answer, Coordinates, Problem
from schemas.intake import Receipt as ReceiptFacts
from schemas.money import Nok
from schemas.reasons import Reason, ReasonCode, Refusal

LetterKind = Literal["award", "rejection", "lapse", "supplement", "deficiency", "dismissal"]


class Recipient(Message):
    organisation_number: OrganisationNumber
    name: str
    role_address: str
    language: Language


class LetterIssued(Message):
    """A letter's facts and the digests of template and text: enough to write the same letter again, byte for byte."""

    letter: LetterId
    application: ApplicationId
    system: SystemId
    round: RoundId
    frame: FrameId
    kind: LetterKind
    language: Language
    addressee: Recipient
    copies: tuple[Recipient, ...]
    """The cooperating bodies, who get the same letter."""
    facts: dict[Key, str | int | bool | tuple[str, ...]]
    template_hash: Digest
    text_sha256: Digest


class NoticeSent(Message):
    """The first of these is the notice's effect."""

    letter: LetterId
    application: ApplicationId
    frame: FrameId
    kind: LetterKind
    channel: str
    first: bool


class NoticeDelivered(Message):
    """A letter reached its channel's other end."""

    letter: LetterId
    application: ApplicationId
    frame: FrameId
    channel: str


class NoticeFailed(Message):
    """A letter could not be sent or delivered; a person must look."""

    letter: LetterId
    application: ApplicationId
    frame: FrameId
    channel: str


class NoticeOpened(Message):
    """The party has opened a letter (eForvaltningsforskriften § 8)."""

    letter: LetterId
    application: ApplicationId
    frame: FrameId
    channel: str


class CountyGovernorInformed(Message):
    """Said of every award and refusal to every office concerned, under the name that it bore that day."""

    office: OfficeId
    office_name: str
    application: ApplicationId
    round: RoundId
    frame: FrameId
    outcome: Literal["awarded", "rejected"]
    applicant: str
    organisation_number: OrganisationNumber
    municipalities: tuple[str, ...]
    amount_nok: Nok
    tops_up: bool = False
    """The amount is what is added to an award told before."""
    example: bool


class ReceiptIssued(Message):
    """To the system: the application is received, or held until its round is announced."""

    reference: Reference
    message: MessageId
    status: Literal["received", "held"]
    version: int
    receipt: ReceiptFacts


class CorrectionAsked(Message):
    """To the system: what the application lacks, and until when it can be brought, with the letter that says so."""

    reference: Reference
    letter: LetterId
    missing: tuple[str, ...]
    """JSON pointers into the application."""
    correct_by: Annotated[date, Field(strict=False)]
    language: Language
    subject: str
    text: str


class DismissalIssued(Message):
    """To the system: the application is not considered on its merits, and why."""

    reference: Reference
    message: MessageId
    reason: Reason
    closes_at: Instant
    receipt: ReceiptFacts


class WithdrawalConfirmed(Message):
    """To the system: the application is withdrawn."""

    reference: Reference
    message: MessageId


class RefusalIssued(Message):
    """To the sender, system or authority: what was wrong, where, and what was expected."""

    reason: Refusal
    problems: tuple[Problem, ...] = ()
    coordinates: Coordinates | None = None
    message: MessageId | None = None
    reference: Reference | None = None
    application: ApplicationId | None = None
    state: str | None = None


class AnswerRepeated(Message):
    """To the system: the same message came again, and this was its answer."""

    reference: Reference
    message: MessageId
    original: Answer


class DecisionIssued(Message):
    """To the system: the decision with its letter; this is the legal notice to a system."""

    reference: Reference
    letter: LetterId
    kind: LetterKind
    amount_nok: Nok
    reasons: tuple[ReasonCode, ...]
    language: Language
    subject: str
    text: str
    acceptance_days: int | None = None


class AnswerRecorded(Message):
    """To the system: its acceptance or decline has been recorded; or `until` when it can still be given."""

    reference: Reference
    status: Literal["open", "accepted", "declined"]
    amount_nok: Nok
    until: Instant | None = None


class ApplicationToAssess(Message):
    """Work list: an eligible application, with what the rules found."""

    application: ApplicationId
    version: int
    round: RoundId
    applicant: str
    organisation_number: OrganisationNumber
    group: GroupId
    project_year: int
    applied_nok: Nok
    grantable_nok: Nok
    positions: int
    findings: tuple[Finding, ...]


class ReviewWanted(Message):
    """Work list: a rule that could not tell; an officer answers."""

    application: ApplicationId
    version: int
    round: RoundId
    rule: str
    finding: Finding


class RankingProposed(Message):
    """Work list: the list with this hash awaits two officers."""

    round: RoundId
    list_hash: Digest
    count: int
    to_award: int
    to_reject: int
    total_nok: Nok
    below_quota: tuple[GroupId, ...] = ()


class PlaceProposed(Message):
    """Work list: one line of the proposed list."""

    round: RoundId
    list_hash: Digest
    place: int | None = None
    application: ApplicationId
    outcome: Literal["award", "partial_award", "rejection"]
    amount_nok: Nok
    reasons: tuple[ReasonCode, ...]
    score: int | None = None
    waiting_place: int | None = None


class PromotionToApprove(Message):
    """Work list: the waiting list's next, or one to be filled up, for whom two officers must approve the money."""

    round: RoundId
    list_hash: Digest
    application: ApplicationId
    waiting_place: int | None = None
    amount_nok: Nok
    tops_up: bool = False


class FrameChangeToApprove(Message):
    """Work list: a change of the frame that another officer than the one who proposed it must approve."""

    round: RoundId
    list_hash: Digest
    change: Literal["confirm", "adjust", "carry_over", "margin"]
    sub_frame: SubFrameId
    amount_nok: int
    from_year: int | None = None
    document: str


class FrameChanged(Message):
    """Work list: a change of the frame has taken effect; `available_nok` is what can be given out of it now."""

    round: RoundId
    list_hash: Digest
    change: Literal["confirm", "adjust", "carry_over", "margin"]
    sub_frame: SubFrameId
    amount_nok: int
    available_nok: Nok


class AnswerOverdue(Message):
    """Work list: the day on which the round's answers were to be expected has passed."""

    round: RoundId
    answer_by: Annotated[date, Field(strict=False)]
    undecided: int


class ApprovalCounted(Message):
    """Work list: how many officers have approved the list."""

    round: RoundId
    list_hash: Digest
    approvals: int


class InformationIssued(Message):
    """To a County Governor: what was decided in its county."""

    office_name: str
    application: ApplicationId | None = None
    round: RoundId
    outcome: Literal["awarded", "rejected"]
    applicant: str
    organisation_number: OrganisationNumber
    municipalities: tuple[str, ...]
    amount_nok: Nok
    tops_up: bool = False
    decided: Annotated[date, Field(strict=False)]
    text: str


Correspondent = SystemId | AuthorityId
