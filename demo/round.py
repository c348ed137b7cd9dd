"""A round, lived through against running services: who says what when, and what each waits for.

Nothing is slept for. Each step waits for what its correspondent is told, and fails with what that was.
"""

from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from cli.reference import reference_messages
from demo.arrivals import Arrival, arriving, shuffled, stamped, submission
from demo.case_system import CaseSystem
from demo.data import Data, load
from demo.data_file import BadInput
from demo.happenings import happen
from demo.kafka import INTAKE, Correspondence, Mailbox, Postman
from demo.offices import Offices
from demo.outcome import LATE_SCORE, Outcome, answers_to, counted, keep_replies, outcome_of
from demo.world import REFERENCE, Progress, TellTime, World, decided_by, make_world
from schemas.notification import DecisionIssued, InformationIssued, RefusalIssued

AN_HOUR = timedelta(hours=1)
A_SECOND = timedelta(seconds=1)
DECIDED = ("award", "rejection")


async def run_round(
    kafka_bootstrap: str,
    prefix: str,
    folder: Path,
    tell_time: TellTime,
    progress: Progress,
    seed: int,
    data: Data | None = None,
) -> Outcome:
    """Plays the whole round, that of 2019 where no other is given.

    Leaves under `folder/replies` what each correspondent was told, also when it fails. Raises WaitedInVain when
    something that was waited for does not come, Unexpected and ValueError when what comes can't be right.
    """
    async with AsyncExitStack() as stack:
        letters = await stack.enter_async_context(Correspondence(kafka_bootstrap, prefix))
        postman = await stack.enter_async_context(Postman(kafka_bootstrap, prefix))
        world = make_world(data or load(), letters, postman, tell_time, progress)
        try:
            await _prepare(world)
            await _receive(world, seed)
            for step in world.data.file.happens:
                await happen(world, step)
            await _informed(world)
            return _outcome(world)
        finally:
            told = [mailbox for name, mailbox in letters.mailboxes.items() if name != INTAKE]
            keep_replies(told, folder / "replies")


async def _prepare(world: World) -> None:
    """Reference data, earlier awards, the round; some applications may overtake the announcement."""
    reference = world.data.reference(reference_messages(REFERENCE))
    earlier, announced = list(world.data.earlier_awards()), world.data.file.days.announced
    world.progress(f"operations adopts {len(reference)} lists and records {len(earlier)} earlier awards")
    await world.operations.adopt(reference)
    await world.operations.record(earlier)
    for early in arriving(world.data, "before the announcement"):
        world.progress(f"an application from {early.system} overtakes the announcement of its round")
        await world.send([(early, announced + A_SECOND)])
        await world.systems[early.system].receipt(early.reference, "held")
    world.progress(f"the {world.announcing.id} announces {world.scheme.round}")
    await world.announcing.announce(world.scheme, announced)
    for early in arriving(world.data, "before the announcement"):
        await world.systems[early.system].receipt(early.reference, "received")
    await world.pass_time(announced + AN_HOUR)


async def _receive(world: World, seed: int) -> None:
    """All applications in shuffled order, what goes wrong among them, the last second, and one second too late."""
    days, bad = world.data.file.days, world.data.bad_input
    arrivals = list(stamped(shuffled(world.data, seed), days.first_arrival, days.last_arrival))
    world.progress(f"{len(world.systems)} systems send {len(arrivals)} records in the order of seed {seed}")
    await world.send([(arrival, at) for arrival, at in arrivals if at < days.half_time])
    await world.pass_time(days.half_time)
    await world.send([(arrival, at) for arrival, at in arrivals if at >= days.half_time])
    closes_at = world.scheme.deadline.ends_at()
    await world.send([(last, closes_at - A_SECOND) for last in arriving(world.data, "in the last second")])
    late = arriving(world.data, "one second late")
    if bad is not None:
        told = submission(world.data, bad.one_second_late)
        late.append(Arrival(told.system, told.sending, "one_second_late"))
    await world.send([(arrival, closes_at + A_SECOND) for arrival in late])
    for system in world.systems.values():
        await _answered(system)
    world.progress("the deadline passes")
    await world.pass_time(closes_at + AN_HOUR)
    for system in world.systems.values():
        await _refused_as_unknown(system)


async def _answered(system: CaseSystem) -> None:
    """Waits until each record that the system has sent has been answered."""
    unanswered = list(system.sent)

    def none_left() -> bool | None:
        unanswered[:] = [sent for sent in unanswered if not answers_to(sent, system.mailbox)]
        return not unanswered or None

    await system.mailbox.until(f"an answer to each of {len(system.sent)} records", none_left)


async def _refused_as_unknown(system: CaseSystem) -> None:
    """Waits until time has proved that the round of an application was never announced."""
    held = [sent for sent in system.sent if sent.arrival.kind == "unknown_round"]

    def all_refused() -> bool | None:
        answers = [answers_to(sent, system.mailbox) for sent in held]
        return all(any(isinstance(one, RefusalIssued) for one in each) for each in answers) or None

    await system.mailbox.until("the refusal of an application for an unknown round", all_refused)


async def _informed(world: World) -> None:
    """Every office has been told of every award and refusal in its counties, once, but of what it decided itself."""
    offices, expected = Offices(REFERENCE), Counter[str]()
    for system in world.systems.values():
        for decision in system.mailbox.all(DecisionIssued):
            if decision.kind in DECIDED:
                told = world.data.by_reference[decision.reference]
                area = world.data.submission(told).application.municipalities
                itself = decided_by(world.scheme, world.data, told)
                expected.update(offices.covering(area, world.calendar.now.date()) - {itself})
    for office, count in sorted(expected.items()):
        await _told_of(world.letters.of(office), count)


async def _told_of(office: Mailbox, count: int) -> None:
    await office.until(
        f"{count} decisions told to {office.name}", lambda: len(office.all(InformationIssued)) >= count or None
    )


def _outcome(world: World) -> Outcome:
    answered = {
        sent.arrival.kind: outcome_of(answers_to(sent, system.mailbox))
        for system in world.systems.values()
        for sent in system.sent
        if sent.arrival.kind is not None
    }
    if world.data.bad_input is not None:
        answered[LATE_SCORE] = outcome_of(world.announcing.refusals())
    offices = {name: box for name, box in world.letters.mailboxes.items() if box.all(InformationIssued)}
    told: dict[str, Mailbox] = {id_: system.mailbox for id_, system in world.systems.items()}
    told |= {id_: authority.mailbox for id_, authority in world.authorities.items()}
    return Outcome(
        replies={name: tuple(box.replies) for name, box in {**offices, **told}.items()},
        work_list=dict(sum((authority.mailbox.counted() for authority in world.authorities.values()), Counter())),
        informed={name: len(box.all(InformationIssued)) for name, box in sorted(offices.items())},
        bad_input={kind: answered[kind] for kind in BadInput.model_fields if kind in answered},
        happened=tuple(world.happened),
        sent={id_: len(system.sent) for id_, system in world.systems.items()},
        told=tuple(world.told),
        rankings=dict(world.rankings),
        counts=dict(counted(system.mailbox for system in world.systems.values())),
    )
