"""As in production: the broker's own time stands on every record, and the timekeeper goes by the wall clock."""

from collections.abc import AsyncIterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from chassis.clock import now
from deploy.provision import Installation
from schemas import flow
from schemas.base import Message
from schemas.intake import ApplicationDismissed, ApplicationReceived, RoundClosed
from schemas.outside import AnnounceRound
from schemas.scheme import Scheme
from schemas.time import TimePassed
from tests.conftest import Install
from tests.faults.examples import (
    APPLIED,
    CORRESPONDENTS,
    DIRECTORATE,
    OPERATIONS,
    applied,
    frames,
    scheme,
    submit,
    systems,
)
from tests.running import INTAKE, Site, running_site

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture(scope="module")
async def live_site(installation: Install, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    made = await installation(CORRESPONDENTS)
    await stamp_on_arrival(made)
    folder = tmp_path_factory.mktemp("live")
    async with running_site(made, folder, told_time=False, settings={"TIME_STEP_SECONDS": "1"}) as site:
        await site.say(OPERATIONS, "systems", systems(40), at=APPLIED)
        yield site


async def test_whoever_dates_an_application_back_is_late_all_the_same(live_site: Site) -> None:
    site, begun = live_site, now()
    frame = frames("backdated")[0]
    one = applied(0, frame)
    yesterday = (begun - timedelta(days=1)).astimezone(OSLO).date()
    await site.say(DIRECTORATE, frame, AnnounceRound(scheme=scheme(frame, yesterday)), at=APPLIED)

    await submit(site, [one], at=APPLIED)

    await said(site, ApplicationDismissed)
    (late,) = await site.said(INTAKE, ApplicationDismissed)
    assert (late.application, late.reason) == (one.application, "LATE")
    assert begun - timedelta(seconds=1) <= late.receipt.received_at <= now()


async def test_time_passes_by_itself(live_site: Site) -> None:
    begun = now()

    async def passed() -> bool:
        return any(one.until > begun for one in await live_site.said(INTAKE, TimePassed))

    await live_site.until("time that has passed since", passed)


@pytest.mark.long
async def test_a_round_closes_by_the_wall_clock_on_what_came_before(live_site: Site) -> None:
    site = live_site
    frame = frames("live")[1]
    live = closing_soon(scheme(frame))
    closes_at = live.deadline.ends_at()
    in_time, late = [applied(number, frame) for number in range(12)], applied(12, frame)
    await site.say(DIRECTORATE, frame, AnnounceRound(scheme=live), at=APPLIED)
    await submit(site, in_time)

    await said(site, RoundClosed, patience=150)
    await submit(site, [late])

    (closed,) = [one for one in await site.said(INTAKE, RoundClosed) if one.frame == frame]
    assert closed.count == len(in_time)
    received = [one for one in await site.said(INTAKE, ApplicationReceived) if one.frame == frame]
    assert all(one.receipt.received_at < closes_at for one in received)

    async def told() -> bool:
        return any(one.application == late.application for one in await site.said(INTAKE, ApplicationDismissed))

    await site.until("the late one's dismissal", told)


def closing_soon(announced: Scheme) -> Scheme:
    """At the end of a minute, a quarter of one from now at the earliest."""
    last = (now() + timedelta(seconds=15)).astimezone(OSLO)
    return announced.but(deadline=announced.deadline.but(date=last.date(), time=f"{last:%H:%M}"))


async def said(site: Site, kind: type[Message], patience: float = 60) -> None:
    async def at_all() -> bool:
        return await site.counted(INTAKE, kind) > 0

    await site.until(kind.__name__, at_all, patience)


async def stamp_on_arrival(installation: Installation) -> None:
    """As production's topics are made: what the sender says of the time is overwritten."""
    admin = AIOKafkaAdminClient(bootstrap_servers=installation.kafka_bootstrap)
    await admin.start()
    try:
        known = installation.correspondents
        names = [name for name, _ in flow.sources(known.systems, known.authorities)]
        settings = {"message.timestamp.type": "LogAppendTime", "retention.ms": "-1"}
        await admin.alter_configs(
            [ConfigResource(ConfigResourceType.TOPIC, f"{installation.prefix}.{name}", settings) for name in names]
        )
    finally:
        await admin.close()
