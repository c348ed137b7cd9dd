"""How an installation stands: its processes, who is behind, and the money."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from cli.in_words import kroner
from cli.left_running import LeftRunning
from cli.recorded import SubFrameBalance, balances


@dataclass(frozen=True)
class ProcessStatus:
    """`checks` say which of its needs a service lacks."""

    name: str
    pid: int
    ready: bool
    checks: dict[str, bool]


@dataclass(frozen=True)
class LagStatus:
    """Records that a service has still to read."""

    service: str
    topic: str
    partition: int
    records: int


@dataclass(frozen=True)
class Status:
    prefix: str
    kafka_bootstrap: str
    processes: tuple[ProcessStatus, ...]
    lag: tuple[LagStatus, ...]
    sub_frames: tuple[SubFrameBalance, ...] | None
    """None when the database can't be asked."""

    @property
    def ready(self) -> bool:
        return self.sub_frames is not None and all(process.ready for process in self.processes)

    def plain(self) -> dict[str, Any]:
        return {"ready": self.ready, **asdict(self)}


async def status_of(left: LeftRunning) -> Status:
    """A process without a page is ready while it lives."""
    found: list[ProcessStatus] = []
    lag: dict[tuple[str, str, int], int] = {}
    for name, identity in left.servers.items():
        found.append(ProcessStatus(name, identity.pid, identity.find() is not None, {}))
    for process in left.processes:
        said = process.readiness
        ready = said.ready if said else process.port is None and process.alive
        checks = said.checks if said else {} if process.alive else {"alive": False}
        found.append(ProcessStatus(process.name, process.identity.pid, ready, checks))
        for one in said.lag if said else ():
            lag[said.service if said else process.name, one.topic, one.partition] = one.records
    try:
        money = tuple(await balances(left.installation.auditor_urls))
    except OSError:
        money = None
    return Status(
        left.installation.prefix,
        left.installation.kafka_bootstrap,
        tuple(found),
        tuple(LagStatus(*place, records) for place, records in sorted(lag.items())),
        money,
    )


def show(status: Status, console: Console, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(status.plain(), indent=2))
        return
    table = Table("process", "pid", "ready", title="Processes")
    for process in status.processes:
        missing = ", ".join(name for name, met in process.checks.items() if not met)
        table.add_row(process.name, str(process.pid), "yes" if process.ready else f"no ({missing or 'no answer'})")
    console.print(table)
    behind: Counter[tuple[str, str]] = Counter()
    for one in status.lag:
        behind[one.service, one.topic] += one.records
    if behind.total():
        table = Table("service", "topic", title="Behind")
        table.add_column("records to read", justify="right")
        for place, records in behind.items():
            if records:
                table.add_row(*place, str(records))
        console.print(table)
    else:
        console.print(f"Nobody is behind: {len(status.lag)} topic partitions are read to their end.")
    if status.sub_frames is None:
        console.print("The balances can't be read: the database does not answer.")
    elif status.sub_frames:
        console.print(balance_table(status.sub_frames))
    else:
        console.print("No frame is open: no round has been announced yet.")


RARE = ("carried_in", "adjusted", "margin")
COLUMNS = ("appropriated", "carried_in", "adjusted", "available", "margin", "reserved", "committed")


def _amount(balance: SubFrameBalance, column: str) -> int:
    amount: int = getattr(balance, f"{column}_nok")
    return amount


def balance_table(sub_frames: tuple[SubFrameBalance, ...]) -> Table:
    table = Table("frame", "sub-frame", title="Money")
    # What never moved in most rounds is shown only where it did.
    rare = [name for name in RARE if any(_amount(one, name) for one in sub_frames)]
    shown = [name for name in COLUMNS if name not in RARE or name in rare]
    for name in shown:
        table.add_column(name.replace("_", " "), justify="right")
    for one in sub_frames:
        table.add_row(one.frame, one.id, *(kroner(_amount(one, name)) for name in shown))
    return table
