"""What the outside says: case-handling systems and the post office (`inbound`), authorities (`casework`).

The sender is not named in the message: it is the topic that it may write to.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from schemas.application import Application
from schemas.base import Content, Message
from schemas.ids import (
    ApplicationId,
    DigestText,
    FrameId,
    LetterId,
    OfficerText,
    OrganisationNumberText,
    ProjectId,
    ReferenceText,
    RoundId,
    SchemeId,
    Slug,
    SubFrameId,
)
from schemas.money import Nok
from schemas.reference import ReferenceName
from schemas.scheme import Scheme

ApplicationName = Annotated[
    ApplicationId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}/[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
]
RoundName = Annotated[RoundId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]


class SubmitApplication(Message):
    """A first submission, or new content for the same reference before the deadline."""

    reference: ReferenceText
    round: RoundName
    application: Application


class WithdrawApplication(Message):
    """The applicant takes its application back; nothing brings it to life again."""

    reference: ReferenceText


class AnswerAward(Message):
    """The recipient's confirmation that it takes the award on its terms, or declines it."""

    reference: ReferenceText
    answer: Literal["accepted", "declined"]


class NoticeStatus(StrEnum):
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    OPENED = "opened"


class ReportNotice(Message):
    """The post office's report on one letter."""

    letter: LetterId
    application: ApplicationName
    frame: Annotated[FrameId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    status: NoticeStatus
    channel: Slug


class AnnounceRound(Message):
    """A round is announced with its whole rulebook; from then on it takes applications."""

    scheme: Scheme


class AdoptReference(Message):
    """Dated facts that decisions know: which system may act for whom, municipalities, offices."""

    name: ReferenceName
    content: Content


class RecordHistoricalAward(Message):
    """An award from before this system existed, so that project years can be counted."""

    organisation_number: OrganisationNumberText
    scheme: Annotated[SchemeId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    project: Annotated[ProjectId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    project_year: Annotated[int, Field(ge=1, le=20)]
    awarded: Annotated[date, Field(strict=False)]
    amount_nok: Nok
    carried_over: bool = False
    """Its start was put off to the next calendar year: by itself it is no year of operation."""


class ScoreApplication(Message):
    """Expected goal attainment, 1 to 6, with at least one consideration by code."""

    application: ApplicationName
    score: Annotated[int, Field(ge=1, le=6)]
    considerations: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=6)]
    officer: OfficerText


class AnswerReview(Message):
    """An officer's answer to what a rule could not tell."""

    application: ApplicationName
    rule: Slug
    outcome: Literal["met", "unmet"]
    officer: OfficerText


class NoticeDeficiency(Message):
    """An application lacks something (forvaltningsloven § 11): the applicant may correct it until a day, that included.

    `missing` are JSON pointers into the application, for instance /cooperation/agreement.
    """

    application: ApplicationName
    missing: Annotated[
        tuple[Annotated[str, Field(pattern=r"^(/[a-z0-9_]+)+$")], ...], Field(min_length=1, max_length=20)
    ]
    correct_by: Annotated[date, Field(strict=False)]
    officer: OfficerText


class RecuseOfficer(Message):
    """An officer is disqualified (forvaltningsloven § 6) in one application."""

    application: ApplicationName
    officer: OfficerText


class ChangeFrame(Message):
    """One officer's proposal to change a frame; it takes effect when another has approved the list of its hash.

    confirm     the Storting has decided: the sub-frame is allocated with this amount
    adjust      the appropriation is raised, or cut, by this amount
    carry_over  unused money of an earlier year comes in (bevilgningsreglementet § 5: of the last two years)
    margin      so much is kept back for appeals from now on
    `document` names the letter of allocation or the like.
    """

    round: RoundName
    change: Literal["confirm", "adjust", "carry_over", "margin"]
    sub_frame: Annotated[SubFrameId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    amount_nok: Annotated[int, Field(ge=-1_000_000_000_000, le=1_000_000_000_000)]
    from_year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    document: Slug
    officer: OfficerText


class ApproveList(Message):
    """One officer's approval of exactly the list with this hash: a ranking, a promotion, or a change of the frame."""

    round: RoundName
    list_hash: DigestText
    officer: OfficerText
