"""The ranking of a round: order and amounts, from the applications and the rulebook alone.

The order of arrival is nowhere in it: all applications of a round are judged together, and those with the highest
expected goal attainment come first within their group (Helsedirektoratet, Tilskuddsprosessen).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from chassis.canonical import digest
from schemas.ids import ApplicationId, Digest, GroupId
from schemas.reasons import Reason, ReasonCode
from schemas.scheme import Scheme

Outcome = Literal["award", "partial_award", "rejection"]


@dataclass(frozen=True, slots=True)
class Contender:
    """What the ranking knows of one standing application. `grantable_nok` is after reductions."""

    application: ApplicationId
    version: int
    eligible: bool
    group: GroupId | None
    score: int | None
    grantable_nok: int
    reasons: tuple[ReasonCode, ...]
    continuing: bool
    """Whether it asks for a later year of a project that was granted before."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A place in the list. `waiting_place` is there for whom only the money or the quota did not reach."""

    place: int
    contender: Contender
    outcome: Outcome
    amount_nok: int
    reasons: tuple[ReasonCode, ...]
    waiting_place: int | None = None


def lot(seed: str, application: ApplicationId) -> str:
    """The announced draw: nobody can know it before the seed, everybody can repeat it afterwards."""
    return sha256(f"{seed}/{application}".encode()).hexdigest()


def rank(
    contenders: Iterable[Contender], scheme: Scheme, available_nok: int, taken: Mapping[GroupId, int]
) -> list[Placed]:
    """Places all: first who is good enough, in order; then who is not; then who is not eligible.

    `taken` are the awards that groups with a quota have already.
    """
    order = {group.id: group.order for group in scheme.groups}
    good: list[Contender] = []
    weak: list[Contender] = []
    ineligible: list[Contender] = []
    for contender in contenders:
        if not contender.eligible or contender.group is None:
            ineligible.append(contender)
        elif scheme.scoring.required and (contender.score or 0) < scheme.scoring.minimum:
            weak.append(contender)
        else:
            good.append(contender)

    def by_merit(contender: Contender) -> tuple[int, bool, int, str]:
        assert contender.group is not None
        begins = scheme.continuation_first and not contender.continuing
        drawn = lot(scheme.scoring.lots_seed, contender.application)
        return order[contender.group], begins, -(contender.score or 0), drawn

    placed = _award(sorted(good, key=by_merit), scheme, available_nok, taken)
    for contender in sorted(weak, key=by_merit):
        placed.append(_rejected(len(placed) + 1, contender, (Reason.LOWER_EXPECTED_GOAL_ATTAINMENT,)))
    for contender in sorted(ineligible, key=lambda one: one.application):
        placed.append(_rejected(len(placed) + 1, contender, contender.reasons))
    return placed


def _award(ranked: list[Contender], scheme: Scheme, available_nok: int, taken: Mapping[GroupId, int]) -> list[Placed]:
    """Gives in order until the money ends, as the round's policy at the edge says; a full quota ends nothing."""
    edge = scheme.at_the_edge
    awards = Counter(taken)
    placed: list[Placed] = []
    left_nok, waiting, ended = available_nok, 0, False
    for place, contender in enumerate(ranked, start=1):
        assert contender.group is not None
        if not quota_left(contender.group, scheme, awards):
            waiting += 1
            placed.append(_rejected(place, contender, (Reason.QUOTA_FULL,), waiting))
        elif not ended and contender.grantable_nok <= left_nok:
            placed.append(Placed(place, contender, "award", contender.grantable_nok, contender.reasons))
            awards[contender.group] += 1
            left_nok -= contender.grantable_nok
        elif not ended and edge.policy == "partial" and left_nok >= max(1, edge.minimum_award_nok):
            reasons = (*contender.reasons, Reason.REDUCED_TO_REMAINING_FRAME)
            placed.append(Placed(place, contender, "partial_award", left_nok, reasons))
            awards[contender.group] += 1
            ended = True
        else:
            waiting += 1
            placed.append(_rejected(place, contender, (Reason.FRAME_EXHAUSTED,), waiting))
            ended = edge.policy != "skip"
    return placed


def _rejected(
    place: int, contender: Contender, reasons: tuple[ReasonCode, ...], waiting_place: int | None = None
) -> Placed:
    return Placed(place, contender, "rejection", 0, reasons, waiting_place)


def quota_left(group: GroupId, scheme: Scheme, taken: Mapping[GroupId, int]) -> bool:
    """Whether the group may have one award more; `taken` are those that it has."""
    quotas = {one.id: one.quota for one in scheme.groups}
    quota = quotas[group]
    return quota is None or taken.get(group, 0) < quota.max


def below_quota(placed: Iterable[Placed], scheme: Scheme, taken: Mapping[GroupId, int]) -> tuple[GroupId, ...]:
    """The groups that get fewer awards than they were meant to have, in their order."""
    awards = Counter(taken)
    awards.update(one.contender.group for one in placed if one.outcome != "rejection" and one.contender.group)
    ordered = sorted(scheme.groups, key=lambda group: group.order)
    return tuple(group.id for group in ordered if group.quota is not None and awards[group.id] < group.quota.min)


def list_hash(lines: Iterable[tuple[int, ApplicationId, Outcome, int]]) -> Digest:
    """The hash that two officers approve: over place, application, outcome and amount of every line."""
    text = "\n".join(f"{place} {application} {outcome} {amount}" for place, application, outcome, amount in lines)
    return digest(text.encode())
