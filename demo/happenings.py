"""What happens after the deadline, step by step: each waits for what its correspondents are told of it."""

from datetime import timedelta
from typing import assert_never

from cli.in_words import kroner
from demo import awarding, story
from demo.frame_changes import change_frame
from demo.outcome import in_words
from demo.story import Happening
from demo.world import World
from schemas.notification import RefusalIssued
from schemas.outside import NoticeDeficiency, RecuseOfficer

AN_HOUR = timedelta(hours=1)


async def happen(world: World, step: Happening) -> None:
    """Raises WaitedInVain; ValueError when what comes can't be right."""
    if step.at is not None:
        world.calendar.go_to(step.at)
    if step.after_days:
        world.calendar.go_to(world.calendar.now + timedelta(days=step.after_days))
    what, came_of_it = await _done(world, step)
    world.happened.append((world.calendar.now, what, came_of_it))


async def _done(world: World, step: Happening) -> tuple[str, str]:
    """What was done, and what came of it."""
    match step:
        case story.DeficiencyNoticed():
            return await _deficiency_noticed(world, step)
        case story.Corrected():
            return await _corrected(world, step)
        case story.NotCorrected():
            return await _not_corrected(world, step)
        case story.OfficerRecused():
            return await _recused(world, step)
        case story.ApprovalTried():
            (authority,) = world.deciding
            refusal = await authority.try_to_approve(step.officer)
            return f"{step.officer} approves the ranking", in_words(refusal)
        case story.FrameChanged():
            return await _frame_changed(world, step)
        case story.Withdrawn():
            world.progress(f"{step.application} is withdrawn")
            await world.system_of(step.application).withdraw(step.application)
            return f"{world.named(step.application)} is withdrawn", "confirmed"
        case story.Declined():
            world.progress(f"{step.application} declines its award")
            await world.system_of(step.application).decline(step.application)
            return f"{world.named(step.application)} declines its award", "recorded"
        case story.Assessed():
            return await awarding.assessed(world)
        case story.ScoredTooLate():
            application = await world.announcing.score_too_late()
            return f"{application} is scored after the ranking", in_words(world.announcing.refusals()[-1])
        case story.Approved():
            return await awarding.approved(world)
        case story.Accepted():
            return await awarding.accepted(world)
        case story.Lapsed():
            return await awarding.lapsed(world)
        case story.Promoted():
            return await awarding.promoted(world, step.by)
        case _:
            assert_never(step)


async def _deficiency_noticed(world: World, step: story.DeficiencyNoticed) -> tuple[str, str]:
    authority = world.deciding_on(step.application)
    application = world.data.by_reference[step.application].application
    world.progress(f"{application} lacks something; its applicant is asked for it")
    noticed = NoticeDeficiency(
        application=application, missing=step.missing, correct_by=step.correct_by, officer=authority.assessors[0]
    )
    await authority.state(noticed, application)
    asked = await world.system_of(step.application).asked_to_correct(step.application)
    return (
        f"{world.named(step.application)} lacks {', '.join(asked.missing)}",
        f"can be corrected until {asked.correct_by}",
    )


async def _corrected(world: World, step: story.Corrected) -> tuple[str, str]:
    correction = world.data.correction(world.data.by_reference[step.application])
    version = await world.system_of(step.application).correct(correction)
    return f"{world.named(step.application)} is corrected", f"received as version {version}"


async def _not_corrected(world: World, step: story.NotCorrected) -> tuple[str, str]:
    asked = await world.system_of(step.application).asked_to_correct(step.application)
    world.progress(f"{step.application} is not corrected; its day passes")
    await world.pass_time(world.midnight_after(asked.correct_by) + AN_HOUR)
    dismissal = await world.system_of(step.application).dismissed(step.application)
    return f"{world.named(step.application)} is not corrected", in_words(dismissal)


async def _recused(world: World, step: story.OfficerRecused) -> tuple[str, str]:
    authority = world.deciding_on(step.application)
    application = world.data.by_reference[step.application].application
    await authority.state(RecuseOfficer(application=application, officer=step.officer), application)
    return f"{step.officer} is disqualified in {world.named(step.application)}", "noted"


async def _frame_changed(world: World, step: story.FrameChanged) -> tuple[str, str]:
    amount = kroner(step.amount_nok)
    what = {
        "confirm": f"{step.sub_frame} is confirmed with {amount}",
        "adjust": f"{step.sub_frame} is changed by {amount}",
        "carry_over": f"{amount} of {step.from_year} are carried over into {step.sub_frame}",
        "margin": f"{amount} of {step.sub_frame} are kept back for appeals",
    }[step.change]
    answer = await change_frame(world.announcing, step)
    if isinstance(answer, RefusalIssued):
        came_of_it = in_words(answer)
    else:
        came_of_it = f"{kroner(answer.available_nok)} are available"
    world.progress(f"{what}: {came_of_it}")
    return what, came_of_it
