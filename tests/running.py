"""A running installation as a test sees it: its processes, its journals, and what the outside sends to it."""

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg

from audit.reading import Sources
from audit.replay import replay
from audit.verify import verify
from chassis.canonical import canonical_message
from cli.readiness import look
from cli.stack import TIMEKEEPER, Member, Stack, make_stack
from demo.kafka import Place, Postman, Sending
from deploy.provision import Installation
from schemas import flow
from schemas.base import Message
from services.catalogue import SERVICES

PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.05
SESSION_SECONDS = 3
"""How long the broker waits for a worker that is silent: short, so that a test need not wait long either."""


class Waited(AssertionError):
    """What a test waited for did not become true."""


@dataclass
class Site:
    """`sent` are the offsets up to which each topic of the outside has been filled by this test."""

    installation: Installation
    stack: Stack
    postman: Postman
    journals: Mapping[str, asyncpg.Pool]
    sent: dict[tuple[str, int], int] = field(default_factory=dict)
    _messages: int = 0

    def member(self, name: str) -> Member:
        return self.stack.members[name]

    async def say(self, topic: str, key: str, *messages: Message, at: datetime) -> None:
        """Sends what the outside says, in order, all with this time; returns when the broker has it."""
        sendings = []
        for message in messages:
            self._messages += 1
            kind = type(message).__name__
            sendings.append((topic, Sending(key, canonical_message(message), kind, f"m-{self._messages}"), at))
        await self.send(sendings)

    async def send(self, sendings: Sequence[tuple[str, Sending, datetime]]) -> None:
        """In this order; returns when the broker has all of them."""
        acknowledged = [await self.postman.send(topic, sending, at) for topic, sending, at in sendings]
        for (topic, _, _), word in zip(sendings, acknowledged, strict=True):
            place: Place = await word
            known = self.sent.get((topic, place.partition), 0)
            self.sent[topic, place.partition] = max(known, place.offset + 1)

    async def until(self, what: str, true: Callable[[], Awaitable[bool]], patience: float = PATIENCE_SECONDS) -> None:
        """Raises Waited with what the processes last said."""
        deadline = time.monotonic() + patience
        while not await true():
            if time.monotonic() > deadline:
                words = "\n".join(member.last_words() for member in self.stack.members.values())
                raise Waited(f"{patience:.0f} s without {what}\n{words}")
            await asyncio.sleep(LOOK_SECONDS)

    async def value(self, service: str, query: str, *arguments: object) -> Any:
        return await self.journals[service].fetchval(query, *arguments)

    async def head(self, service: str) -> int:
        return int(await self.value(service, "SELECT position FROM head"))

    async def said(self, service: str, *types: type[Message]) -> list[Any]:
        """The facts of these types in the journal's order."""
        by_name = {kind.__name__: kind for kind in types}
        rows = await self.journals[service].fetch(
            "SELECT type, data FROM journal WHERE kind <> 'heard' AND type = ANY($1) ORDER BY position", list(by_name)
        )
        return [by_name[row["type"]].model_validate_json(row["data"]) for row in rows]

    async def counted(self, service: str, *types: type[Message]) -> int:
        names = [kind.__name__ for kind in types]
        query = "SELECT count(*) FROM journal WHERE kind <> 'heard' AND type = ANY($1)"
        return int(await self.value(service, query, names))

    async def settled(self) -> None:
        """Until all that was sent is read, all that was said is in the topics, and all of that has been heard."""

        async def nothing_left() -> bool:
            heads = [await self.head(service) for service in SERVICES]
            if not await self._all_heard():
                return False
            return heads == [await self.head(service) for service in SERVICES]

        await self.until("rest", nothing_left)

    async def _all_heard(self) -> bool:
        read = await self.offsets("intake")
        if any(read.get(place, (0, 0))[0] < offset for place, offset in self.sent.items()):
            return False
        fences = {service: await self.offsets(service) for service in SERVICES}
        for service in SERVICES:
            said = await self.value(service, "SELECT coalesce(max(position), 0) FROM journal WHERE topic IS NOT NULL")
            relayed = await self.journals[service].fetch("SELECT topic, partition, position FROM relayed")
            if said > max((row["position"] for row in relayed), default=0):
                return False
            for row in relayed:
                place = (row["topic"], row["partition"])
                for listener, known in SERVICES.items():
                    if row["topic"] in known.upstream and fences[listener].get(place, (0, 0))[1] != row["position"]:
                        return False
        return True

    async def offsets(self, service: str) -> dict[tuple[str, int], tuple[int, int]]:
        """Next offset and fence of each partition."""
        rows = await self.journals[service].fetch("SELECT topic, partition, next_offset, fence FROM input_offset")
        return {(row["topic"], row["partition"]): (row["next_offset"], row["fence"]) for row in rows}

    async def holds(self) -> None:
        """Replay decides the same again, and verify finds journals, topics, tables and money in one accord."""
        made = self.installation
        sources = Sources(made.auditor_urls, made.kafka_bootstrap, made.prefix)
        replayed, verified = await replay(sources, SERVICES), await verify(sources, SERVICES)
        assert replayed.ok, replayed.difference
        assert replayed.identical == replayed.decisions > 0
        assert verified.ok, verified.first

    async def recover(self) -> None:
        """Starts whoever has ended, as a supervisor does, until all can work."""

        async def all_work() -> bool:
            for member in self.stack.members.values():
                if not member.alive:
                    await self.restart(member)
            said = [await asyncio.to_thread(look, member.port) for member in self.stack.members.values() if member.port]
            return all(one is not None and one.ready for one in said)

        await self.until("all at work", all_work)

    async def restart(self, member: Member) -> None:
        """Starts a member that has ended; does not wait for it to be ready."""
        await asyncio.to_thread(member.start)


def pid(member: Member) -> int:
    assert member.child is not None
    return member.child.popen.pid


@contextmanager
def frozen(member: Member) -> Iterator[None]:
    """The process does nothing inside the block, as if its machine hung."""
    os.kill(pid(member), signal.SIGSTOP)
    try:
        yield
    finally:
        if member.alive:
            os.kill(pid(member), signal.SIGCONT)


def events(member: Member, name: str | None = None) -> list[dict[str, Any]]:
    """What a process has logged, or those of its lines that tell this event."""
    found = []
    for line in member.log.read_text(errors="replace").splitlines():
        try:
            told = json.loads(line)
        except json.JSONDecodeError:
            continue
        if isinstance(told, dict) and name in (None, told.get("event")):
            found.append(told)
    return found


@asynccontextmanager
async def running_site(
    installation: Installation,
    folder: Path,
    *,
    doubled: Collection[str] = (),
    told_time: bool = True,
    settings: Mapping[str, str] | None = None,
) -> AsyncIterator[Site]:
    """All services ready, the `doubled` with two workers. Where time is not told, it is the wall clock's."""
    own = {"SESSION_TIMEOUT_SECONDS": str(SESSION_SECONDS), **(settings or {})}
    stack = make_stack(installation, folder, workers=2, told_time=told_time, settings=own)
    for service in SERVICES.keys() - set(doubled):
        del stack.members[f"{service}-2"]
    journals = {
        service: await asyncpg.create_pool(url, min_size=1, max_size=2)
        for service, url in installation.auditor_urls.items()
    }
    try:
        await asyncio.to_thread(stack.start)
        async with Postman(installation.kafka_bootstrap, installation.prefix) as postman:
            yield Site(installation, stack, postman, journals)
    finally:
        await asyncio.to_thread(_end, stack)
        for pool in journals.values():
            pool.terminate()


def _end(stack: Stack) -> None:
    """Also of those that are frozen or were killed."""
    for member in stack.members.values():
        if member.alive:
            os.kill(pid(member), signal.SIGCONT)
    stack.stop()


INTAKE, ELIGIBILITY, ALLOCATION, NOTIFICATION = (str(name) for name in flow.SERVICES)
__all__ = ["ALLOCATION", "ELIGIBILITY", "INTAKE", "NOTIFICATION", "TIMEKEEPER", "Site", "Waited", "running_site"]
