"""Where faults happen: installations of the made-up systems, and a Kafka and a PostgreSQL that may be killed."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from deploy.local.infrastructure import LocalInfrastructure, local_infrastructure
from services.catalogue import SERVICES
from tests.conftest import Install
from tests.faults.examples import CORRESPONDENTS
from tests.running import Site, running_site

SMALL_BATCHES = {"BATCH_RECORDS_MAX": "5"}
"""So that a stream has many transactions in which something can go wrong."""


@pytest.fixture(scope="module")
async def shared_site(installation: Install, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    made = await installation(CORRESPONDENTS)
    async with running_site(made, tmp_path_factory.mktemp("site"), settings=SMALL_BATCHES) as site:
        yield site


@pytest.fixture
async def site(shared_site: Site) -> Site:
    """One worker of each service, all at work; its journals may hold what earlier tests of the module did."""
    await shared_site.recover()
    return shared_site


@pytest.fixture(scope="module")
async def shared_pair(installation: Install, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    made = await installation(CORRESPONDENTS)
    folder = tmp_path_factory.mktemp("pair")
    async with running_site(made, folder, doubled=SERVICES, settings=SMALL_BATCHES) as site:
        yield site


@pytest.fixture
async def pair(shared_pair: Site) -> Site:
    """Two workers of each service, all at work."""
    await shared_pair.recover()
    return shared_pair


@pytest.fixture
async def own_site(installation: Install, tmp_path: Path) -> AsyncIterator[Site]:
    """For a test after which nobody can go on."""
    async with running_site(await installation(CORRESPONDENTS), tmp_path) as site:
        yield site


@pytest.fixture(scope="module")
def mortal_infrastructure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalInfrastructure]:
    """Servers of this module's own, whatever the environment names: its tests may kill and start them again."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("KAFKA_BOOTSTRAP", raising=False)
        environment.delenv("DATABASE_URL", raising=False)
        with local_infrastructure(tmp_path_factory.mktemp("mortal"), say=print) as servers:
            yield servers
