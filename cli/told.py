"""How the demo talks: live on a terminal, a line for each step elsewhere."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.status import Status

WIDTH = 100
"""Of a page where there is no terminal."""


def make_console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=WIDTH)


def beginning() -> str:
    """Which servers are ours to start."""
    given = {"KAFKA_BOOTSTRAP": "Kafka", "DATABASE_URL": "PostgreSQL"}
    ours = [name for variable, name in given.items() if not os.environ.get(variable)]
    return f"starting {' and '.join(ours)}" if ours else "using the Kafka and PostgreSQL that the environment names"


class Narrator:
    """Says what is being done, and when it is done how long it took."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._started = time.monotonic()
        self._since = self._started
        self._doing: str | None = None
        self._status: Status | None = None

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    def say(self, text: str) -> None:
        """The next step begins; the one before has ended."""
        self._end()
        self._doing, self._since = text, time.monotonic()
        if self._status:
            self._status.update(text)
        else:
            self.console.print(f"{self.seconds:6.1f} s  {text}", highlight=False, soft_wrap=True)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Moves while something is being done, where there is a terminal to move on."""
        if not self.console.is_terminal:
            yield
            return
        with self.console.status("") as self._status:
            try:
                yield
                self._end()
            finally:
                self._status = None

    def _end(self) -> None:
        if self._doing and self._status:
            took = time.monotonic() - self._since
            self.console.print(f"{took:6.1f} s  {self._doing}", highlight=False, soft_wrap=True)
        self._doing = None
