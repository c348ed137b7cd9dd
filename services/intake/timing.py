"""What happens because time has passed: what was held for a round that never came is refused, what was not corrected
is dismissed, and rounds close.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chassis.canonical import digest
from chassis.decider import Said
from schemas.ids import Reference, RoundId, SystemId
from schemas.intake import ApplicationDismissed, RoundClosed
from schemas.reasons import Reason, Refusal
from schemas.time import TimePassed
from services.intake import groups
from services.intake.receiving import concerning
from services.intake.refusals import refuse_held
from services.intake.state import Case, World, name_in

NEVER_ANNOUNCED = ("/round", "a round that was announced before this was received")


def due_rounds(world: World, until: datetime) -> list[RoundId]:
    return sorted(name for name, round_ in world.rounds.items() if not round_.closed and round_.closes_at <= until)


def groups_concerned(world: World, until: datetime) -> tuple[str, ...]:
    return (groups.HELD, groups.DEFICIENT, *(groups.of_round(name) for name in due_rounds(world, until)))


def time_passed(message: TimePassed, world: World, cases: Mapping[str, Case]) -> list[Said]:
    refusals = [
        replace(refuse_held(held, stream, Refusal.UNKNOWN_ROUND, NEVER_ANNOUNCED), group=groups.REFUSED)
        for stream, case in sorted(cases.items())
        for held in case.held
        if held.receipt.received_at <= message.until
    ]
    dismissed = {stream: case for stream, case in cases.items() if _is_over(case, message.until)}
    remaining = {stream: case for stream, case in cases.items() if stream not in dismissed}
    dismissals = [_dismiss(stream, case, world) for stream, case in sorted(dismissed.items())]
    return [*refusals, *dismissals, *(_close(name, world, remaining) for name in due_rounds(world, message.until))]


def _is_over(case: Case, until: datetime) -> bool:
    """All that reached the broker before has been heard: no correction can come any more."""
    awaited = case.deficiency
    return case.standing is not None and awaited is not None and awaited.open and awaited.until <= until


def _dismiss(stream: str, case: Case, world: World) -> Said:
    """The version that lacked something is not considered on its merits (forvaltningsloven § 11)."""
    assert case.standing is not None
    assert case.deficiency is not None
    standing, name = case.standing, name_in(stream)
    system, _, reference = name.partition("/")
    fact = ApplicationDismissed(
        application=name,
        system=SystemId(system),
        reference=Reference(reference),
        message=standing.message,
        round=standing.round,
        frame=standing.frame,
        reason=Reason.INCOMPLETE_NOT_CORRECTED,
        closes_at=case.deficiency.until,
        receipt=standing.receipt,
        stood=standing.stood,
    )
    return concerning(fact, world.rounds[standing.round], stream, group=groups.dismissed_in(standing.round))


def _close(name: RoundId, world: World, cases: Mapping[str, Case]) -> Said:
    """All that reached the broker before the deadline has been heard, and the journal is held: the count is final."""
    standing = sorted(
        f"{name_in(stream)} {case.standing.version}"
        for stream, case in cases.items()
        if case.standing is not None and case.standing.round == name
    )
    round_ = world.rounds[name]
    fact = RoundClosed(
        round=name,
        frame=round_.frame,
        count=len(standing),
        digest=digest("\n".join(standing).encode()),
    )
    return Said(fact, partition=round_.partition, rules=round_.rulebook_hash)
