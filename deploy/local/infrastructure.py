"""Gives a program Kafka and PostgreSQL for as long as it needs them."""

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from deploy.local.kafka import LocalKafka
from deploy.local.postgres import LocalPostgres

Handler = Callable[[int, FrameType | None], object] | int


@dataclass(frozen=True)
class Infrastructure:
    """Where Kafka and PostgreSQL are; the database address is an administrator's."""

    kafka_bootstrap: str
    database_url: str


@dataclass(frozen=True)
class LocalInfrastructure(Infrastructure):
    """Also the servers themselves, so that a test can kill them; None is one that was given to us."""

    kafka: LocalKafka | None
    postgres: LocalPostgres | None


@contextmanager
def local_infrastructure(folder: Path, say: Callable[[str], None], fsync: bool = True) -> Iterator[LocalInfrastructure]:
    """Starts what KAFKA_BOOTSTRAP and DATABASE_URL do not name, and stops it however the block ends.

    The data are gone afterwards; the servers' logs of the last run stay in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    run = Path(tempfile.mkdtemp(prefix="run-", dir=folder.resolve()))
    servers = make_servers(run, say, fsync=fsync)
    with termination_as_exit():
        try:
            start_servers(servers)
            yield servers
        finally:
            with undisturbed():
                stop_servers(servers)
                _keep_only_logs(run, folder)


def make_servers(
    folder: Path, say: Callable[[str], None], *, fsync: bool = True, stays: bool = False
) -> LocalInfrastructure:
    """Decides which servers are needed and where they will be, without starting them."""
    bootstrap = os.environ.get("KAFKA_BOOTSTRAP")
    url = os.environ.get("DATABASE_URL")
    kafka = None if bootstrap else LocalKafka(folder / "kafka", say, stays=stays)
    postgres = None if url else LocalPostgres(folder / "postgres", fsync=fsync, stays=stays)
    return LocalInfrastructure(
        kafka_bootstrap=kafka.bootstrap if kafka else bootstrap or "",
        database_url=postgres.url if postgres else url or "",
        kafka=kafka,
        postgres=postgres,
    )


def start_servers(servers: LocalInfrastructure) -> None:
    starts = [server.start for server in (servers.kafka, servers.postgres) if server]
    with ThreadPoolExecutor(max_workers=2) as pool:
        for started in [pool.submit(start) for start in starts]:
            started.result()


def stop_servers(servers: LocalInfrastructure) -> None:
    if servers.kafka:
        # Its data go with it, and a tidy farewell takes it seconds.
        servers.kafka.kill()
    if servers.postgres:
        servers.postgres.stop()
        servers.postgres.remove()


@contextmanager
def termination_as_exit() -> Iterator[None]:
    """Lets a SIGTERM unwind the stack like Ctrl-C does, unless the program already takes it in its own way."""
    untaken = signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    with handling({signal.SIGTERM: _exit} if untaken else {}):
        yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keeps a second Ctrl-C from cutting short the cleaning up that the first one began."""
    with handling({signal.SIGINT: signal.SIG_IGN, signal.SIGTERM: signal.SIG_IGN}):
        yield


@contextmanager
def handling(handlers: Mapping[signal.Signals, Handler]) -> Iterator[None]:
    """Answers signals in this way inside the block; only the main thread can, so elsewhere nothing changes."""
    ours = handlers if threading.current_thread() is threading.main_thread() else {}
    before = {number: signal.signal(number, handler) for number, handler in ours.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _exit(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _keep_only_logs(run: Path, folder: Path) -> None:
    for log in run.glob("*/*.log"):
        log.replace(folder / log.name)
    shutil.rmtree(run, ignore_errors=True)
