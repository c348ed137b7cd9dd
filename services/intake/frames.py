"""An officer's proposal to change a frame: whether it can be meant at all. What money there is allocation knows."""

from chassis.decider import Command, Said
from schemas import outside
from schemas.ids import AuthorityId
from schemas.intake import FrameChangeStated
from schemas.reasons import Refusal
from schemas.scheme import Scheme
from services.intake import mandates
from services.intake.days import norwegian_day
from services.intake.refusals import refuse
from services.intake.state import World

YEARS_CARRIED_MAX = 2
"""Unused money with the keyword «kan overføres» goes to the two following budget years (bevilgningsreglementet § 5)."""


def change(command: Command, message: outside.ChangeFrame, world: World) -> list[Said]:
    def refused(reason: Refusal, problem: tuple[str, str]) -> list[Said]:
        return [refuse(command, reason, problem)]

    round_, authority = world.rounds.get(message.round), AuthorityId(command.input.sender)
    if round_ is None:
        return refused(Refusal.UNKNOWN_ROUND, ("/round", "an announced round"))
    if authority not in round_.authorities:
        return refused(Refusal.AUTHORITY_MAY_NOT_ACT, ("/round", "a round that this authority decides"))
    on, scheme = norwegian_day(command.input.at), round_.rulebook
    if not mandates.may(world, authority, message.officer, on, "change_frame"):
        return refused(Refusal.OFFICER_MAY_NOT_DECIDE, mandates.LACKING)
    if message.sub_frame not in _sub_frames(scheme):
        return refused(
            Refusal.UNKNOWN_SUB_FRAME, ("/sub_frame", "a sub-frame of the round, or an office of its shares")
        )
    if authority not in (scheme.decided_by, message.sub_frame):
        return refused(Refusal.AUTHORITY_MAY_NOT_ACT, ("/sub_frame", "the office's own share"))
    if fault := _fault(message, scheme):
        return refused(*fault)
    fact = FrameChangeStated(
        round=message.round,
        frame=round_.frame,
        change=message.change,
        sub_frame=message.sub_frame,
        amount_nok=message.amount_nok,
        from_year=message.from_year,
        document=message.document,
        officer=message.officer,
        superior=mandates.superior(world, authority, message.officer, on),
        authority=authority,
    )
    return [Said(fact, partition=round_.partition, rules=round_.rulebook_hash)]


def _sub_frames(scheme: Scheme) -> set[str]:
    shares = scheme.county_shares
    return {part.id for part in scheme.sub_frames} | set(() if shares is None else shares.keys)


def _fault(message: outside.ChangeFrame, scheme: Scheme) -> tuple[Refusal, tuple[str, str]] | None:
    """What is wrong with the amount or the year."""
    if message.change == "adjust" and message.amount_nok == 0:
        return Refusal.INVALID, ("/amount_nok", "an amount that is not zero")
    if message.change != "adjust" and message.amount_nok < 0:
        return Refusal.INVALID, ("/amount_nok", "an amount that is not negative")
    if message.change != "carry_over":
        absent = ("/from_year", "no year: only carry_over has one")
        return (Refusal.INVALID, absent) if message.from_year is not None else None
    if message.from_year is None:
        return Refusal.INVALID, ("/from_year", "the budget year of which the money is left")
    if not 1 <= scheme.budget_year - message.from_year <= YEARS_CARRIED_MAX:
        expected = f"one of the {YEARS_CARRIED_MAX} budget years before the round's own"
        return Refusal.CARRIED_TOO_LONG, ("/from_year", expected)
    return None
