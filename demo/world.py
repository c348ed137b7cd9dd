"""Everybody who takes part in the round, and the time that they share."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cli.reference import read_systems
from cli.scheme_file import read_scheme
from demo.arrivals import Arrival
from demo.authorities import Operations
from demo.calendar import Calendar
from demo.case_system import CaseSystem
from demo.data import Data
from demo.data_file import Told
from demo.deciding import Deciding
from demo.kafka import INTAKE, Correspondence, Postman
from demo.offices import Offices
from schemas.ids import AuthorityId, Digest, Reference, SystemId
from schemas.scheme import Scheme

ROOT = Path(__file__).parents[1]
SCHEMES = ROOT / "schemes"
REFERENCE = ROOT / "reference"

TellTime = Callable[[datetime], Awaitable[None]]
Progress = Callable[[str], None]


@dataclass
class World:
    """`happened` tells what people did, in order, and what came of it."""

    data: Data
    scheme: Scheme
    letters: Correspondence
    calendar: Calendar
    systems: dict[SystemId, CaseSystem]
    operations: Operations
    authorities: dict[AuthorityId, Deciding]
    """Who announces, and who decides on at least one application."""
    tell_time: TellTime
    progress: Progress
    told: list[datetime] = field(default_factory=list)
    happened: list[tuple[datetime, str, str]] = field(default_factory=list)
    rankings: dict[AuthorityId, Digest] = field(default_factory=dict)
    """The lists that were approved."""

    @property
    def announcing(self) -> Deciding:
        return self.authorities[self.scheme.decided_by]

    @property
    def deciding(self) -> list[Deciding]:
        """Those whose round it is to decide, who have at least one application."""
        return [self.authorities[id_] for id_ in self.scheme.authorities if id_ in self.authorities]

    def deciding_on(self, reference: Reference) -> Deciding:
        return self.authorities[decided_by(self.scheme, self.data, self.data.by_reference[reference])]

    def system_of(self, reference: Reference) -> CaseSystem:
        return self.systems[self.data.by_reference[reference].system]

    def named(self, reference: Reference) -> str:
        """For who reads it."""
        body = self.data.bodies[self.data.by_reference[reference].applicant]
        return f"{body.name.removesuffix(' (oppdiktet)')} ({reference})"

    def midnight_after(self, day: date) -> datetime:
        """The first instant of the next day in Norway."""
        return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.scheme.deadline.zone))

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
        self.calendar.go_to(max([self.calendar.now, *(at for _, at in arrivals)]))


def announced(data: Data, scheme: Scheme) -> Scheme:
    """The round as the demo announces it: where that is otherwise than its file, what differs is assumed."""
    changed, nok = data.file.announced_with, data.file.announced_with.sub_frames_nok
    assumed = {f"sub_frames.{id_}": "the demo's own, so that few applications come to its end" for id_ in nok}
    if changed.appropriation is not None:
        assumed["appropriation"] = "the demo's own"
    return scheme.but(
        sub_frames=tuple(part.but(nok=nok.get(part.id, part.nok)) for part in scheme.sub_frames),
        appropriation=changed.appropriation or scheme.appropriation,
        sources={key: source for key, source in scheme.sources.items() if key not in assumed},
        assumed={**scheme.assumed, **assumed},
    )


def decided_by(scheme: Scheme, data: Data, told: Told) -> AuthorityId:
    """What the demo expects, worked out for itself. Raises ValueError where no office, or more than one, would be."""
    if scheme.county_shares is None:
        return scheme.decided_by
    own = data.bodies[told.applicant].municipality or told.area[0]
    (office,) = Offices(REFERENCE).covering((own,), data.file.days.last_arrival.date())
    return AuthorityId(office)


def make_world(data: Data, letters: Correspondence, postman: Postman, tell_time: TellTime, progress: Progress) -> World:
    calendar = Calendar(data.file.days.adopted)
    scheme = announced(data, read_scheme(SCHEMES / f"{data.round}.yaml"))
    ids = [SystemId(system.id) for system in read_systems(REFERENCE / "systems.yaml").systems]
    operations = AuthorityId("operations")
    authorities = {scheme.decided_by, *(decided_by(scheme, data, told) for told in data.applications)}
    unwilling = data.silent | data.declining
    return World(
        data=data,
        scheme=scheme,
        letters=letters,
        calendar=calendar,
        systems={id_: CaseSystem(id_, letters.of(id_), postman, calendar, unwilling) for id_ in ids},
        operations=Operations(operations, letters.of(INTAKE), postman, calendar),
        authorities={id_: Deciding(id_, letters.of(id_), postman, calendar, data) for id_ in sorted(authorities)},
        tell_time=tell_time,
        progress=progress,
    )
