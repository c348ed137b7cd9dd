"""What intake says: what has arrived, and what became of it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from schemas.application import Application
from schemas.base import Content, Instant, Message
from schemas.ids import (
    ApplicationId,
    AuthorityId,
    CooperationId,
    Digest,
    FrameId,
    LetterId,
    MessageId,
    OfficerId,
    OrganisationNumber,
    ProjectId,
    Reference,
    RoundId,
    SchemeId,
    SubFrameId,
    SystemId,
)
from schemas.money import Nok
from schemas.outside import NoticeStatus
from schemas.reasons import Reason, Refusal
from schemas.reference import ReferenceName
from schemas.scheme import Scheme


class ReferenceAdopted(Message):
    """Reference data with the hash of its content; every later decision rests on it."""

    name: ReferenceName
    hash: Digest
    content: Content


class RoundAnnounced(Message):
    """The whole rulebook, with the instants that it means and the partition in which its frame lives for good."""

    round: RoundId
    frame: FrameId
    partition: int
    closes_at: Instant
    rulebook: Scheme
    rulebook_hash: Digest


class HistoricalAwardRecorded(Message):
    """An award from before this system existed; it counts as a project year."""

    organisation_number: OrganisationNumber
    scheme: SchemeId
    project: ProjectId
    project_year: int
    awarded: Annotated[date, Field(strict=False)]
    amount_nok: Nok
    carried_over: bool = False


class Receipt(Message):
    """Where and when a submission reached the broker (eForvaltningsforskriften § 6), and when an answer is due."""

    topic: str
    partition: int
    offset: int
    received_at: Instant
    answer_by: Annotated[date, Field(strict=False)] | None = None


class ApplicationReceived(Message):
    """An application, or a new version of one, reached the broker in time and stands."""

    application: ApplicationId
    system: SystemId
    reference: Reference
    message: MessageId
    version: int
    """1 for the first submission; each correction before the deadline counts one up."""
    round: RoundId
    frame: FrameId
    decided_by: AuthorityId
    """The round's authority, or the County Governor's office where the round is theirs to decide."""
    receipt: Receipt
    content: Application


class Stood(Message):
    """Whose application it was that no longer stands, and on behalf of which cooperation."""

    organisation_number: OrganisationNumber
    cooperation: CooperationId


class ApplicationSuperseded(Message):
    """An earlier version of an application no longer stands."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    version: int
    by_version: int
    stood: Stood


class ApplicationWithdrawn(Message):
    """The applicant has taken its application back."""

    application: ApplicationId
    message: MessageId
    round: RoundId
    frame: FrameId
    version: int
    stood: Stood


class ApplicationHeld(Message):
    """The round is not known yet; ended by its announcement, or by the time that proves there was none."""

    application: ApplicationId
    system: SystemId
    reference: Reference
    message: MessageId
    round: RoundId
    receipt: Receipt
    content: Application


class ApplicationDismissed(Message):
    """Not considered on its merits: it came too late, or what it lacked was not brought in time.

    `stood` is there when a version stood until now.
    """

    application: ApplicationId
    system: SystemId
    reference: Reference
    message: MessageId
    round: RoundId
    frame: FrameId
    reason: Literal[Reason.LATE, Reason.INCOMPLETE_NOT_CORRECTED]
    closes_at: Instant
    """When it would have had to be there."""
    receipt: Receipt
    stood: Stood | None = None
    decided_by: AuthorityId | None = None
    """In whose name the dismissal is told; the round's authority where nothing stands."""
    content: Application | None = None
    """What came too late: the letter is addressed from it, and nothing else rests on it."""


class DeficiencyNoticed(Message):
    """What an application lacks, and until when it can be brought; what is later than `until` is too late."""

    application: ApplicationId
    version: int
    round: RoundId
    frame: FrameId
    missing: tuple[str, ...]
    """JSON pointers into the application."""
    correct_by: Annotated[date, Field(strict=False)]
    until: Instant
    officer: OfficerId
    authority: AuthorityId


class DeficiencyCorrected(Message):
    """New content came in time after a deficiency was noticed; it follows as a new version."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    version: int


class OfficerRecused(Message):
    """An officer is disqualified in an application, and may neither assess nor decide it."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    officer: OfficerId
    authority: AuthorityId


class FrameChangeStated(Message):
    """An officer's proposal to change a frame, as it was sent; allocation tells what comes of it."""

    round: RoundId
    frame: FrameId
    change: Literal["confirm", "adjust", "carry_over", "margin"]
    sub_frame: SubFrameId
    amount_nok: int
    from_year: int | None = None
    document: str
    officer: OfficerId
    superior: OfficerId | None = None
    authority: AuthorityId


class Problem(Message):
    """One thing that is wrong: a JSON pointer and what was expected there; never the value."""

    pointer: str
    expected: str


class Coordinates(Message):
    topic: str
    partition: int
    offset: int


class SubmissionRefused(Message):
    """A message that could not be taken. Its bytes, where they could not be read, lie in the quarantine alone."""

    sender: SystemId | AuthorityId
    coordinates: Coordinates
    reason: Refusal
    problems: tuple[Problem, ...] = ()
    message: MessageId | None = None
    reference: Reference | None = None
    application: ApplicationId | None = None
    sha256: Digest | None = None
    length_bytes: int | None = None


class Answer(Message):
    """What a submission was answered with, so that the same message gets the same answer again."""

    outcome: Literal["received", "held", "dismissed", "withdrawn", "refused", "noted"]
    version: int | None = None
    receipt: Receipt | None = None
    reason: Reason | Refusal | None = None


class SubmissionRepeated(Message):
    """The same message again: nothing happens, and the original answer is given again."""

    application: ApplicationId
    system: SystemId
    reference: Reference
    message: MessageId
    original: Answer


class RoundClosed(Message):
    """After the deadline, when all that reached the broker before it has been heard.

    `digest` is the SHA-256 over the sorted lines `application version` of the standing applications.
    """

    round: RoundId
    frame: FrameId
    count: int
    digest: Digest


class ApplicationScored(Message):
    """An officer's score; until the ranking is fixed, a later one replaces it."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    score: int
    considerations: tuple[str, ...]
    officer: OfficerId
    authority: AuthorityId


class ReviewAnswered(Message):
    """An officer's answer to what a rule could not tell; the application is judged anew."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    rule: str
    outcome: Literal["met", "unmet"]
    officer: OfficerId
    authority: AuthorityId


class ListApproved(Message):
    """One officer's approval, as it was sent; allocation tells what it leads to."""

    round: RoundId
    frame: FrameId
    list_hash: Digest
    officer: OfficerId
    superior: OfficerId | None = None
    """Who was directly above the officer that day, where the list of officers tells."""
    authority: AuthorityId


class AwardAnswered(Message):
    """The recipient's answer, as it was sent; allocation tells whether it came in time."""

    application: ApplicationId
    message: MessageId
    round: RoundId
    frame: FrameId
    answer: Literal["accepted", "declined"]


class NoticeReported(Message):
    """The post office's report on a letter; notification tells what it means."""

    letter: LetterId
    application: ApplicationId
    frame: FrameId
    status: NoticeStatus
    channel: str
