"""What allocation remembers: a frame with its rounds, their shares and candidates; organisations; passed time.

A *frame* is a pool of money. A *round* gives it out. A *share* of a round is what one authority decides on: the round's
own authority all of it, or each County Governor's office its part, ranked on its own and paid from its own sub-frame.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from schemas.allocation import FrameChangeProposed, PriorAward
from schemas.ids import ApplicationId, AuthorityId, Digest, FrameId, OfficerId, OrganisationNumber, RoundId, SubFrameId
from schemas.reference import OrganisationState
from schemas.scheme import Scheme
from services.allocation.candidate import Candidate
from services.allocation.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Approval:
    officer: OfficerId
    superior: OfficerId | None
    """Who was directly above the officer that day."""


@dataclass(slots=True)
class OpenList:
    """A list that awaits approval: its applications in order, and who has approved so far."""

    applications: list[ApplicationId] = field(default_factory=list)
    approvals: tuple[Approval, ...] = ()


@dataclass(slots=True)
class Share:
    """What one authority decides on in a round."""

    authority: AuthorityId
    within: tuple[SubFrameId, ...]
    """Where its money lies, in spending order."""
    unsettled: int = 0
    """How many candidates the ranking still waits for."""
    ranking: Digest | None = None
    """The list of its ranking, once it is fixed."""
    lists: dict[Digest, OpenList] = field(default_factory=dict)
    approved: set[Digest] = field(default_factory=set)
    waiting: list[ApplicationId] = field(default_factory=list)
    """The waiting list in order, by ranking."""
    returned: bool = False
    """Whether money has come back since the ranking: what a ranking leaves over is nobody's, what comes back is."""
    placed_alone: int = 0
    """How many were placed one by one, where assessment is continuous."""
    delay_said: bool = False

    @property
    def open_ranking(self) -> Digest | None:
        return self.ranking if self.ranking in self.lists else None


@dataclass(slots=True)
class Round:
    rules: Scheme
    rulebook_hash: Digest
    shares: dict[AuthorityId, Share]
    closed: bool = False


@dataclass
class Frame:
    """`rounds` stand in the order in which they were announced: the first goes before those that share its frame."""

    ledger: Ledger
    rounds: dict[RoundId, Round] = field(default_factory=dict)
    candidates: dict[ApplicationId, Candidate] = field(default_factory=dict)
    provisional: set[SubFrameId] = field(default_factory=set)
    """Announced with reservation, and not confirmed yet."""
    changes: dict[Digest, FrameChangeProposed] = field(default_factory=dict)
    """Changes of the frame that await another officer."""
    changed: set[Digest] = field(default_factory=set)
    recused: dict[OfficerId, set[ApplicationId]] = field(default_factory=dict)
    awaited: dict[ApplicationId, datetime] = field(default_factory=dict)
    """Awards that are neither accepted nor declined, with the end of their acceptance period."""

    def shares_on(self, sub_frames: Collection[SubFrameId]) -> Iterator[tuple[Round, Share]]:
        """The shares that are paid from any of these, in the order of their rounds."""
        for round_ in self.rounds.values():
            for share in round_.shares.values():
                if not set(sub_frames).isdisjoint(share.within):
                    yield round_, share

    def place_of(self, candidate: Candidate) -> tuple[Round, Share]:
        round_ = self.rounds[candidate.round]
        return round_, round_.shares[candidate.authority]


@dataclass
class History:
    """What is known of organisations: awards from before this system existed, and which of them are no more."""

    awards: dict[OrganisationNumber, list[PriorAward]] = field(default_factory=dict)
    states: tuple[OrganisationState, ...] = ()

    def gone(self, organisation: OrganisationNumber, on: date) -> bool:
        """Whether it was dissolved or bankrupt that day; while it is being wound up, it still exists."""
        return any(
            state.organisation_number == organisation and state.state != "under_liquidation" and state.holds(on)
            for state in self.states
        )


@dataclass
class Ticks:
    """Passed time as heard in one partition."""

    until: datetime | None = None


State = Frame | History | Ticks


def new_frame(frame: FrameId) -> Frame:
    return Frame(Ledger(frame))
