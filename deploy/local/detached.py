"""Leaves Kafka and PostgreSQL running after us, and finds them again to stop them."""

import json
import shutil
import signal
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.local import processes
from deploy.local.errors import LocalError
from deploy.local.infrastructure import (
    Infrastructure,
    make_servers,
    start_servers,
    stop_servers,
    termination_as_exit,
    undisturbed,
)
from deploy.local.kafka import LocalKafka
from deploy.local.postgres import LocalPostgres


@dataclass(frozen=True)
class LeftServer:
    """What it takes to stop a server that another run of ours started."""

    identity: processes.Identity
    stop_signal: int
    home: str | None = None


@dataclass(frozen=True)
class State:
    """What runs, as written beside it."""

    infrastructure: Infrastructure
    servers: tuple[LeftServer, ...]

    @classmethod
    def read(cls, folder: Path) -> "State | None":
        try:
            noted = json.loads(_state_file(folder).read_text())
        except FileNotFoundError:
            return None
        return cls(
            Infrastructure(**noted["infrastructure"]),
            tuple(LeftServer(processes.Identity(**server.pop("identity")), **server) for server in noted["servers"]),
        )

    def write(self, folder: Path) -> None:
        unfinished = _state_file(folder).with_suffix(".unfinished")
        unfinished.write_text(json.dumps(asdict(self), indent=2))
        unfinished.replace(_state_file(folder))

    @property
    def all_alive(self) -> bool:
        return all(server.identity.find() for server in self.servers)


def start_detached(folder: Path, say: Callable[[str], None] = print) -> Infrastructure:
    """Starts what is not named by the environment and leaves it running; what already runs is given back."""
    state = State.read(folder)
    if state and state.all_alive:
        return state.infrastructure
    stop_detached(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with termination_as_exit():
        servers = make_servers(folder.resolve(), say, stays=True)
        try:
            start_servers(servers)
            infrastructure = Infrastructure(servers.kafka_bootstrap, servers.database_url)
            left = [_left(server) for server in (servers.kafka, servers.postgres) if server]
            State(infrastructure, tuple(left)).write(folder)
        except BaseException:
            with undisturbed():
                stop_servers(servers)
            raise
    return infrastructure


def stop_detached(folder: Path) -> bool:
    """Stops what `start_detached` left and removes its data; whether there was anything to stop."""
    state = State.read(folder)
    if state is None:
        return False
    for server in state.servers:
        if process := server.identity.find():
            processes.end(process, signal.Signals(server.stop_signal), patience_seconds=15)
        if server.home:
            shutil.rmtree(server.home, ignore_errors=True)
    for name in ("kafka", "postgres"):
        shutil.rmtree(folder / name, ignore_errors=True)
    _state_file(folder).unlink()
    return True


def detached(folder: Path) -> Infrastructure | None:
    """Where what was left running is, if all of it still runs."""
    state = State.read(folder)
    return state.infrastructure if state and state.all_alive else None


def _left(server: LocalKafka | LocalPostgres) -> LeftServer:
    if server.identity is None:
        raise LocalError("A server ended right after it had started")
    home = str(server.home) if isinstance(server, LocalPostgres) and server.home else None
    return LeftServer(server.identity, server.stop_signal, home)


def _state_file(folder: Path) -> Path:
    return folder / "state.json"
