"""The stack that `up` leaves running and `down` stops, noted in `.local/up/state.json`."""

import asyncio
import shutil
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from cli.correspondents import correspondents
from cli.member import STOP_SECONDS
from cli.readiness import Readiness, look
from cli.stack import ROOT, Stack, make_stack
from cli.told import beginning
from deploy.local.detached import State, start_detached, stop_detached
from deploy.local.errors import LocalError, NotStarted
from deploy.local.infrastructure import termination_as_exit, undisturbed
from deploy.local.processes import Identity, end
from deploy.provision import Installation, provision

FOLDER = ROOT / ".local" / "up"
DEMO_FOLDER = ROOT / ".local" / "demo"
PREFIX = "tilsagn"


class NotUp(LocalError):
    """Nothing runs that could be asked."""


@dataclass(frozen=True)
class LeftProcess:
    name: str
    port: int | None
    identity: Identity

    @property
    def alive(self) -> bool:
        return self.identity.find() is not None

    @property
    def readiness(self) -> Readiness | None:
        return look(self.port) if self.port and self.alive else None


@dataclass(frozen=True)
class LeftRunning:
    """What runs, and where. `servers` are Kafka and PostgreSQL, as far as we have started them."""

    installation: Installation
    processes: tuple[LeftProcess, ...]
    servers: dict[str, Identity]

    @property
    def all_alive(self) -> bool:
        return all(one.alive for one in self.processes) and all(one.find() for one in self.servers.values())

    @classmethod
    def read(cls, folder: Path = FOLDER) -> "LeftRunning | None":
        try:
            return _FORM.validate_json(_state_file(folder).read_bytes())
        except FileNotFoundError:
            return None

    def write(self, folder: Path) -> None:
        """Beside the logs; a reader sees all of it or none."""
        unfinished = _state_file(folder).with_suffix(".unfinished")
        unfinished.write_bytes(_FORM.dump_json(self, indent=2))
        unfinished.replace(_state_file(folder))


_FORM = TypeAdapter(LeftRunning)


def what_is_up() -> LeftRunning:
    """What `up` has left, else a demo that is kept. Raises NotUp, with what to do about it."""
    left = LeftRunning.read(FOLDER) or LeftRunning.read(DEMO_FOLDER)
    if left is None:
        raise NotUp("Nothing is running; run `make up` first")
    if not any(process.alive for process in left.processes):
        raise NotUp("What was running has ended since; run `make up` first")
    return left


def bring_up(folder: Path, say: Callable[[str], None]) -> tuple[LeftRunning, bool]:
    """Starts everything and leaves it; whether there was anything to start.

    Raises LocalError, and leaves nothing running then.
    """
    left = LeftRunning.read(folder)
    if left and left.all_alive:
        return left, False
    bring_down(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with termination_as_exit():
        stack: Stack | None = None
        try:
            say(beginning())
            infrastructure = start_detached(_servers(folder), say)
            say("making topics, databases and roles")
            installation = asyncio.run(
                provision(infrastructure.database_url, infrastructure.kafka_bootstrap, PREFIX, correspondents())
            )
            say("starting the four services and the timekeeper")
            stack = make_stack(installation, folder, settings={"LETTERS_FOLDER": str(folder.resolve() / "letters")})
            stack.start(stays=True)
            left = LeftRunning(installation, left_processes(stack), _servers_left(folder))
            left.write(folder)
        except BaseException:
            with undisturbed():
                if stack:
                    stack.stop()
                stop_detached(_servers(folder))
            raise
    return left, True


def bring_down(folder: Path = FOLDER) -> bool:
    """Stops all that `up` left and removes its data; logs and letters stay. Whether there was anything to stop."""
    left = LeftRunning.read(folder)
    found = [process for one in reversed(left.processes) if (process := one.identity.find())] if left else []
    with undisturbed():
        with ThreadPoolExecutor(max_workers=max(1, len(found))) as pool:
            list(pool.map(lambda process: end(process, signal.SIGTERM, patience_seconds=STOP_SECONDS), found))
        had_servers = stop_detached(_servers(folder))
        forget(folder)
    return bool(left) or had_servers


def forget(folder: Path) -> None:
    _state_file(folder).unlink(missing_ok=True)


def left_processes(stack: Stack) -> tuple[LeftProcess, ...]:
    """Raises NotStarted when one is dead already."""
    left = []
    for member in stack.members.values():
        if member.child is None or not member.child.alive:
            raise NotStarted(f"{member.name} ended right after it had started. {member.last_words()}")
        left.append(LeftProcess(member.name, member.port, member.child.identity))
    return tuple(left)


def _servers_left(folder: Path) -> dict[str, Identity]:
    state = State.read(_servers(folder))
    return {"postgresql" if server.home else "kafka": server.identity for server in state.servers} if state else {}


def _servers(folder: Path) -> Path:
    return folder / "servers"


def _state_file(folder: Path) -> Path:
    return folder / "state.json"
