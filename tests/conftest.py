"""The ground of the tests: one real Kafka and PostgreSQL for the whole run, an installation of its own for each."""

import os
from collections.abc import Awaitable, Callable, Iterator
from uuid import uuid4

import pytest

from deploy.local.containers import container_infrastructure, engine_answers
from deploy.local.infrastructure import Infrastructure, local_infrastructure
from deploy.provision import Correspondents, Installation, provision

Install = Callable[[Correspondents], Awaitable[Installation]]
"""Makes topics and databases under a prefix that nothing has used before."""

GROUND = frozenset({"infrastructure", "mortal_infrastructure"})
"""A test that needs one of these fixtures is marked `real` by that."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if GROUND.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.real)


@pytest.fixture(scope="session")
def infrastructure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Infrastructure]:
    """What the environment names, else containers, else child processes. Nobody may kill or stop it."""
    named = os.environ.get("KAFKA_BOOTSTRAP") or os.environ.get("DATABASE_URL")
    if not named and engine_answers():
        with container_infrastructure() as servers:
            yield servers
    else:
        with local_infrastructure(tmp_path_factory.mktemp("ground"), say=print, fsync=False) as servers:
            yield servers


@pytest.fixture(scope="session")
def fresh_prefix() -> Callable[[], str]:
    """Names that no earlier run has used, for a given Kafka and PostgreSQL may remember them."""
    return lambda: f"t{uuid4().hex[:10]}"


@pytest.fixture(scope="session")
def installation(infrastructure: Infrastructure, fresh_prefix: Callable[[], str]) -> Install:
    async def install(correspondents: Correspondents) -> Installation:
        return await provision(
            infrastructure.database_url, infrastructure.kafka_bootstrap, fresh_prefix(), correspondents
        )

    return install
