"""The ground itself: real servers that start, survive a kill, and leave nothing behind."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from deploy.local import jars, java
from deploy.local.detached import detached, start_detached, stop_detached
from deploy.local.errors import Unavailable
from deploy.local.infrastructure import LocalInfrastructure, local_infrastructure
from deploy.local.jars import KAFKA_LOCK, locked_jars
from deploy.local.processes import is_alive

IN_2018_MS = 1_514_764_800_000
IN_2040_MS = 2_208_988_800_000


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalInfrastructure]:
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("KAFKA_BOOTSTRAP", raising=False)
        environment.delenv("DATABASE_URL", raising=False)
        with local_infrastructure(tmp_path_factory.mktemp("local"), say=print) as servers:
            yield servers


@pytest.mark.real
async def test_records_of_any_year_survive_a_killed_broker(local: LocalInfrastructure) -> None:
    assert local.kafka is not None
    await create_topic(local.kafka_bootstrap, "years")
    sent = {b"past": IN_2018_MS, b"future": IN_2040_MS}
    await send(local.kafka_bootstrap, "years", sent)

    await asyncio.to_thread(local.kafka.kill)
    assert local.kafka.pid is None
    await asyncio.to_thread(local.kafka.restart)

    assert await received(local.kafka_bootstrap, "years", count=2) == sent


@pytest.mark.real
async def test_committed_rows_survive_a_killed_database(local: LocalInfrastructure) -> None:
    assert local.postgres is not None
    await ask(local.database_url, "CREATE TABLE kept AS SELECT 7 AS number")

    local.postgres.kill()
    assert local.postgres.pid is None
    local.postgres.restart()

    assert await ask(local.database_url, "SELECT number FROM kept") == 7


@pytest.mark.real
def test_nothing_is_left_when_the_block_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "127.0.0.1:1")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    family: list[psutil.Process] = []
    homes: list[Path] = []

    def fail() -> None:
        with local_infrastructure(tmp_path, say=print) as servers:
            assert servers.kafka is None
            assert servers.kafka_bootstrap == "127.0.0.1:1"
            assert servers.postgres is not None
            assert servers.postgres.home is not None
            server = psutil.Process(servers.postgres.pid)
            family.extend([server, *server.children(recursive=True)])
            homes.append(servers.postgres.home)
            raise RuntimeError("the work failed")

    with pytest.raises(RuntimeError, match="the work failed"):
        fail()

    assert len(family) > 1
    assert not any(is_alive(process) for process in family)
    assert not any(home.exists() for home in homes)
    assert [file.name for file in tmp_path.iterdir()] == ["postgres.log"]


@pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")
@pytest.mark.real
async def test_what_is_left_running_is_found_again_and_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "127.0.0.1:1")
    monkeypatch.delenv("DATABASE_URL", raising=False)

    started = start_detached(tmp_path)
    assert start_detached(tmp_path) == started == detached(tmp_path)
    assert await ask(started.database_url, "SELECT 1") == 1

    assert stop_detached(tmp_path)
    assert detached(tmp_path) is None
    with pytest.raises(OSError, match="Connect call failed"):
        await ask(started.database_url, "SELECT 1")


@pytest.mark.real
def test_a_damaged_file_is_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    lock = tmp_path / "one.lock"
    lock.write_text(next(line for line in KAFKA_LOCK.read_text().splitlines() if "jspecify" in line))
    (jar,) = locked_jars(print, lock)
    whole = jar.read_bytes()

    jar.write_bytes(whole[: len(whole) // 2])
    assert locked_jars(print, lock) == [jar]

    assert jar.read_bytes() == whole
    assert list(jar.parent.iterdir()) == [jar]


@pytest.mark.real
def test_a_file_with_other_content_than_the_lock_names_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    lock = tmp_path / "one.lock"
    lock.write_text(f"org.jspecify:jspecify:1.0.0 {'0' * 64}\n")

    with pytest.raises(Unavailable, match="not what the lock names"):
        locked_jars(print, lock)

    assert list((jars.cache_folder() / "jars").iterdir()) == []


@pytest.mark.parametrize(
    ("announced", "major"),
    [('openjdk version "17.0.15" 2025-04-15', 17), ('openjdk version "26-ea"', 26), ('java version "1.8.0_402"', 1)],
)
def test_a_java_tells_its_version(tmp_path: Path, announced: str, major: int) -> None:
    assert java.java_version(fake_java(tmp_path, announced)) == major


def test_an_old_java_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = fake_java(tmp_path / "bin", 'openjdk version "11.0.2"')
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    found = java.find_java()

    assert found != old
    assert (java.java_version(found) or 0) >= java.JAVA_VERSION_MIN


def test_a_java_that_does_not_run_has_no_version(tmp_path: Path) -> None:
    assert java.java_version(tmp_path / "nowhere") is None


def fake_java(folder: Path, announced: str) -> Path:
    folder.mkdir(exist_ok=True)
    program = folder / "java"
    program.write_text(f"#!/bin/sh\necho '{announced}' >&2\n")
    program.chmod(0o755)
    return program


async def create_topic(bootstrap: str, name: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, num_partitions=1, replication_factor=1)])
    finally:
        await admin.close()


async def send(bootstrap: str, topic: str, stamps_ms: dict[bytes, int]) -> None:
    """Sends in one transaction, so that the transaction log is tried as well."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, transactional_id="ground")
    await producer.start()
    try:
        async with producer.transaction():
            for value, stamp_ms in stamps_ms.items():
                await producer.send_and_wait(topic, value, timestamp_ms=stamp_ms)
    finally:
        await producer.stop()


async def received(bootstrap: str, topic: str, *, count: int) -> dict[bytes, int]:
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", isolation_level="read_committed"
    )
    await consumer.start()
    try:
        records = [await asyncio.wait_for(anext(consumer), 20) for _ in range(count)]
        return {record.value: record.timestamp for record in records}
    finally:
        await consumer.stop()


async def ask(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()
