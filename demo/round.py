"""The round of 2019, lived through against running services: who says what when, and what each waits for.

Nothing is slept for. Each step waits for what its correspondent is told, and fails with what that was.
"""

from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cli.reference import reference_messages
from demo.arrivals import Arrival, arriving, shuffled, stamped, submission
from demo.case_system import CaseSystem
from demo.data import load
from demo.data_file import BadInput
from demo.kafka import INTAKE, Correspondence, Mailbox, Postman
from demo.offices import Offices
from demo.outcome import LATE_SCORE, Outcome, answers_to, counted, keep_replies, outcome_of
from demo.world import REFERENCE, Progress, TellTime, World, make_world
from schemas.notification import DecisionIssued, InformationIssued, RankingProposed, RefusalIssued

ADOPTED = datetime(2018, 12, 3, 8, 0, tzinfo=UTC)
ANNOUNCED = datetime(2018, 12, 14, 9, 0, tzinfo=UTC)
FIRST_ARRIVAL = datetime(2019, 1, 7, 7, 0, tzinfo=UTC)
HALF_TIME = datetime(2019, 2, 1, 0, 0, tzinfo=UTC)
LAST_ARRIVAL = datetime(2019, 2, 28, 15, 0, tzinfo=UTC)
ASSESSMENT = datetime(2019, 4, 1, 7, 0, tzinfo=UTC)
APPROVAL = datetime(2019, 5, 6, 8, 0, tzinfo=UTC)
A_WEEK = timedelta(weeks=1)
A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
A_SECOND = timedelta(seconds=1)


class Unexpected(Exception):
    """The services did something that the outside world can't make sense of."""


async def run_round(
    kafka_bootstrap: str, prefix: str, folder: Path, tell_time: TellTime, progress: Progress, seed: int
) -> Outcome:
    """Plays the whole round; leaves under `folder/replies` what each correspondent was told, also when it fails.

    Raises WaitedInVain when something that was waited for does not come, Unexpected and ValueError when what comes
    can't be right.
    """
    async with AsyncExitStack() as stack:
        letters = await stack.enter_async_context(Correspondence(kafka_bootstrap, prefix))
        postman = await stack.enter_async_context(Postman(kafka_bootstrap, prefix))
        world = make_world(load(), ADOPTED, letters, postman, tell_time, progress)
        try:
            await _prepare(world)
            await _receive(world, seed)
            ranking = await _decide(world)
            await _settle(world)
            return await _outcome(world, ranking)
        finally:
            told = [mailbox for name, mailbox in letters.mailboxes.items() if name != INTAKE]
            keep_replies(told, folder / "replies")


async def _prepare(world: World) -> None:
    """Reference data, earlier awards, the round; one application overtakes the announcement."""
    reference, earlier = reference_messages(REFERENCE), list(world.data.earlier_awards())
    world.progress(f"operations adopts {len(reference)} lists and records {len(earlier)} earlier awards")
    await world.operations.adopt(reference)
    await world.operations.record(earlier)
    early = arriving(world.data, "before the announcement")
    system = world.systems[early.system]
    world.progress(f"an application from {early.system} overtakes the announcement of its round")
    await world.send([(early, ANNOUNCED + A_SECOND)])
    await system.receipt(early.reference, "held")
    world.progress(f"the directorate announces {world.scheme.round}")
    await world.directorate.announce(world.scheme, ANNOUNCED)
    await system.receipt(early.reference, "received")
    await world.pass_time(ANNOUNCED + AN_HOUR)


async def _receive(world: World, seed: int) -> None:
    """All applications in shuffled order, what goes wrong among them, the last second, and one second too late."""
    arrivals = list(stamped(shuffled(world.data, seed), FIRST_ARRIVAL, LAST_ARRIVAL))
    world.progress(f"{len(world.systems)} systems send {len(arrivals)} records in the order of seed {seed}")
    await world.send([(arrival, at) for arrival, at in arrivals if at < HALF_TIME])
    await world.pass_time(HALF_TIME)
    await world.send([(arrival, at) for arrival, at in arrivals if at >= HALF_TIME])
    closes_at = world.scheme.deadline.ends_at()
    late = submission(world.data, world.data.bad_input.one_second_late)
    late = Arrival(late.system, late.sending, "one_second_late")
    last = arriving(world.data, "in the last second")
    await world.send([(last, closes_at - A_SECOND), (late, closes_at + A_SECOND)])
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


async def _decide(world: World) -> RankingProposed:
    """The directorate assesses, sees the ranking, and approves it; the systems get their decisions."""
    world.calendar.go_to(ASSESSMENT)
    world.progress("the directorate assesses what its work list shows")
    ranking = await world.directorate.assess()
    world.progress(f"the ranking proposes {ranking.to_award} awards and {ranking.to_reject} refusals")
    await world.directorate.score_too_late()
    world.calendar.go_to(APPROVAL)
    await world.directorate.approve_ranking(ranking)
    world.progress("two officers have approved; decisions and letters go out")
    for system in world.systems.values():
        await system.decisions()
    return ranking


async def _settle(world: World) -> None:
    """All accept but one, whose award lapses; the waiting list's next gets a decision of its own, and accepts."""
    ends = [until for system in world.systems.values() if (until := await system.periods()) is not None]
    if not ends:
        raise Unexpected("no award awaits an answer")
    world.calendar.go_to(world.calendar.now + A_WEEK)
    for system in world.systems.values():
        await system.accept()
    (silent,) = (told for told in world.data.applications if told.stays_silent)
    world.progress(f"all awards are accepted but that to {silent.application}; its time passes")
    await world.pass_time(max(ends) + AN_HOUR)
    await world.systems[silent.system].lapse(silent.reference)
    world.calendar.go_to(world.calendar.now + A_DAY)
    promotion = await world.directorate.approve_promotion()
    world.progress(f"{promotion.application} is promoted from the waiting list, with {promotion.amount_nok} kr")
    promoted = world.data.by_application[promotion.application]
    system = world.systems[promoted.system]
    await system.award(promoted.reference)
    await system.periods()
    world.calendar.go_to(world.calendar.now + A_DAY)
    await system.accept()
    await _informed(world)


async def _informed(world: World) -> None:
    """Every office has been told of every award and refusal in its counties, once."""
    offices, expected = Offices(REFERENCE), Counter[str]()
    for system in world.systems.values():
        for decision in system.mailbox.all(DecisionIssued):
            if decision.kind != "lapse":
                told = world.data.by_reference[decision.reference]
                area = world.data.submission(told).application.municipalities
                expected.update(offices.covering(area, world.calendar.now.date()))
    for office, count in sorted(expected.items()):
        await _told_of(world.letters.of(office), count)


async def _told_of(office: Mailbox, count: int) -> None:
    await office.until(
        f"{count} decisions told to {office.name}", lambda: len(office.all(InformationIssued)) >= count or None
    )


async def _outcome(world: World, ranking: RankingProposed) -> Outcome:
    answered = {
        sent.arrival.kind: outcome_of(answers_to(sent, system.mailbox))
        for system in world.systems.values()
        for sent in system.sent
        if sent.arrival.kind is not None
    }
    answered[LATE_SCORE] = outcome_of(world.directorate.mailbox.all(RefusalIssued))
    offices = {name: box for name, box in world.letters.mailboxes.items() if box.all(InformationIssued)}
    told: dict[str, Mailbox] = {id_: system.mailbox for id_, system in world.systems.items()}
    told[world.directorate.id] = world.directorate.mailbox
    return Outcome(
        replies={name: tuple(box.replies) for name, box in {**told, **offices}.items()},
        work_list=dict(world.directorate.mailbox.counted()),
        informed={name: len(box.all(InformationIssued)) for name, box in sorted(offices.items())},
        bad_input={kind: answered[kind] for kind in BadInput.model_fields},
        sent={id_: len(system.sent) for id_, system in world.systems.items()},
        told=tuple(world.told),
        ranking=ranking.list_hash,
        counts=dict(counted(system.mailbox for system in world.systems.values())),
    )
