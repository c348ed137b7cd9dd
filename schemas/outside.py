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
)
from schemas.money import Nok
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

    name: Literal["systems", "municipalities", "county_governors", "public_bodies"]
    content: Content


class RecordHistoricalAward(Message):
    """An award from before this system existed, so that project years can be counted."""

    organisation_number: OrganisationNumberText
    scheme: Annotated[SchemeId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    project: Annotated[ProjectId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    project_year: Annotated[int, Field(ge=1, le=20)]
    awarded: Annotated[date, Field(strict=False)]
    amount_nok: Nok


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


class ApproveList(Message):
    """One officer's approval of exactly the list with this hash: a ranking, or a promotion from the waiting list."""

    round: RoundName
    list_hash: DigestText
    officer: OfficerText
