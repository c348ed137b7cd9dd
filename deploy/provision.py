"""Makes an installation: topics from the map, a database and roles for each service, and its tables."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from chassis.migrate import migrate
from schemas import flow
from services.catalogue import SERVICES

LOCK = 7_210_044
KEEP_FOREVER = {"retention.ms": "-1"}
TOPIC_BYTES_MAX = 2_097_152


class NotProvisioned(Exception):
    """The broker refused a topic."""


@dataclass(frozen=True)
class Correspondents:
    """Who has topics of its own. Offices are only written to, but for those that stand among the authorities too."""

    systems: Sequence[str]
    authorities: Sequence[str]
    offices: Sequence[str] = ()


@dataclass(frozen=True)
class Installation:
    """Where everything is. The URLs are by service: the service's own role, and the auditor's, who can only read."""

    prefix: str
    kafka_bootstrap: str
    database_urls: dict[str, str]
    auditor_urls: dict[str, str]
    correspondents: Correspondents


def topics(correspondents: Correspondents) -> list[tuple[str, int]]:
    """All topics with their partitions, without the prefix."""
    answered = [*correspondents.systems, flow.Party.POST, *correspondents.authorities, *correspondents.offices]
    return [
        *flow.sources(correspondents.systems, correspondents.authorities),
        *((service, flow.PARTITIONS) for service in flow.SERVICES),
        *((f"{flow.REPLIES}.{name}", 1) for name in dict.fromkeys(answered)),
    ]


async def provision(
    admin_database_url: str, kafka_bootstrap: str, prefix: str, correspondents: Correspondents
) -> Installation:
    """Creates what is not there yet; may be run again, and by two processes at once."""
    making_topics = asyncio.create_task(_make_topics(kafka_bootstrap, prefix, correspondents))
    made = await asyncio.gather(*(_make_database(admin_database_url, prefix, name) for name in SERVICES))
    await making_topics
    urls = dict(zip(SERVICES, made, strict=True))
    return Installation(
        prefix=prefix,
        kafka_bootstrap=kafka_bootstrap,
        database_urls={name: own for name, (own, _) in urls.items()},
        auditor_urls={name: auditor for name, (_, auditor) in urls.items()},
        correspondents=correspondents,
    )


async def _make_topics(kafka_bootstrap: str, prefix: str, correspondents: Correspondents) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    try:
        present = set(await admin.list_topics())
        wanted = [
            NewTopic(
                name=f"{prefix}.{name}",
                num_partitions=partitions,
                replication_factor=1,
                topic_configs={**KEEP_FOREVER, "max.message.bytes": str(TOPIC_BYTES_MAX)},
            )
            for name, partitions in topics(correspondents)
            if f"{prefix}.{name}" not in present
        ]
        if wanted:
            answer = await admin.create_topics(wanted)
            for name, code, *_ in answer.topic_errors:
                if code and not isinstance(for_code(code)(), TopicAlreadyExistsError):
                    raise NotProvisioned(f"topic {name}: {for_code(code).__name__}")
    finally:
        await admin.close()


def _url(admin_url: str, user: str, database: str) -> str:
    parts = urlsplit(admin_url)
    host = parts.netloc.rpartition("@")[2]
    password = f":{parts.password}" if parts.password else ""
    return urlunsplit(parts._replace(netloc=f"{user}{password}@{host}", path=f"/{database}"))


async def _make_database(admin_url: str, prefix: str, service: str) -> tuple[str, str]:
    """Database, roles and tables of one service; returns the URLs of the service and of the auditor.

    The owner of the tables is neither: it only migrates.
    """
    database = f"{prefix}_{service}".replace("-", "_")
    application, owner, auditor = f"tilsagn_{service}", f"tilsagn_{service}_owner", "tilsagn_auditor"
    password = urlsplit(admin_url).password
    admin = await asyncpg.connect(admin_url)
    try:
        async with admin.transaction():
            await admin.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
            for role in (application, owner, auditor):
                if not await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
                    secret = f" PASSWORD '{password}'" if password else ""
                    await admin.execute(f'CREATE ROLE "{role}" LOGIN{secret}')
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", database):
            with suppress(asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
                await admin.execute(f'CREATE DATABASE "{database}" OWNER "{owner}"')
    finally:
        await admin.close()
    tables = SERVICES[service].tables
    await migrate(
        _url(admin_url, owner, database), (tables,) if tables else (), application=application, auditor=auditor
    )
    return _url(admin_url, application, database), _url(admin_url, auditor, database)
