"""What allocation remembers: a frame with its round, its ledger and its candidates; earlier awards; passed time."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from schemas.allocation import Part, PriorAward
from schemas.eligibility import EligibilityDecided
from schemas.ids import ApplicationId, AuthorityId, Digest, FrameId, OfficerId, OrganisationNumber, RoundId, SystemId
from schemas.reasons import Reason
from schemas.scheme import Scheme
from services.allocation.ledger import Ledger


class Standing(StrEnum):
    """Where an application stands with the money."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    RESERVED = "reserved"
    REJECTION_PROPOSED = "rejection_proposed"
    REJECTED = "rejected"
    AWARDED = "awarded"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


@dataclass(slots=True)
class Candidate:
    """One application in its round."""

    application: ApplicationId
    system: SystemId
    organisation_number: OrganisationNumber
    version: int
    applied_nok: int
    project_year: int
    standing: Standing = Standing.RECEIVED
    withdrawn: bool = False
    """Whether the applicant has withdrawn it; an award stands all the same until it is declined."""
    eligibility: EligibilityDecided | None = None
    score: int | None = None
    considerations: tuple[str, ...] = ()
    place: int | None = None
    waiting_place: int | None = None
    amount_nok: int = 0
    partial: bool = False
    promoted: bool = False
    parts: tuple[Part, ...] = ()
    reasons: tuple[Reason, ...] = ()
    until: datetime | None = None
    """The first instant that is too late for an acceptance; None before the notice has taken effect."""

    def settled(self, *, scoring_required: bool) -> bool:
        """Whether the ranking needs to know nothing more of it."""
        if self.standing is Standing.WITHDRAWN:
            return True
        if self.eligibility is None or self.eligibility.outcome == "needs_review":
            return False
        return self.eligibility.outcome == "ineligible" or self.score is not None or not scoring_required


@dataclass(slots=True)
class OpenList:
    """A list that awaits approval: its applications in order, and who has approved so far."""

    applications: list[ApplicationId] = field(default_factory=list)
    officers: tuple[OfficerId, ...] = ()


@dataclass
class Frame:
    """A pool of money and the round that it serves."""

    ledger: Ledger
    scheme: Scheme | None = None
    rulebook_hash: Digest | None = None
    closed: bool = False
    ranked: bool = False
    candidates: dict[ApplicationId, Candidate] = field(default_factory=dict)
    unsettled: int = 0
    lists: dict[Digest, OpenList] = field(default_factory=dict)
    approved: set[Digest] = field(default_factory=set)
    waiting: list[ApplicationId] = field(default_factory=list)
    """The waiting list in order, by ranking."""
    awaited: dict[ApplicationId, datetime] = field(default_factory=dict)
    """Awards that are neither accepted nor declined, with the end of their acceptance period."""
    decided_in_order: int = 0
    """How many were placed one by one, where assessment is continuous."""

    @property
    def rules(self) -> Scheme:
        if self.scheme is None:
            raise LookupError(f"{self.ledger.frame}: no round has been announced for this frame")
        return self.scheme

    @property
    def round(self) -> RoundId:
        return self.rules.round

    @property
    def authority(self) -> AuthorityId:
        return self.rules.decided_by


@dataclass
class History:
    """Earlier awards by organisation, from before this system existed."""

    awards: dict[OrganisationNumber, list[PriorAward]] = field(default_factory=dict)


@dataclass
class Ticks:
    """Passed time as heard in one partition."""

    until: datetime | None = None


State = Frame | History | Ticks


def new_frame(frame: FrameId) -> Frame:
    return Frame(Ledger(frame))
