"""What a round came to, counted from the facts in the journals."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cli.recorded import SubFrameBalance
from schemas.allocation import (
    ApplicationRejected,
    AwardAccepted,
    AwardDecided,
    AwardDeclined,
    CommitmentLapsed,
)
from schemas.application import Application
from schemas.base import Message
from schemas.ids import ApplicationId, RoundId
from schemas.intake import ApplicationDismissed, ApplicationReceived, ApplicationWithdrawn
from schemas.notification import CountyGovernorInformed, LetterIssued

COUNTED: tuple[type[Message], ...] = (
    ApplicationReceived,
    AwardDecided,
    ApplicationRejected,
    AwardAccepted,
    AwardDeclined,
    CommitmentLapsed,
    ApplicationDismissed,
    ApplicationWithdrawn,
    LetterIssued,
    CountyGovernorInformed,
)
"""The facts that a summary is counted from."""


@dataclass(frozen=True)
class Group:
    """The awarded of one kind of applicant."""

    awarded: int
    new_applicants: int
    positions: int
    new_positions: int
    amount_nok: int


@dataclass(frozen=True)
class Summary:
    """As of the decisions: those judged on their merits, before the lapse and what followed from it.

    Lapses, promotions and what fills up a part are counted apart; `sub_frames` are the balances at the end.
    """

    round: RoundId
    awarded: int
    rejected: int
    waitlisted: int
    groups: dict[str, Group]
    accepted: int
    declined: int
    lapsed: int
    promoted_from_waiting_list: int
    topped_up: int
    dismissed: int
    withdrawn: int
    rejection_reasons: dict[str, int]
    """Why applications were refused: how often each reason was given."""
    letters: int
    letters_by_kind: dict[str, int]
    county_governor_notices: int
    sub_frames: tuple[SubFrameBalance, ...]

    @property
    def applications(self) -> int:
        return self.awarded + self.rejected

    def total(self, name: str) -> int:
        """Of all groups: `new_applicants`, `positions`, …"""
        return sum(getattr(group, name) for group in self.groups.values())

    def plain(self) -> dict[str, Any]:
        """As in `summary.json`."""
        return {
            "round": self.round,
            "applications": self.applications,
            "awarded": self.awarded,
            "rejected": self.rejected,
            "waitlisted": self.waitlisted,
            "awarded_by_group": {kind: group.awarded for kind, group in self.groups.items()},
            "new_applicants": self.total("new_applicants"),
            "positions": self.total("positions"),
            "new_positions": self.total("new_positions"),
            "awarded_nok": self.total("amount_nok"),
            "accepted": self.accepted,
            "declined": self.declined,
            "lapsed": self.lapsed,
            "promoted_from_waiting_list": self.promoted_from_waiting_list,
            "topped_up": self.topped_up,
            "dismissed": self.dismissed,
            "withdrawn": self.withdrawn,
            "rejection_reasons": dict(self.rejection_reasons),
            "sub_frames": [
                {name: value for name, value in balance.plain().items() if name != "frame"}
                for balance in self.sub_frames
            ],
            "letters": self.letters,
            "county_governor_notices": self.county_governor_notices,
        }


def summarise(round_: RoundId, facts: Iterable[Message], balances: Iterable[SubFrameBalance]) -> Summary:
    """Raises KeyError when an award has no application: then the facts are not those of one installation."""
    of_round = [fact for fact in facts if getattr(fact, "round", round_) == round_]
    contents: dict[tuple[ApplicationId, int], Application] = {
        (fact.application, fact.version): fact.content for fact in of_round if isinstance(fact, ApplicationReceived)
    }
    awards = [fact for fact in of_round if isinstance(fact, AwardDecided)]
    topping_up = [award for award in awards if award.tops_up]
    decided = [award for award in awards if not (award.promoted or award.tops_up)]
    rejections = [fact for fact in of_round if isinstance(fact, ApplicationRejected)]
    letters = Counter(fact.kind for fact in of_round if isinstance(fact, LetterIssued))
    counted = Counter(type(fact) for fact in of_round)
    by_kind: dict[str, list[tuple[AwardDecided, Application]]] = {}
    for award in decided:
        content = contents[award.application, award.version]
        by_kind.setdefault(content.applicant.kind, []).append((award, content))
    frames = {award.frame for award in awards}
    return Summary(
        round=round_,
        awarded=len(decided),
        rejected=len(rejections),
        waitlisted=sum(rejection.waiting_place is not None for rejection in rejections),
        groups={kind: _group(by_kind[kind]) for kind in sorted(by_kind)},
        accepted=counted[AwardAccepted],
        declined=counted[AwardDeclined],
        lapsed=counted[CommitmentLapsed],
        promoted_from_waiting_list=len(awards) - len(decided) - len(topping_up),
        topped_up=len(topping_up),
        dismissed=counted[ApplicationDismissed],
        withdrawn=counted[ApplicationWithdrawn],
        rejection_reasons=dict(sorted(Counter(reason for one in rejections for reason in one.reasons).items())),
        letters=letters.total(),
        letters_by_kind=dict(sorted(letters.items())),
        county_governor_notices=counted[CountyGovernorInformed],
        sub_frames=tuple(balance for balance in balances if balance.frame in frames),
    )


def _group(awarded: list[tuple[AwardDecided, Application]]) -> Group:
    return Group(
        awarded=len(awarded),
        new_applicants=sum(award.project_year == 1 for award, _ in awarded),
        positions=sum(content.positions.total for _, content in awarded),
        new_positions=sum(content.positions.new for _, content in awarded),
        amount_nok=sum(award.amount_nok for award, _ in awarded),
    )
