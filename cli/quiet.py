"""Waits until an installation has nothing more to do: everything said has been heard, and nobody says anything new."""

import asyncio
import time
from collections.abc import Mapping

import asyncpg

from cli.stack import Stack
from deploy.local.errors import LocalError

LOOK_SECONDS = 1.2
"""Longer than the second for which a service's page tells the same lag."""
PATIENCE_SECONDS = 60.0


class NotQuiet(LocalError):
    """It goes on and on, or somebody is stuck."""


async def until_quiet(stack: Stack, auditor_urls: Mapping[str, str]) -> None:
    """Raises NotQuiet after a while, with who is behind; NotStarted when a process ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    before = None
    while True:
        stack.check()
        behind = await asyncio.to_thread(_behind, stack)
        heads = await _heads(auditor_urls)
        if not behind and heads == before:
            return
        if time.monotonic() > deadline:
            raise NotQuiet(f"Work is left after {PATIENCE_SECONDS:.0f} s: {', '.join(behind) or 'journals still grow'}")
        before = heads
        await asyncio.sleep(LOOK_SECONDS)


def _behind(stack: Stack) -> list[str]:
    found = []
    for member in stack.members.values():
        said = member.readiness
        if said is None or not said.ready:
            found += [f"{member.name} does not say that it is ready"] if member.port else []
            continue
        found += [
            f"{member.name} has {lag.records} of {lag.topic}[{lag.partition}] to read"
            for lag in said.lag
            if lag.records
        ]
    return found


async def _heads(auditor_urls: Mapping[str, str]) -> dict[str, int]:
    """Each journal's end."""
    heads = {}
    for service, url in auditor_urls.items():
        connection = await asyncpg.connect(url)
        try:
            heads[service] = await connection.fetchval("SELECT position FROM head")
        finally:
            await connection.close()
    return heads
