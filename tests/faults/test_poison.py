"""What nobody can read: from outside it is set aside and the partition goes on, inside it stops whoever reads it."""

import asyncio

import pytest

from demo.kafka import Sending
from schemas.intake import ApplicationReceived, SubmissionRefused
from tests.faults.examples import APPLIED, announced, applied, frames, many, submit
from tests.faults.outcome import nothing_lost_nothing_doubled
from tests.running import ALLOCATION, ELIGIBILITY, INTAKE, NOTIFICATION, Site, events

BUG = 3


async def test_unreadable_bytes_from_outside_are_set_aside_and_the_partition_goes_on(site: Site) -> None:
    await announced(site, "noise")
    frame = frames("noise")[0]
    before, after = applied(0, frame), applied(1, frame)
    noise = b"\x00\xff no JSON"

    await submit(site, [before])
    await site.send([(before.topic, Sending(before.reference, noise, "SubmitApplication", "noise-1"), APPLIED)])
    await submit(site, [after])

    await nothing_lost_nothing_doubled(site, [before, after])
    refused = [one for one in await site.said(INTAKE, SubmissionRefused) if one.message == "noise-1"]
    assert [(one.reason, one.sender) for one in refused] == [("UNREADABLE", before.system)]
    assert await site.value(INTAKE, "SELECT count(*) FROM quarantine WHERE bytes = $1", noise) == 1


@pytest.mark.parametrize("restarts", [1])
async def test_unreadable_bytes_inside_stop_every_reader_and_are_never_skipped(own_site: Site, restarts: int) -> None:
    site = own_site
    await announced(site, "poison")
    sent = many("poison", 8)
    await submit(site, sent)
    await site.settled()
    heads = {name: await site.head(name) for name in (ELIGIBILITY, ALLOCATION, NOTIFICATION)}

    poisoned = (INTAKE, Sending("poison", b"\x00 no JSON"))
    place = await (await site.postman.send(*poisoned, APPLIED))
    later = [applied(number, frames("poison")[place.partition]) for number in range(100, 104)]
    await submit(site, later)

    for name in heads:
        for start in range(restarts + 1):
            await ends_as_a_bug(site, name, place.partition, place.offset)
            if start < restarts:
                await site.restart(site.member(name))
    assert await site.counted(INTAKE, ApplicationReceived) == len(sent) + len(later)
    for name in heads:
        heard = await site.value(
            name, "SELECT count(*) FROM journal WHERE kind = 'heard' AND type = 'ApplicationReceived'"
        )
        assert heard == len(sent), name


async def ends_as_a_bug(site: Site, name: str, partition: int, offset: int) -> None:
    """The process ends by itself, with an exit code, and its last words name the record and the cause."""
    member = site.member(name)
    assert member.child is not None
    assert await asyncio.to_thread(member.child.popen.wait, 30) == BUG
    (*_, told) = events(member, "stopped_by_bug")
    assert f"{partition}" in told["cause"], told
    assert f"offset={offset}" in told["cause"], told
