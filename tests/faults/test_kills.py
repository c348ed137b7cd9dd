"""kill -9, as a power cut does it, while applications stream through; and SIGTERM, which is no fault at all."""

import asyncio
import os
import random
import signal

import pytest

from tests.faults.examples import announced, many, submit
from tests.faults.outcome import nothing_lost_nothing_doubled
from tests.running import ALLOCATION, ELIGIBILITY, INTAKE, NOTIFICATION, Site, events, pid

ROWS = {INTAKE: 2, ELIGIBILITY: 3, ALLOCATION: 4, NOTIFICATION: 4}
"""At least so many rows a service writes for an application."""


async def test_services_killed_at_any_point_lose_and_double_nothing(site: Site) -> None:
    await kill_each(site, seed=1, applications=240, kills=2)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(10, 16))
async def test_services_killed_many_times_lose_and_double_nothing(site: Site, seed: int) -> None:
    await kill_each(site, seed, applications=1200, kills=6)


async def test_a_service_that_is_told_to_stop_ends_with_what_it_has_in_hand(site: Site) -> None:
    await announced(site, "stopped")
    sent = many("stopped", 120)
    async with asyncio.TaskGroup() as group:
        group.create_task(submit(site, sent))
        for name in ROWS:
            group.create_task(stop_at(site, name, await site.head(name) + 40))
    await nothing_lost_nothing_doubled(site, sent)


async def kill_each(site: Site, seed: int, *, applications: int, kills: int) -> None:
    chance, label = random.Random(seed), f"killed-{seed}"
    await announced(site, label, bodies=applications)
    sent = many(label, applications)
    plans = {name: plan(chance, applications * rows, kills) for name, rows in ROWS.items()}
    async with asyncio.TaskGroup() as group:
        group.create_task(submit(site, sent))
        for name, points in plans.items():
            group.create_task(kill_at(site, name, points))
    await nothing_lost_nothing_doubled(site, sent)


def plan(chance: random.Random, rows: int, kills: int) -> list[tuple[int, float]]:
    """After how many more journal rows to kill, and how many seconds later: in the midst of a transaction, or not."""
    points = sorted(chance.randrange(rows * 9 // 10) for _ in range(kills))
    return [(point, chance.random() / 50) for point in points]


async def kill_at(site: Site, name: str, points: list[tuple[int, float]]) -> None:
    member, begun = site.member(name), await site.head(name)
    for rows, seconds in points:
        await reaches(site, name, begun + rows)
        await asyncio.sleep(seconds)
        await asyncio.to_thread(member.kill)
        await site.restart(member)


async def stop_at(site: Site, name: str, position: int) -> None:
    """Asks it to end while it works, sees that it does so well, and starts it again."""
    member = site.member(name)
    assert member.child is not None
    await reaches(site, name, position)
    before = len(events(member, "stopped"))
    os.kill(pid(member), signal.SIGTERM)
    assert await asyncio.to_thread(member.child.popen.wait, 20) == 0
    assert len(events(member, "stopped")) == before + 1
    await site.restart(member)


async def reaches(site: Site, name: str, position: int) -> None:
    async def has_written() -> bool:
        return await site.head(name) >= position

    await site.until(f"{name} writing position {position}", has_written)
