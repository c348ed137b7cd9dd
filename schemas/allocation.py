"""What allocation says: the ledger's facts, the ranking, the awards.

Every fact that moves money names its frame, the frame's version, and each sub-frame's balance before and after, so
that a second program can prove from the stream alone that nothing was overspent.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Instant, Message
from schemas.ids import (
    ApplicationId,
    AuthorityId,
    CooperationId,
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
from schemas.reasons import Reason, ReasonCode, Refusal

Waiting = Annotated[int, Field(ge=1)]


class Balance(Message):
    """One sub-frame in one budget year, in whole kroner:

    appropriated + carried in + adjusted = available + margin + reserved + committed. The margin is kept for appeals.
    """

    sub_frame: SubFrameId
    appropriated_nok: Nok
    carried_in_nok: Nok = 0
    adjusted_nok: int = 0
    available_nok: Nok
    margin_nok: Nok = 0
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
    """A frame is opened for a budget year with the sub-frames that its round announced, or with the offices' shares."""

    round: RoundId
    frame: FrameId
    budget_year: int
    provisional: bool = False
    """Nothing can be decided on it before it is confirmed."""
    movement: Movement


class FrameChangeProposed(Message):
    """One officer wants a frame changed; the change has the hash that another one approves."""

    round: RoundId
    frame: FrameId
    authority: AuthorityId
    list_hash: Digest
    """SHA-256 over `change sub_frame amount_nok from_year document`, as allocation wrote it."""
    change: Literal["confirm", "adjust", "carry_over", "margin"]
    sub_frame: SubFrameId
    amount_nok: int
    from_year: int | None = None
    document: str
    officer: OfficerId


class _FrameChanged(Message):
    round: RoundId
    frame: FrameId
    list_hash: Digest
    sub_frame: SubFrameId
    document: str
    decided_by: tuple[OfficerId, OfficerId]
    movement: Movement


class FrameConfirmed(_FrameChanged):
    """The Storting has decided: a provisional sub-frame is allocated, with this amount."""

    amount_nok: Nok


class FrameAdjusted(_FrameChanged):
    """The appropriation was raised, or cut; never below what is committed."""

    amount_nok: int


class AppropriationCarriedOver(_FrameChanged):
    """The State's unused money of an earlier budget year (bevilgningsreglementet § 5)."""

    amount_nok: Nok
    from_year: int


class MarginSet(_FrameChanged):
    """So much is kept back for appeals from now on."""

    amount_nok: Nok


class RankingReopened(Message):
    """The frame changed before the ranking was approved: all that it held is released, and it is made anew."""

    round: RoundId
    frame: FrameId
    authority: AuthorityId
    list_hash: Digest


class AnswerDelayed(Message):
    """The announced day of the answer has passed, and these are not decided yet."""

    round: RoundId
    frame: FrameId
    authority: AuthorityId
    answer_by: Annotated[date, Field(strict=False)]
    undecided: int


class PriorAward(Message):
    scheme: SchemeId
    project: ProjectId
    project_year: int
    amount_nok: Nok
    carried_over: bool = False
    """Put off to the next calendar year: by itself no year of operation."""


class PriorAwardsStated(Message):
    """All earlier awards of the applicant that this journal knows."""

    application: ApplicationId
    version: int
    round: RoundId
    frame: FrameId
    organisation_number: OrganisationNumber
    cooperation: CooperationId
    """On whose behalf this version is, so that eligibility finds who else applies for the same one."""
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
    below_quota: tuple[GroupId, ...] = ()
    """Groups that get fewer awards than they were meant to have."""


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
    reasons: tuple[ReasonCode, ...]
    promoted: bool = False
    tops_up: bool = False
    """More for one who got a part: `amount_nok` is what is added."""
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
    reasons: tuple[ReasonCode, ...]
    score: int | None = None
    waiting_place: Waiting | None = None


class PromotionProposed(Message):
    """A list of one: the waiting list's next who fits what was released, or one who got a part and is filled up."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    authority: AuthorityId
    list_hash: Digest
    waiting_place: Waiting | None = None
    amount_nok: Nok
    tops_up: bool = False


class ApprovalRecorded(Message):
    """One officer's approval of a list; it takes two different officers."""

    round: RoundId
    frame: FrameId
    authority: AuthorityId
    list_hash: Digest
    officer: OfficerId
    superior: OfficerId | None = None
    """Who was directly above the officer that day: one who is recused later takes this approval along."""
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
    reasons: tuple[ReasonCode, ...]
    promoted: bool
    tops_up: bool = False
    """More for one who got a part; an acceptance stands for the whole, and none is asked for again."""
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
    reasons: tuple[ReasonCode, ...]
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
    """What was held is free again: its application was withdrawn or may get nothing, or the ranking is made anew."""

    application: ApplicationId
    round: RoundId
    frame: FrameId
    amount_nok: Nok
    parts: tuple[Part, ...]
    movement: Movement


class RequestRefused(Message):
    """The right message at the wrong time: a recorded refusal with the state that it met."""

    request: Literal["score", "approval", "answer", "withdrawal", "deficiency", "correction", "frame_change"]
    round: RoundId
    frame: FrameId
    reason: Refusal
    state: str
    to: SystemId | AuthorityId
    application: ApplicationId | None = None
    list_hash: Digest | None = None
