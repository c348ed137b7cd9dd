"""Runs a service's numbered SQL files, each once, as the role that owns the tables."""

from pathlib import Path

import asyncpg

from chassis.canonical import digest

CHASSIS = Path(__file__).parent / "migrations"
LOCK = 7_210_042
"""Any fixed number: two processes that migrate at once wait for one another."""


class MigrationChanged(Exception):
    """An applied migration's file has changed since: write a new one instead."""


async def migrate(owner_url: str, folders: tuple[Path, ...], *, application: str, auditor: str) -> list[str]:
    """Applies what is not applied yet and returns its names; `{application}` and `{auditor}` become role names.

    Raises MigrationChanged when the bytes of an applied file differ from what was applied.
    """
    applied: list[str] = []
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
            await connection.execute(
                "CREATE TABLE IF NOT EXISTS migration"
                " (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"
            )
            known = {r["name"]: r["sha256"] for r in await connection.fetch("SELECT name, sha256 FROM migration")}
            for folder in (CHASSIS, *folders):
                for file in sorted(folder.glob("[0-9]*.sql")):
                    name = f"{folder.parent.name}/{file.name}"
                    text = file.read_text(encoding="utf-8")
                    if name in known:
                        if known[name] != digest(text.encode()):
                            raise MigrationChanged(f"{name} was applied with other content; add a new file")
                        continue
                    await connection.execute(text.replace("{application}", application).replace("{auditor}", auditor))
                    await connection.execute(
                        "INSERT INTO migration (name, sha256) VALUES ($1, $2)", name, digest(text.encode())
                    )
                    applied.append(name)
    finally:
        await connection.close()
    return applied
