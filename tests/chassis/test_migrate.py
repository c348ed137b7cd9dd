"""Tables are made once, by numbered files that never change."""

import asyncio
import sys
from pathlib import Path

import pytest

from chassis.migrate import MigrationChanged, migrate
from tests.chassis.conftest import APPLICATION, AUDITOR
from tests.chassis.shop import connected

MIGRATE = (
    "import asyncio, sys; from pathlib import Path; from chassis.migrate import migrate;"
    "print(len(asyncio.run(migrate(sys.argv[1], (Path(sys.argv[2]),), application='toy', auditor='toy_auditor'))))"
)


def _folder(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "shelves" / "tables"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.sql").write_text(text)
    return folder


async def _migrated(url: str, folder: Path) -> list[str]:
    return await migrate(url, (folder,), application=APPLICATION, auditor=AUDITOR)


async def test_a_second_run_does_nothing(empty_database: str, tmp_path: Path) -> None:
    folder = _folder(tmp_path, **{"0001_shelf": "CREATE TABLE shelf (name text)"})
    assert await _migrated(empty_database, folder) == ["chassis/0001_journal.sql", "shelves/0001_shelf.sql"]
    assert await _migrated(empty_database, folder) == []


async def test_a_new_file_is_applied_after_the_old_ones(empty_database: str, tmp_path: Path) -> None:
    await _migrated(empty_database, _folder(tmp_path, **{"0001_shelf": "CREATE TABLE shelf (name text)"}))
    folder = _folder(tmp_path, **{"0002_wood": "ALTER TABLE shelf ADD wood text"})
    assert await _migrated(empty_database, folder) == ["shelves/0002_wood.sql"]


async def test_two_processes_at_once_apply_each_file_once(empty_database: str, tmp_path: Path) -> None:
    slow = "SELECT pg_sleep(0.3); CREATE TABLE shelf (name text)"
    folder = _folder(tmp_path, **{"0001_shelf": slow})
    command = [sys.executable, "-c", MIGRATE, empty_database, str(folder)]
    running = [
        await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
        for _ in range(2)
    ]
    outputs = [await process.communicate() for process in running]
    assert sorted(out.strip() for out, _ in outputs) == [b"0", b"2"], outputs


@pytest.mark.parametrize("text", ["CREATE TABLE shelf (title text)", "CREATE TABLE shelf (name text) -- of wood"])
async def test_a_changed_file_is_refused_by_name(empty_database: str, tmp_path: Path, text: str) -> None:
    await _migrated(empty_database, _folder(tmp_path, **{"0001_shelf": "CREATE TABLE shelf (name text)"}))
    folder = _folder(tmp_path, **{"0001_shelf": text, "0002_wood": "CREATE TABLE wood (name text)"})
    with pytest.raises(MigrationChanged, match=r"shelves/0001_shelf\.sql"):
        await _migrated(empty_database, folder)
    async with connected(empty_database) as owner:
        assert await owner.fetchval("SELECT to_regclass('wood')") is None


async def test_a_file_that_fails_leaves_nothing_of_itself_or_of_the_others(empty_database: str, tmp_path: Path) -> None:
    folder = _folder(tmp_path, **{"0001_shelf": "CREATE TABLE shelf (name text); SELECT 1 / 0"})
    with pytest.raises(Exception, match="division by zero"):
        await _migrated(empty_database, folder)
    async with connected(empty_database) as owner:
        assert await owner.fetchval("SELECT to_regclass('journal')") is None
        assert await owner.fetchval("SELECT to_regclass('shelf')") is None
