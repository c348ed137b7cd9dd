"""PostgreSQL or Kafka is away for a while: everybody waits, says so once, and finishes by itself."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest

from deploy.local.infrastructure import LocalInfrastructure
from deploy.local.kafka import LocalKafka
from deploy.local.postgres import LocalPostgres
from deploy.provision import provision
from services.catalogue import SERVICES
from tests.faults.examples import CORRESPONDENTS, announced, many, submit
from tests.faults.outcome import nothing_lost_nothing_doubled
from tests.running import Site, events, running_site

A_LITTLE, LONG = 6.0, 20.0
"""Seconds."""
SAID_OF_THE_DATABASE = ("database_away", "relay_waits", "post_office_waits")
"""Each part of a process that needs it says so for itself."""
COMPLAINTS_MAX = 30
"""Of a broker that is away aiokafka would complain 170 times a second."""


@pytest.fixture(scope="module")
async def shared_mortal_site(
    mortal_infrastructure: LocalInfrastructure, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Site]:
    servers = mortal_infrastructure
    made = await provision(servers.database_url, servers.kafka_bootstrap, "mortal", CORRESPONDENTS)
    async with running_site(made, tmp_path_factory.mktemp("mortal"), settings={"BATCH_RECORDS_MAX": "5"}) as site:
        yield site


@pytest.fixture
async def mortal_site(shared_mortal_site: Site) -> Site:
    await shared_mortal_site.recover()
    return shared_mortal_site


@pytest.mark.parametrize("seconds", [A_LITTLE, pytest.param(LONG, marks=pytest.mark.long)])
async def test_a_database_that_is_away_is_waited_for(
    mortal_site: Site, mortal_infrastructure: LocalInfrastructure, seconds: float
) -> None:
    assert mortal_infrastructure.postgres is not None
    told = await lived_through(mortal_site, mortal_infrastructure.postgres, "database", seconds)
    for service, lines in told.items():
        own = Counter(line["event"] for line in lines if line["event"] in SAID_OF_THE_DATABASE)
        assert own, f"{service} said nothing of it"
        assert max(own.values()) == 1, (service, own)


@pytest.mark.parametrize("seconds", [A_LITTLE, pytest.param(LONG, marks=pytest.mark.long)])
async def test_a_broker_that_is_away_is_waited_for(
    mortal_site: Site, mortal_infrastructure: LocalInfrastructure, seconds: float
) -> None:
    assert mortal_infrastructure.kafka is not None
    told = await lived_through(mortal_site, mortal_infrastructure.kafka, "broker", seconds)
    for service, lines in told.items():
        complaints = Counter(complaint(line) for line in lines if line["level"] in ("warning", "error"))
        assert complaints, f"{service} said nothing of it"
        assert sum(complaints.values()) <= COMPLAINTS_MAX, (service, complaints)


async def lived_through(
    site: Site, server: LocalKafka | LocalPostgres, what: str, seconds: float
) -> dict[str, list[dict[str, Any]]]:
    """Half of the applications are on their way when it is killed, the other half is sent when it is back.

    Returns what each service has logged since.
    """
    label = f"{what}-{seconds:.0f}"
    await announced(site, label)
    sent = many(label, 120)
    children = {name: site.member(name).child for name in SERVICES}
    before = {name: len(events(site.member(name))) for name in SERVICES}

    await submit(site, sent[:60])
    await asyncio.to_thread(server.kill)
    # How long it is away is the fault itself, and nothing that is waited for.
    await asyncio.sleep(seconds)
    await asyncio.to_thread(server.restart)
    await submit(site, sent[60:])

    await nothing_lost_nothing_doubled(site, sent)
    for name, child in children.items():
        assert child is not None
        assert child.alive, f"{name} did not live through it. {child.last_words()}"
    return {name: events(site.member(name))[before[name] :] for name in SERVICES}


def complaint(line: dict[str, Any]) -> str:
    return f"{line.get('logger', '')}: {line['event'][:40]}"
