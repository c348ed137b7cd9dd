"""Everybody who takes part in the round, and the time that they share."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cli.reference import read_systems
from cli.scheme_file import read_scheme
from demo.arrivals import Arrival
from demo.authorities import Directorate, Operations
from demo.calendar import Calendar
from demo.case_system import CaseSystem
from demo.data import Data
from demo.kafka import INTAKE, Correspondence, Postman
from schemas.ids import AuthorityId, SystemId
from schemas.scheme import Scheme

ROOT = Path(__file__).parents[1]
SCHEME = ROOT / "schemes" / "ips-2019.yaml"
REFERENCE = ROOT / "reference"

TellTime = Callable[[datetime], Awaitable[None]]
Progress = Callable[[str], None]


@dataclass
class World:
    data: Data
    scheme: Scheme
    letters: Correspondence
    calendar: Calendar
    systems: dict[SystemId, CaseSystem]
    operations: Operations
    directorate: Directorate
    tell_time: TellTime
    progress: Progress
    told: list[datetime] = field(default_factory=list)

    async def pass_time(self, until: datetime) -> None:
        """All partitions are told the time, and nothing is stamped before it from then on."""
        self.calendar.go_to(until)
        await self.tell_time(until)
        self.told.append(until)

    async def send(self, arrivals: Sequence[tuple[Arrival, datetime]]) -> None:
        """In this order; returns when the broker has all of them."""
        acknowledged = [await self.systems[arrival.system].send(arrival, at) for arrival, at in arrivals]
        for word in acknowledged:
            await word
        self.calendar.go_to(max(self.calendar.now, *(at for _, at in arrivals)))


def make_world(
    data: Data,
    start: datetime,
    letters: Correspondence,
    postman: Postman,
    tell_time: TellTime,
    progress: Progress,
) -> World:
    calendar = Calendar(start)
    silent = frozenset(told.reference for told in data.applications if told.stays_silent)
    ids = [SystemId(system.id) for system in read_systems(REFERENCE / "systems.yaml").systems]
    directorate, operations = AuthorityId("directorate"), AuthorityId("operations")
    return World(
        data=data,
        scheme=read_scheme(SCHEME),
        letters=letters,
        calendar=calendar,
        systems={id_: CaseSystem(id_, letters.of(id_), postman, calendar, silent) for id_ in ids},
        operations=Operations(operations, letters.of(INTAKE), postman, calendar),
        directorate=Directorate(directorate, letters.of(directorate), postman, calendar, data),
        tell_time=tell_time,
        progress=progress,
    )
