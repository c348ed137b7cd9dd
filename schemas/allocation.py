"""What allocation says: the ledger's facts, the ranking, the awards.

Every fact that moves money names its frame, the frame's version, and each sub-frame's balance before and after, so
that a second program can prove from the stream alone that nothing was overspent.
"""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Instant, Message
from schemas.ids import (
    ApplicationId,
    AuthorityId,
    Digest,
    FrameId,
    GroupId,
    OfficerId,
    OrganisationNumber,
    ProjectId,
    RoundId,
    SchemeId,
    SubFrameId,
    SystemId,
)
from schemas.money import Nok
from schemas.reasons import Reason, Refusal

Waiting = Annotated[int, Field(ge=1)]


class Balance(Message):
    """appropriated = available + reserved + committed, in whole kroner, of one sub-frame in one budget year."""

    sub_frame: SubFrameId
    appropriated_nok: Nok
    available_nok: Nok
    reserved_nok: Nok
    committed_nok: Nok


class Movement(Message):
    """Which frame moved, from which balances to which; only the sub-frames that the fact touches."""

    frame: FrameId
    frame_version: int
    before: tuple[Balance, ...]
    after: tuple[Balance, ...]


class Part(Message):
    sub_frame: SubFrameId
    amount_nok: Nok


class FrameAllocated(Message):
    """A frame is opened for a budget year with the sub-frames that its round announced."""

    frame: FrameId
    budget_year: int
    movement: Movement


class PriorAward(Message):
    scheme: SchemeId
    project: ProjectId
    project_year: int
    amount_nok: Nok


class PriorAwardsStated(Message):
    """All earlier awards of the applicant that this journal knows."""

    application: ApplicationId
    version: int
    round: RoundId
    frame: FrameId
    organisation_number: OrganisationNumber
    awards: tuple[PriorAward, ...]


class RankingFixed(Message):
    """The proposed ranking; two officers must approve the list with this hash before anything leaves.

    `list_hash` is the SHA-256 over the lines `place application outcome amount_nok` in order.
    """

    round: RoundId
    frame: FrameId
    authority: AuthorityId
    list_hash: Digest
    count: int
    to_award: int
    to_reject: int
    total_nok: Nok


class FundsReserved(Message):
    """A technical hold without legal effect (not yet an award)."""

    application: ApplicationId
    version: int
    round: RoundId
    frame: FrameId
    authority: AuthorityId
    list_hash: Digest
    place: int | None = None
    """In the round's ranking; where assessment is continuous, in the order of judgement."""
    group: GroupId
    score: int | None = None
    amount_nok: Nok
    partial: bool
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    promoted: bool = False
    movement: Movement


class RejectionProposed(Message):
    """A refusal that the fixed ranking leads to; it waits, like the awards, for two officers."""

    application: ApplicationId
    version: int
    round: RoundId
    frame: FrameId
    authority: AuthorityId
    list_hash: Digest
    place: int
    reasons: tuple[Reason, ...]
    score: int | None = None
    waiting_place: Waiting | None = None


class PromotionProposed(Message):
    """A list of one: the waiting list's next who fits what was released."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    authority: AuthorityId
    list_hash: Digest
    waiting_place: Waiting
    amount_nok: Nok


class ApprovalRecorded(Message):
    """One officer's approval of a list; it takes two different officers."""

    round: RoundId
    frame: FrameId
    authority: AuthorityId
    list_hash: Digest
    officer: OfficerId
    approvals: Literal[1, 2]


class AwardDecided(Message):
    """The binding promise: reserved becomes committed."""

    application: ApplicationId
    version: int
    round: RoundId
    frame: FrameId
    list_hash: Digest
    decided_by: tuple[OfficerId, OfficerId]
    place: int | None = None
    group: GroupId
    project_year: int
    score: int | None = None
    considerations: tuple[str, ...]
    amount_nok: Nok
    applied_nok: Nok
    partial: bool
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    promoted: bool
    acceptance_days: int
    """Counted from the notice's effect."""
    law: str
    movement: Movement


class ApplicationRejected(Message):
    """The refusal as decided by two officers, with its reasons."""

    application: ApplicationId
    version: int
    round: RoundId
    frame: FrameId
    list_hash: Digest
    decided_by: tuple[OfficerId, OfficerId]
    place: int
    score: int | None = None
    considerations: tuple[str, ...]
    reasons: tuple[Reason, ...]
    waiting_place: Waiting | None = None
    law: str


class AcceptancePeriodSet(Message):
    """From the notice's effect; what is later than `until` is too late."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    until: Instant


class AwardAccepted(Message):
    """The recipient has taken the award in time; the money stays committed."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    amount_nok: Nok


class AwardDeclined(Message):
    """The recipient does not want the award: the money returns once, to the same sub-frames."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    amount_nok: Nok
    parts: tuple[Part, ...]
    movement: Movement


class CommitmentLapsed(Message):
    """No acceptance in time: the money returns once, to the same sub-frames."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    amount_nok: Nok
    parts: tuple[Part, ...]
    reason: Literal[Reason.LAPSED_NO_ACCEPTANCE] = Reason.LAPSED_NO_ACCEPTANCE
    movement: Movement


class ReservationReleased(Message):
    """An application withdrawn after money was held for it."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    amount_nok: Nok
    parts: tuple[Part, ...]
    movement: Movement


class RequestRefused(Message):
    """The right message at the wrong time: a recorded refusal with the state that it met."""

    request: Literal["score", "approval", "answer", "withdrawal"]
    round: RoundId
    frame: FrameId
    reason: Refusal
    state: str
    to: SystemId | AuthorityId
    application: ApplicationId | None = None
    list_hash: Digest | None = None
