"""Time is said to have passed only when all that reached the broker before has been heard, whoever is down or slow.

The tests share one installation, whose time only goes forward.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from aiokafka.partitioner import DefaultPartitioner

from schemas.allocation import AcceptancePeriodSet, AwardAccepted, CommitmentLapsed, FundsReserved
from schemas.base import Message
from schemas.flow import PARTITIONS
from schemas.ids import OfficerId, RoundId
from schemas.intake import ApplicationDismissed, RoundClosed
from schemas.outside import AnnounceRound, AnswerAward, ApproveList
from schemas.time import TimePassed
from services.catalogue import SERVICES
from tests.conftest import Install
from tests.faults.examples import (
    ADOPTED,
    CORRESPONDENTS,
    DIRECTORATE,
    OPERATIONS,
    Sent,
    applied,
    frames,
    scheme,
    submit,
    systems,
)
from tests.faults.shares import everything, has
from tests.running import ALLOCATION, INTAKE, Site, running_site

INTAKES = (INTAKE, f"{INTAKE}-2")
A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(scope="module")
async def shared_timed_site(installation: Install, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    made = await installation(CORRESPONDENTS)
    async with running_site(made, tmp_path_factory.mktemp("time"), doubled=[INTAKE]) as site:
        await site.say(OPERATIONS, "systems", systems(40), at=ADOPTED)
        yield site


@pytest.fixture
async def timed_site(shared_timed_site: Site) -> Site:
    await shared_timed_site.recover()
    return shared_timed_site


async def test_a_round_closes_on_all_that_came_in_time_though_intake_was_down(timed_site: Site) -> None:
    site, closes_at = timed_site, datetime(2019, 2, 1, 23, tzinfo=UTC)
    sent = await opened(site, "down", date(2019, 2, 1))
    late = applied(39, sent[0].frame)

    await stop(site, *INTAKES)
    await submit(site, sent, closes_at - AN_HOUR)
    await site.stack.tell_time(closes_at + A_MINUTE)
    await submit(site, [late], closes_at + 2 * A_MINUTE)
    await site.stack.tell_time(closes_at + AN_HOUR)
    await site.recover()

    await closes_on(site, sent)
    dismissed = [one for one in await site.said(INTAKE, ApplicationDismissed) if one.frame == late.frame]
    assert [(one.application, one.reason) for one in dismissed] == [(late.application, "LATE")]
    await site.settled()
    await site.holds()


async def test_a_round_closes_on_all_that_came_in_time_though_one_partition_lagged(timed_site: Site) -> None:
    site, closes_at = timed_site, datetime(2019, 2, 15, 23, tzinfo=UTC)
    sent = await opened(site, "lagging", date(2019, 2, 15))

    await has(site, INTAKE, everything(INTAKE))
    async with lagging(site, partition_of(sent[0])):
        await submit(site, sent, closes_at - AN_HOUR)
        await site.stack.tell_time(closes_at + AN_HOUR)
        await others_have_read(site, closes_at)
        assert not [one for one in await site.said(INTAKE, RoundClosed) if one.frame == sent[0].frame]

    await closes_on(site, sent)
    await site.settled()
    await site.holds()


async def test_an_award_accepted_in_time_does_not_lapse_though_its_partition_lagged(timed_site: Site) -> None:
    site = timed_site
    willing, silent, until = await awarded(site, "answers", datetime(2019, 4, 1, 8, tzinfo=UTC))

    await has(site, INTAKE, everything(INTAKE))
    async with lagging(site, partition_of(willing)):
        await accept(site, willing, until - A_MINUTE)
        await site.stack.tell_time(until + AN_HOUR)
        await others_have_read(site, until)
        assert not await of_frame(site, willing, CommitmentLapsed)

    await one_accepts_one_lapses(site, willing, silent)


async def test_an_award_accepted_in_time_does_not_lapse_though_all_services_were_down(timed_site: Site) -> None:
    site = timed_site
    willing, silent, until = await awarded(site, "silence", datetime(2019, 6, 1, 8, tzinfo=UTC))

    await stop(site, f"{INTAKE}-2", *SERVICES)
    await accept(site, willing, until - A_MINUTE)
    await site.stack.tell_time(until + AN_HOUR)
    await site.recover()

    await one_accepts_one_lapses(site, willing, silent)


async def opened(site: Site, label: str, last_day: date) -> list[Sent]:
    """A round that is announced, and what will be sent for it."""
    frame = frames(label)[1]
    announced_at = datetime.combine(last_day, datetime.min.time(), UTC) - A_DAY
    await site.say(DIRECTORATE, frame, AnnounceRound(scheme=scheme(frame, last_day)), at=announced_at)
    await site.settled()
    return [applied(number, frame) for number in range(24)]


async def awarded(site: Site, label: str, at: datetime) -> tuple[Sent, Sent, datetime]:
    """Two applications with binding decisions and running periods of acceptance; when these end."""
    frame = frames(label)[3]
    sent = [applied(number, frame) for number in (0, 1)]
    await site.say(DIRECTORATE, frame, AnnounceRound(scheme=scheme(frame)), at=at)
    await site.settled()
    await submit(site, sent, at + AN_HOUR)
    await site.settled()
    reserved = await of_frame(site, sent[0], FundsReserved)
    for one in reserved:
        for officer in ("officer-1", "officer-2"):
            approval = ApproveList(round=RoundId(frame), list_hash=one.list_hash, officer=OfficerId(officer))
            await site.say(DIRECTORATE, frame, approval, at=at + 2 * AN_HOUR)

    async def both_run() -> bool:
        return len(await of_frame(site, sent[0], AcceptancePeriodSet)) == 2

    await site.until("two periods of acceptance", both_run)
    await site.settled()
    until: set[datetime] = {one.until for one in await of_frame(site, sent[0], AcceptancePeriodSet)}
    return sent[0], sent[1], max(until)


async def accept(site: Site, one: Sent, at: datetime) -> None:
    await site.say(one.topic, one.reference, AnswerAward(reference=one.reference, answer="accepted"), at=at)


async def one_accepts_one_lapses(site: Site, willing: Sent, silent: Sent) -> None:
    async def lapsed() -> bool:
        return bool(await of_frame(site, silent, CommitmentLapsed))

    await site.until("the lapse of an award that was not answered", lapsed)
    await site.settled()
    assert [one.application for one in await of_frame(site, silent, CommitmentLapsed)] == [silent.application]
    assert [one.application for one in await of_frame(site, willing, AwardAccepted)] == [willing.application]
    await site.holds()


async def of_frame(site: Site, sent: Sent, kind: type[Message]) -> list[Any]:
    return [one for one in await site.said(ALLOCATION, kind) if one.frame == sent.frame]


async def closes_on(site: Site, sent: Sequence[Sent]) -> None:
    """The round closes once, on all of these, each of which was received before that."""

    async def closed() -> bool:
        return any(one.frame == sent[0].frame for one in await site.said(INTAKE, RoundClosed))

    await site.until("the round's closing", closed)
    (closing,) = [one for one in await site.said(INTAKE, RoundClosed) if one.frame == sent[0].frame]
    assert closing.count == len(sent)
    query = "SELECT array_agg(type ORDER BY position) FROM journal WHERE kind = 'decided' AND key = ANY($1)"
    keys = [*(str(one.application) for one in sent), str(sent[0].frame)]
    types = [kind for kind in await site.value(INTAKE, query, keys) if kind in ("ApplicationReceived", "RoundClosed")]
    assert types == ["ApplicationReceived"] * len(sent) + ["RoundClosed"]


async def stop(site: Site, *names: str) -> None:
    await asyncio.gather(*(asyncio.to_thread(site.member(name).stop) for name in names))


def partition_of(one: Sent) -> tuple[str, int]:
    """Where all lies that its system says of this application."""
    everywhere = list(range(PARTITIONS))
    return one.topic, int(DefaultPartitioner()(one.reference.encode(), everywhere, everywhere))


@asynccontextmanager
async def lagging(site: Site, place: tuple[str, int]) -> AsyncIterator[None]:
    """Inside the block nobody can move this partition's offset: whoever reads it waits."""
    connection = await asyncpg.connect(site.installation.database_urls[INTAKE])
    try:
        async with connection.transaction():
            await connection.execute(
                "SELECT 1 FROM input_offset WHERE topic = $1 AND partition = $2 FOR UPDATE", *place
            )
            yield
    finally:
        await connection.close()


async def others_have_read(site: Site, instant: datetime) -> None:
    """Until the worker that does not wait has heard, in each of its partitions, that this instant is over."""
    query = "SELECT count(*) FROM input_offset WHERE counted AND clock > $1"

    async def heard() -> bool:
        return int(await site.value(INTAKE, query, instant)) >= 6

    await site.until("the other partitions' clocks", heard)
    assert not [one for one in await site.said(INTAKE, TimePassed) if one.until >= instant]
