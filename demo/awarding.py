"""From assessment to acceptance: what every round goes through, some of it more than once."""

import asyncio
from datetime import datetime, timedelta

from cli.in_words import kroner
from demo.world import World
from schemas.ids import AuthorityId

AN_HOUR = timedelta(hours=1)


class Unexpected(Exception):
    """The services did something that the outside world can't make sense of."""


async def assessed(world: World) -> tuple[str, str]:
    """All authorities at the same time."""
    who = _who(world)
    world.progress(f"{who} what {'its' if len(world.deciding) == 1 else 'their'} work list shows")
    rankings = await asyncio.gather(*(authority.assess() for authority in world.deciding))
    to_award, to_reject = sum(one.to_award for one in rankings), sum(one.to_reject for one in rankings)
    proposed = f"{to_award} awards and {to_reject} refusals"
    if len(rankings) == 1:
        world.progress(f"the ranking proposes {proposed}")
    else:
        world.progress(f"{len(rankings)} rankings propose {proposed}")
    return "assessment", f"{proposed} proposed, {kroner(sum(one.total_nok for one in rankings))} in all"


def _who(world: World) -> str:
    offices = len(world.deciding)
    return "the directorate assesses" if offices == 1 else f"{offices} County Governors assess"


async def approved(world: World) -> tuple[str, str]:
    for authority in world.deciding:
        ranking = await authority.approve_ranking()
        world.rankings[authority.id] = ranking.list_hash
    officers = "two officers have" if len(world.deciding) == 1 else "two officers of each have"
    world.progress(f"{officers} approved; decisions and letters go out")
    for system in world.systems.values():
        await system.decisions()
    awarded = sum(len(system.awarded()) for system in world.systems.values())
    return "approval by two officers", f"{awarded} awards, letters sent"


async def accepted(world: World) -> tuple[str, str]:
    before = _accepted(world)
    await _ends(world)
    for system in world.systems.values():
        await system.accept()
    return "recipients accept", f"acceptances recorded: {_accepted(world) - before}"


def _accepted(world: World) -> int:
    return sum(len(system.recorded("accepted")) for system in world.systems.values())


async def _ends(world: World) -> datetime:
    """When the last acceptance period ends."""
    ends = [until for system in world.systems.values() if (until := await system.periods()) is not None]
    if not ends:
        raise Unexpected("no award awaits an answer")
    return max(ends)


async def lapsed(world: World) -> tuple[str, str]:
    silent = [told for told in world.data.applications if told.stays_silent]
    ends = await _ends(world)
    named = ", ".join(told.application for told in silent)
    world.progress(f"all awards are accepted but that to {named}; its time passes")
    await world.pass_time(ends + AN_HOUR)
    for told in silent:
        await world.systems[told.system].letter("lapse", told.reference)
    return f"{', '.join(world.named(told.reference) for told in silent)} does not answer in time", "the award lapses"


async def promoted(world: World, by: AuthorityId) -> tuple[str, str]:
    proposed = await world.authorities[by].approve_promotion()
    told = world.data.by_application[proposed.application]
    amount = kroner(proposed.amount_nok)
    system = world.systems[told.system]
    if proposed.tops_up:
        world.progress(f"{proposed.application} is filled up, with {amount}")
        await system.letter("supplement", told.reference)
        return f"{world.named(told.reference)} is filled up", amount
    world.progress(f"{proposed.application} is promoted from the waiting list, with {proposed.amount_nok} kr")
    await system.letter("award", told.reference)
    return f"{world.named(told.reference)} is promoted from place {proposed.waiting_place} of the waiting list", amount
