"""What happens because time has passed: rounds close, and what was held for a round that never came is refused."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chassis.canonical import digest
from chassis.decider import Said
from schemas.ids import RoundId
from schemas.intake import RoundClosed
from schemas.reasons import Refusal
from schemas.time import TimePassed
from services.intake.refusals import refuse_held
from services.intake.state import Case, World

NEVER_ANNOUNCED = ("/round", "a round that was announced before this was received")
REFUSED = "refused"
"""The group of those whose round never came."""
HELD = "held"
"""The group of the applications that wait for their round's announcement."""


def due_rounds(world: World, until: datetime) -> list[RoundId]:
    return sorted(name for name, round_ in world.rounds.items() if not round_.closed and round_.closes_at <= until)


def groups_concerned(world: World, until: datetime) -> tuple[str, ...]:
    return (HELD, *(f"round/{name}" for name in due_rounds(world, until)))


def time_passed(message: TimePassed, world: World, cases: Mapping[str, Case]) -> list[Said]:
    refusals = [
        replace(refuse_held(held, stream, Refusal.UNKNOWN_ROUND, NEVER_ANNOUNCED), group=REFUSED)
        for stream, case in sorted(cases.items())
        for held in case.held
        if held.receipt.received_at <= message.until
    ]
    return [*refusals, *(_close(name, world, cases) for name in due_rounds(world, message.until))]


def _close(name: RoundId, world: World, cases: Mapping[str, Case]) -> Said:
    """All that reached the broker before the deadline has been heard, and the journal is held: the count is final."""
    standing = sorted(
        f"{stream.removeprefix('application/')} {case.version}"
        for stream, case in cases.items()
        if case.round == name and case.stands
    )
    round_ = world.rounds[name]
    fact = RoundClosed(
        round=name,
        frame=round_.frame,
        count=len(standing),
        digest=digest("\n".join(standing).encode()),
    )
    return Said(fact, partition=round_.partition, rules=round_.rulebook_hash)
