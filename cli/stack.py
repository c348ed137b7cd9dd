"""Runs the services of an installation as processes on free ports, until the block ends in whatever way."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cli.member import Member as Member
from deploy.local.errors import NotStarted
from deploy.local.infrastructure import termination_as_exit, undisturbed
from deploy.local.ports import free_ports
from deploy.provision import Installation
from schemas.flow import SERVICES

ROOT = Path(__file__).parents[1]
TIMEKEEPER = "timekeeper"
READY_SECONDS = 60.0
LOOK_SECONDS = 0.1
ANSWER_SECONDS = 60.0


@dataclass
class Stack:
    """The processes in the order in which they are started and stopped. Each can be stopped and started again."""

    members: dict[str, Member]
    _telling: asyncio.Lock = field(default_factory=asyncio.Lock)

    def start(self, *, stays: bool = False) -> None:
        for member in self.members.values():
            member.start(stays=stays)
        self.wait_until_ready()

    def stop(self) -> None:
        """Asks all to end, in order, and waits for them together; none is left."""
        with ThreadPoolExecutor(max_workers=max(1, len(self.members))) as pool:
            list(pool.map(Member.stop, reversed(self.members.values())))

    def wait_until_ready(self) -> None:
        """Raises NotStarted with the last lines of a log."""
        deadline = time.monotonic() + READY_SECONDS
        waiting = [member for member in self.members.values() if member.port]
        while True:
            self.check()
            waiting = [member for member in waiting if not ((said := member.readiness) and said.ready)]
            if not waiting:
                return
            if time.monotonic() > deadline:
                first = waiting[0]
                raise NotStarted(f"{first.name} was not ready after {READY_SECONDS:.0f} s. {first.last_words()}")
            time.sleep(LOOK_SECONDS)

    def check(self) -> None:
        """Raises NotStarted when a process has ended by itself."""
        for member in self.members.values():
            if member.child and not member.alive:
                code = member.child.popen.returncode
                raise NotStarted(f"{member.name} ended with code {code}. {member.last_words()}")

    async def watch(self) -> None:
        """Runs until a process ends by itself; raises NotStarted then."""
        while True:
            self.check()
            await asyncio.sleep(LOOK_SECONDS)

    async def tell_time(self, instant: datetime) -> None:
        """Has the timekeeper mark this instant everywhere; returns when the broker has all marks.

        Raises NotStarted when it does not answer.
        """
        member = self.members[TIMEKEEPER]
        if member.child is None or member.child.popen.stdin is None:
            raise NotStarted("The timekeeper goes by the wall clock and can't be told the time")
        async with self._telling:
            told = instant.isoformat()
            before = member.log.stat().st_size
            try:
                member.child.popen.stdin.write(f"{told}\n".encode())
                member.child.popen.stdin.flush()
            except BrokenPipeError:
                raise NotStarted(f"The timekeeper has ended. {member.last_words()}") from None
            deadline = time.monotonic() + ANSWER_SECONDS
            while f"marked {told}" not in _text_from(member.log, before):
                if not member.alive or time.monotonic() > deadline:
                    raise NotStarted(f"The timekeeper did not mark {told}. {member.last_words()}")
                await asyncio.sleep(0.005)


def make_stack(
    installation: Installation,
    folder: Path,
    *,
    workers: int = 1,
    told_time: bool = False,
    settings: Mapping[str, str] | None = None,
) -> Stack:
    """The processes of an installation, not started; logs go to `folder/logs/<name>.log`.

    `workers` is their number of each service. `settings` are more TILSAGN_ settings, without that prefix.
    """
    logs = folder.resolve() / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    names = {
        f"{service}-{n}" if n > 1 else str(service): service for service in SERVICES for n in range(1, workers + 1)
    }
    members = {}
    for (name, service), port in zip(names.items(), free_ports(len(names)), strict=True):
        own = {"DATABASE_URL": installation.database_urls[service], "WEB_PORT": str(port)}
        members[name] = Member(
            name,
            (sys.executable, "-m", f"services.{service}"),
            _environment(installation, {**(settings or {}), **own}),
            logs / f"{name}.log",
            port,
        )
    members[TIMEKEEPER] = Member(
        TIMEKEEPER,
        (sys.executable, "-m", "services.intake.timekeeper", *(["--told"] if told_time else [])),
        _environment(installation, {"DATABASE_URL": installation.database_urls["intake"]}),
        logs / f"{TIMEKEEPER}.log",
        stdin=subprocess.PIPE if told_time else subprocess.DEVNULL,
    )
    return Stack(members)


@contextmanager
def running(
    installation: Installation,
    folder: Path,
    *,
    workers: int = 1,
    told_time: bool = False,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Stack]:
    """A stack that is ready, until the block ends. Raises NotStarted."""
    stack = make_stack(installation, folder, workers=workers, told_time=told_time, settings=settings)
    with termination_as_exit():
        try:
            stack.start()
            yield stack
        finally:
            with undisturbed():
                stack.stop()


def _environment(installation: Installation, own: Mapping[str, str]) -> dict[str, str]:
    """Ours, without settings that were meant for another installation."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TILSAGN_")}
    settings = {
        "KAFKA_BOOTSTRAP": installation.kafka_bootstrap,
        "TOPIC_PREFIX": installation.prefix,
        "SYSTEMS": ",".join(installation.correspondents.systems),
        "AUTHORITIES": ",".join(installation.correspondents.authorities),
        **own,
    }
    named = {f"TILSAGN_{name}": value for name, value in settings.items()}
    return {**inherited, **named, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def _text_from(log: Path, start: int) -> str:
    with log.open("rb") as text:
        text.seek(start)
        return text.read().decode(errors="replace")
