"""One application in its round, as far as the money is concerned."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from schemas.allocation import Part
from schemas.eligibility import EligibilityDecided
from schemas.ids import ApplicationId, AuthorityId, CooperationId, OrganisationNumber, RoundId, SystemId
from schemas.reasons import ReasonCode
from services.allocation.ledger import merged


class Standing(StrEnum):
    """Where an application stands with the money."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"
    RESERVED = "reserved"
    REJECTION_PROPOSED = "rejection_proposed"
    REJECTED = "rejected"
    AWARDED = "awarded"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


UNDECIDED = (Standing.RECEIVED, Standing.RESERVED, Standing.REJECTION_PROPOSED)
GRANTED = (Standing.AWARDED, Standing.ACCEPTED)
LEFT = (Standing.WITHDRAWN, Standing.DISMISSED)


@dataclass(frozen=True, slots=True)
class TopUp:
    """What is held for one who got a part, until two officers approve it."""

    amount_nok: int
    parts: tuple[Part, ...]
    partial: bool
    """Whether it is less than what may be granted even then."""
    reasons: tuple[ReasonCode, ...]


@dataclass(slots=True)
class Candidate:
    application: ApplicationId
    round: RoundId
    authority: AuthorityId
    """Who decides on it."""
    system: SystemId
    organisation_number: OrganisationNumber
    cooperation: CooperationId
    version: int
    latest: int
    """The last version that intake named; what came after the ranking is counted, but not considered."""
    applied_nok: int
    project_year: int
    standing: Standing = Standing.RECEIVED
    stands: bool = True
    """Whether intake counts it. An award stands all the same until it is declined."""
    deficient: bool = False
    """Whether a correction is awaited (forvaltningsloven § 11)."""
    eligibility: EligibilityDecided | None = None
    score: int | None = None
    considerations: tuple[str, ...] = ()
    place: int | None = None
    waiting_place: int | None = None
    amount_nok: int = 0
    partial: bool = False
    promoted: bool = False
    parts: tuple[Part, ...] = ()
    reasons: tuple[ReasonCode, ...] = ()
    top_up: TopUp | None = None
    until: datetime | None = None
    """The first instant that is too late for an acceptance; None before the notice has taken effect."""

    def settled(self, *, scoring_required: bool) -> bool:
        """Whether the ranking needs to know nothing more of it."""
        if self.standing in LEFT:
            return True
        if self.deficient or self.eligibility is None or self.eligibility.outcome == "needs_review":
            return False
        return self.eligibility.outcome == "ineligible" or self.score is not None or not scoring_required

    def unplaced(self) -> "Candidate":
        """As before the ranking; who has left stays away."""
        standing = Standing.RECEIVED if self.standing in UNDECIDED else self.standing
        return replace(
            self,
            standing=standing,
            place=None,
            waiting_place=None,
            amount_nok=0,
            partial=False,
            parts=(),
            reasons=(),
        )

    def topped_up(self) -> "Candidate":
        """With what was held added to its award; an acceptance that was given stands for the whole."""
        top_up = self.top_up
        assert top_up is not None
        return replace(
            self,
            amount_nok=self.amount_nok + top_up.amount_nok,
            parts=merged(*self.parts, *top_up.parts),
            partial=top_up.partial,
            reasons=top_up.reasons,
            top_up=None,
        )
