"""One process of a stack: started, asked how it stands, stopped or killed, and started again."""

import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cli.readiness import Readiness, look
from deploy.local import processes

STOP_SECONDS = 10.0


@dataclass
class Member:
    """One process of the stack. The timekeeper has no web page."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    port: int | None = None
    stdin: int = subprocess.DEVNULL
    child: processes.Child | None = None

    @property
    def alive(self) -> bool:
        return self.child is not None and self.child.alive

    @property
    def readiness(self) -> Readiness | None:
        """What the process says of itself; None when it does not answer."""
        return look(self.port) if self.port and self.alive else None

    def start(self, *, stays: bool = False) -> None:
        self.child = processes.start(
            self.command, log=self.log, environment=self.environment, stays=stays, stdin=self.stdin
        )

    def stop(self) -> None:
        if self.child:
            self.child.stop(signal.SIGTERM, patience_seconds=STOP_SECONDS)
            if self.child.popen.stdin:
                self.child.popen.stdin.close()

    def kill(self) -> None:
        if self.child:
            self.child.kill()

    def last_words(self) -> str:
        return self.child.last_words() if self.child else ""
