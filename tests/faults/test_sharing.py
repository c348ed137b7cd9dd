"""Two workers of each service: they share the work, and one takes over from the other, also from one that froze."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager

import asyncpg

from services.catalogue import SERVICES
from tests.faults.examples import announced, applied, frames, many, submit
from tests.faults.outcome import nothing_lost_nothing_doubled
from tests.faults.shares import everything, has, partitions, workers
from tests.running import ALLOCATION, INTAKE, Site, events, frozen, pid


async def test_two_workers_share_the_work_and_one_does_all_when_the_other_leaves(pair: Site) -> None:
    await announced(pair, "shared")
    first, second = many("shared", 80), many("shared", 160)[80:]

    for service in SERVICES:
        await has(pair, service, everything(service))
        assert all(partitions(pair, name) for name in workers(service))
    await submit(pair, first)
    for service in SERVICES:
        leaving = pair.member(f"{service}-2")
        os.kill(pid(leaving), signal.SIGTERM)
        assert leaving.child is not None
        assert await asyncio.to_thread(leaving.child.popen.wait, 20) == 0
    await submit(pair, second)

    await nothing_lost_nothing_doubled(pair, [*first, *second])
    for service in SERVICES:
        await has(pair, service, everything(service))
        assert partitions(pair, service) == everything(service)


async def test_a_worker_frozen_beyond_its_session_is_replaced_and_fenced(pair: Site) -> None:
    await announced(pair, "frozen")
    first, second, third = many("frozen", 60), many("frozen", 120)[60:], many("frozen", 180)[120:]

    await submit(pair, first)
    with ExitStack() as stack:
        for service in SERVICES:
            stack.enter_context(frozen(pair.member(service)))
        await submit(pair, second)
        await nothing_lost_nothing_doubled(pair, [*first, *second])
    await submit(pair, third)

    await pair.recover()
    await nothing_lost_nothing_doubled(pair, [*first, *second, *third])


async def test_a_worker_frozen_in_the_midst_of_a_transaction_holds_nobody_up_and_is_fenced(pair: Site) -> None:
    await announced(pair, "stuck")
    frame = frames("stuck")[2]
    sent = [applied(number, frame) for number in range(40)]
    await has(pair, ALLOCATION, everything(ALLOCATION))
    victim = next(pair.member(name) for name in workers(ALLOCATION) if (INTAKE, 2) in partitions(pair, name))

    async with head_held(pair, ALLOCATION) as somebody_waits:
        await submit(pair, sent)
        await pair.until("a worker of allocation that has decided and waits to append", somebody_waits)
        os.kill(pid(victim), signal.SIGSTOP)
    await nothing_lost_nothing_doubled(pair, sent)
    os.kill(pid(victim), signal.SIGCONT)

    async def knows_it() -> bool:
        # Its relay may have been fenced first, by the broker: that ends the process.
        return bool(events(victim, "fenced")) or not victim.alive

    await pair.until("the frozen worker being fenced", knows_it)
    await pair.recover()
    more = [applied(number, frame) for number in range(40, 60)]
    await submit(pair, more)
    await nothing_lost_nothing_doubled(pair, [*sent, *more])


@asynccontextmanager
async def head_held(site: Site, service: str) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
    """Nobody can append to this journal inside the block; gives what tells whether somebody waits for that."""
    url = site.installation.database_urls[service]
    holder, watcher = await asyncpg.connect(url), await asyncpg.connect(url)

    async def somebody_waits() -> bool:
        query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR UPDATE%'"
        return bool(await watcher.fetchval(query))

    try:
        async with holder.transaction():
            await holder.execute("SELECT 1 FROM head FOR UPDATE")
            yield somebody_waits
    finally:
        await holder.close()
        await watcher.close()
