"""Announces rounds: when one closes, and whose money it draws on."""

from collections.abc import Mapping

from chassis.canonical import canonical_message, digest, share_of
from chassis.decider import Command, Said
from schemas import intake, outside
from schemas.flow import PARTITIONS
from schemas.reasons import Refusal
from schemas.reference import office_named
from schemas.scheme import Scheme
from services.intake.receiving import receive
from services.intake.refusals import refuse
from services.intake.state import Case, Round, World, standing

Problem = tuple[str, str]
"""A pointer with what was expected there."""


def announce(command: Command, message: outside.AnnounceRound, world: World, cases: Mapping[str, Case]) -> list[Said]:
    """Opens a round: its frame gets a partition for good, and what was held for it is received."""
    scheme = message.scheme
    if command.input.sender != scheme.decided_by:
        expected = "the authority on whose topic this was sent"
        return [refuse(command, Refusal.AUTHORITY_MAY_NOT_ACT, ("/scheme/decided_by", expected))]
    rulebook_hash = digest(canonical_message(scheme))
    known = world.rounds.get(scheme.round)
    if known is not None:
        if known.rulebook_hash == rulebook_hash:
            return []
        expected = "a round that has not been announced with other rules"
        return [refuse(command, Refusal.CONFLICTING_CONTENT, ("/scheme/round", expected))]
    if conflicts := _frame_conflicts(scheme, world):
        return [refuse(command, Refusal.CONFLICTING_CONTENT, *conflicts)]
    if gaps := [*_unknown_holidays(scheme, world), *_unknown_offices(scheme, world)]:
        return [refuse(command, Refusal.INVALID, *gaps)]
    fact = intake.RoundAnnounced(
        round=scheme.round,
        frame=scheme.frame,
        partition=share_of(scheme.frame, PARTITIONS),
        closes_at=scheme.deadline.ends_at(world.holidays),
        rulebook=scheme,
        rulebook_hash=rulebook_hash,
    )
    said = [Said(fact, partition=fact.partition, rules=fact.rulebook_hash)]
    for stream, case in sorted(cases.items()):
        latest = case.latest
        for held in case.held:
            if held.round == scheme.round:
                released = receive(held, stream, remembered(fact), world, latest)
                received = (one.fact for one in released if isinstance(one.fact, intake.ApplicationReceived))
                latest = next((standing(one) for one in received), latest)
                said += released
    return said


def remembered(fact: intake.RoundAnnounced) -> Round:
    return Round(
        frame=fact.frame,
        partition=fact.partition,
        closes_at=fact.closes_at,
        rulebook=fact.rulebook,
        rulebook_hash=fact.rulebook_hash,
    )


def _frame_conflicts(scheme: Scheme, world: World) -> list[Problem]:
    """A frame is one pool of money: whoever draws on it too says so, and means the same pool."""
    if scheme.shares_frame_with is None:
        taken = any(round_.frame == scheme.frame for round_ in world.rounds.values())
        return [("/scheme/frame", "a frame of its own, or shares_frame_with")] if taken else []
    first = world.rounds.get(scheme.shares_frame_with)
    if first is None:
        return [("/scheme/shares_frame_with", "a round that has been announced")]
    same = ("frame", "decided_by", "budget_year", "sub_frames", "county_shares")
    expected = "as in the round of shares_frame_with"
    return [(f"/scheme/{name}", expected) for name in same if getattr(scheme, name) != getattr(first.rulebook, name)]


def _unknown_holidays(scheme: Scheme, world: World) -> list[Problem]:
    """Every year has holidays: a list with none of that year does not know it."""
    deadline = scheme.deadline
    if not deadline.rolls_to_working_day or any(day.year == deadline.date.year for day in world.holidays):
        return []
    return [("/scheme/deadline/rolls_to_working_day", "false, or holidays of that year adopted before")]


def _unknown_offices(scheme: Scheme, world: World) -> list[Problem]:
    """Where no list of offices has been adopted there is nothing to hold the keys against."""
    if scheme.county_shares is None or not world.offices:
        return []
    on = scheme.deadline.date
    if all(office_named(office, world.offices, on) for office in scheme.county_shares.keys):
        return []
    known = sorted({row.office for row in world.offices if row.holds(on)})
    return [("/scheme/county_shares/keys", f"offices of the day of the deadline: {', '.join(known)}")]
