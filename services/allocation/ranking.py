"""The ranking of a round: order and amounts, from the applications and the rulebook alone.

The order of arrival is nowhere in it: all applications of a round are judged together, and those with the highest
expected goal attainment come first within their group (Helsedirektoratet, Tilskuddsprosessen).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from chassis.canonical import digest
from schemas.ids import ApplicationId, Digest, GroupId
from schemas.reasons import Reason
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
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A place in the list. `waiting_place` is there for whom only the money did not reach."""

    place: int
    contender: Contender
    outcome: Outcome
    amount_nok: int
    reasons: tuple[Reason, ...]
    waiting_place: int | None = None


def lot(seed: str, application: ApplicationId) -> str:
    """The announced draw: nobody can know it before the seed, everybody can repeat it afterwards."""
    return sha256(f"{seed}/{application}".encode()).hexdigest()


def rank(contenders: Iterable[Contender], scheme: Scheme, available_nok: int) -> list[Placed]:
    """Places all: first who is good enough, in order; then who is not; then who is not eligible."""
    order = {group.id: group.order for group in scheme.groups}
    seed = scheme.scoring.lots_seed
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

    def by_merit(contender: Contender) -> tuple[int, int, str]:
        assert contender.group is not None
        return order[contender.group], -(contender.score or 0), lot(seed, contender.application)

    placed = _award(sorted(good, key=by_merit), scheme, available_nok)
    for contender in sorted(weak, key=by_merit):
        placed.append(_rejected(len(placed) + 1, contender, (Reason.LOWER_EXPECTED_GOAL_ATTAINMENT,)))
    for contender in sorted(ineligible, key=lambda one: one.application):
        placed.append(_rejected(len(placed) + 1, contender, contender.reasons))
    return placed


def _award(ranked: list[Contender], scheme: Scheme, available_nok: int) -> list[Placed]:
    """Gives in order until the money ends; the first whom it does not reach gets a part, if enough is left for one."""
    placed: list[Placed] = []
    left_nok, waiting = available_nok, 0
    for place, contender in enumerate(ranked, start=1):
        if not waiting and contender.grantable_nok <= left_nok:
            placed.append(Placed(place, contender, "award", contender.grantable_nok, contender.reasons))
            left_nok -= contender.grantable_nok
        elif not waiting and left_nok >= max(1, scheme.at_the_edge.minimum_award_nok):
            reasons = (*contender.reasons, Reason.REDUCED_TO_REMAINING_FRAME)
            placed.append(Placed(place, contender, "partial_award", left_nok, reasons))
            left_nok = 0
        else:
            waiting += 1
            placed.append(_rejected(place, contender, (Reason.FRAME_EXHAUSTED,), waiting))
    return placed


def _rejected(
    place: int, contender: Contender, reasons: tuple[Reason, ...], waiting_place: int | None = None
) -> Placed:
    return Placed(place, contender, "rejection", 0, reasons, waiting_place)


def list_hash(lines: Iterable[tuple[int, ApplicationId, Outcome, int]]) -> Digest:
    """The hash that two officers approve: over place, application, outcome and amount of every line."""
    text = "\n".join(f"{place} {application} {outcome} {amount}" for place, application, outcome, amount in lines)
    return digest(text.encode())
