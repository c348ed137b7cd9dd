"""What eligibility says: what each rule found, and what follows."""

from enum import StrEnum
from typing import Literal

from schemas.base import Key, Message
from schemas.ids import ApplicationId, FrameId, GroupId, RoundId
from schemas.money import Nok
from schemas.reasons import Reason, ReasonCode


class Outcome(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNCLEAR = "unclear"


class Finding(Message):
    """One rule's answer with its evidence."""

    rule: str
    version: int
    citation: str
    law: str
    inputs: dict[Key, str]
    threshold: str
    outcome: Outcome
    reason: ReasonCode | None = None
    """What an unmet finding means for the application."""
    by_officer: str | None = None
    """The officer who answered what the rule could not tell."""


class Reduction(Message):
    reason: Literal[Reason.REDUCED_TO_CEILING, Reason.REDUCED_PRO_RATA_POSITION]
    from_nok: Nok
    to_nok: Nok
    citation: str


class ApplicationNoted(Message):
    """Which applications stand beside each other: one line for the cooperation, one for an applicant with a ceiling.

    `stands` is false when the version stands no longer.
    """

    application: ApplicationId
    round: RoundId
    version: int
    stands: bool
    project_year: int | None = None
    applied_nok: Nok | None = None
    """In the applicant's line: what is asked, at the most what its positions carry."""
    grantable_nok: Nok | None = None
    """In the applicant's line, where assessment is continuous: what of the ceiling it takes, since it is judged."""


class EligibilityDecided(Message):
    """The outcome for one version of one application.

    `group` and `ceiling_nok` are there when the project year is one of the round's; `grantable_nok` is what may be
    granted at the most: the amount applied for, after reductions.
    """

    application: ApplicationId
    version: int
    round: RoundId
    frame: FrameId
    outcome: Literal["eligible", "ineligible", "needs_review"]
    findings: tuple[Finding, ...]
    project_year: int
    continuing: bool = False
    """A project year after the first."""
    group: GroupId | None = None
    ceiling_nok: Nok | None = None
    grantable_nok: Nok = 0
    reductions: tuple[Reduction, ...] = ()
    reasons: tuple[ReasonCode, ...] = ()


class ReviewRefused(Message):
    """An officer's answer that met nothing to answer."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    rule: str
    authority: str
    reason: Literal["NOT_AWAITING_REVIEW"] = "NOT_AWAITING_REVIEW"
