"""Starts servers so that none outlives what started it, and ends them with all their children."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.local.errors import NotStarted

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

# Linux sends the parent-death signal when the *thread* that forked ends, so one thread that stays does it for all.
_STARTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="process-starter")


@dataclass(frozen=True)
class Account:
    """An account of this machine that a server runs under."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Identity:
    """A process beyond its number, for numbers are given again."""

    pid: int
    started: float

    def find(self) -> psutil.Process | None:
        """The process, unless it has ended and its number stands for another."""
        try:
            process = psutil.Process(self.pid)
            # The start is computed from the boot time, which moves a little when the clock is set.
            same = abs(process.create_time() - self.started) < 2
            return process if same and is_alive(process) else None
        except psutil.NoSuchProcess:
            return None


@dataclass(frozen=True)
class Child:
    """A running server we started, and the log it writes."""

    popen: "subprocess.Popen[bytes]"
    process: psutil.Process
    log: Path

    @property
    def identity(self) -> Identity:
        return Identity(self.process.pid, self.process.create_time())

    @property
    def alive(self) -> bool:
        return self.popen.poll() is None

    def wait_until(self, ready: Callable[[], bool], *, name: str, patience_seconds: float) -> None:
        """Returns when the server is ready; otherwise shows the end of its log."""
        deadline = time.monotonic() + patience_seconds
        while not ready():
            if not self.alive:
                raise NotStarted(f"{name} ended with code {self.popen.returncode}. {self.last_words()}")
            if time.monotonic() > deadline:
                raise NotStarted(f"{name} was not ready after {patience_seconds:.0f} s. {self.last_words()}")
            time.sleep(0.03)

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-15:]
        return "\n  ".join([f"The end of {self.log}:", *lines])

    def stop(self, request: signal.Signals, *, patience_seconds: float = 15) -> None:
        end(self.process, request, patience_seconds=patience_seconds)
        self.popen.wait()

    def kill(self) -> None:
        """Ends it as a power cut would: no warning, and nothing of it goes on."""
        end(self.process, signal.SIGKILL, patience_seconds=0)
        self.popen.wait()


def start(
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    account: Account | None = None,
    stays: bool = False,
    stdin: int = subprocess.DEVNULL,
) -> Child:
    """Starts a server in a session of its own, where the terminal's Ctrl-C does not reach it.

    It is killed when this process ends in whatever way, unless it `stays`. `stdin` as in `subprocess.Popen`.
    """
    us = os.getpid()

    def fork() -> "subprocess.Popen[bytes]":
        with log.open("ab") as output:
            return subprocess.Popen(
                command,
                stdin=stdin,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=environment,
                start_new_session=True,
                preexec_fn=None if stays or _LIBC is None else lambda: _die_with(us),
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )

    popen = _STARTER.submit(fork).result()
    return Child(popen, psutil.Process(popen.pid), log)


def run(command: Sequence[str], *, name: str, account: Account | None = None) -> str:
    """Runs a short step to its end and returns what it printed; a failure shows all of that."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd="/",
            timeout=120,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    except (OSError, subprocess.TimeoutExpired) as reason:
        raise NotStarted(f"{name}: {reason}") from reason
    printed = (done.stdout + done.stderr).decode(errors="replace").strip()
    if done.returncode != 0:
        raise NotStarted(f"{name} ended with code {done.returncode}: {printed}")
    return printed


def end(process: psutil.Process, request: signal.Signals, *, patience_seconds: float) -> None:
    """Asks a server to end, then makes sure that neither it nor a child of it is left.

    PostgreSQL's workers leave its process group, so the children are found by parentage.
    """
    try:
        family = [*process.children(recursive=True), process]
        process.send_signal(request)
    except psutil.NoSuchProcess:
        return
    await_end([process], patience_seconds)
    if is_alive(process):
        family = [*process.children(recursive=True), *family]
    for member in family:
        if is_alive(member):
            member.kill()
    await_end(family, 10)


def await_end(processes: Sequence[psutil.Process], patience_seconds: float) -> None:
    deadline = time.monotonic() + patience_seconds
    while any(is_alive(process) for process in processes) and time.monotonic() < deadline:
        time.sleep(0.02)


def is_alive(process: psutil.Process) -> bool:
    """Whether it still runs; in a container nobody may collect the dead, so they count as ended."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _die_with(parent: int) -> None:
    assert _LIBC is not None
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
