"""A continuous round in each of four frames, one in each partition, and as many applications as a test wants.

No officer is needed: each application runs from its inbound topic to a reservation or, when its frame is spent, to a
place on the waiting list. All bodies are made up; their numbers begin with 3.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path

from pydantic import JsonValue
from stdnum.no import orgnr

from chassis.canonical import canonical_message, share_of
from cli.scheme_file import read_scheme
from demo.kafka import Sending
from deploy.provision import Correspondents
from schemas.application import (
    ApplicantKind,
    Application,
    Cooperation,
    Document,
    Organisation,
    Party,
    PartyRole,
    Positions,
    Project,
)
from schemas.flow import PARTITIONS
from schemas.ids import (
    ApplicationId,
    CooperationId,
    Digest,
    FrameId,
    OrganisationNumber,
    ProjectId,
    Reference,
    RoundId,
    SystemId,
    application_id,
)
from schemas.outside import AdoptReference, AnnounceRound, SubmitApplication
from schemas.scheme import Scheme
from tests.running import Site

SYSTEMS = (SystemId("acos"), SystemId("websak"))
CORRESPONDENTS = Correspondents(SYSTEMS, ("directorate", "operations"))
DIRECTORATE, OPERATIONS = "casework.directorate", "casework.operations"

ADOPTED = datetime(2019, 1, 2, 8, tzinfo=UTC)
ANNOUNCED = datetime(2019, 1, 3, 8, tzinfo=UTC)
APPLIED = datetime(2019, 1, 4, 8, tzinfo=UTC)
LAST_DAY = date(2019, 12, 31)

APPLICATIONS_MAX = 4_000
FRAME_NOK = 10_000_000
AMOUNTS_NOK = (300_000, 450_000, 700_000)

_FILE = read_scheme(Path(__file__).parents[2] / "schemes" / "ips-2019.yaml")


@cache
def frames(label: str) -> tuple[FrameId, ...]:
    """The first names of this label that lie in partitions 0, 1, 2 and 3."""
    names = [f"{label}-{number}" for number in range(100)]
    return tuple(
        FrameId(next(name for name in names if share_of(name, PARTITIONS) == part)) for part in range(PARTITIONS)
    )


def scheme(frame: FrameId, last_day: date = LAST_DAY) -> Scheme:
    """The criteria of 2019, in a continuous round of its own in this frame, without scores."""
    first, second = _FILE.sub_frames
    return _FILE.but(
        round=RoundId(frame),
        frame=frame,
        assessment="continuous",
        scoring=_FILE.scoring.but(required=False),
        deadline=_FILE.deadline.but(date=last_day),
        sub_frames=(first.but(nok=FRAME_NOK - FRAME_NOK // 4), second.but(nok=FRAME_NOK // 4)),
    )


@cache
def numbers() -> tuple[OrganisationNumber, ...]:
    """Synthetic organisation numbers with their check digit."""
    valid = (number for number in range(315_000_000, 320_000_000) if orgnr.is_valid(str(number)))
    return tuple(OrganisationNumber(str(number)) for number in islice(valid, APPLICATIONS_MAX + 1))


@cache
def systems(how_many: int) -> AdoptReference:
    """Every system may act for the first so many bodies."""
    bodies: list[JsonValue] = [*numbers()[:how_many]]
    known: list[JsonValue] = [{"id": system, "name": system, "may_act_for": bodies} for system in SYSTEMS]
    return AdoptReference(
        name="systems", content={"admit_synthetic_numbers": True, "systems": known, "authorities": []}
    )


@dataclass(frozen=True)
class Sent:
    """An application as its system sends it."""

    system: SystemId
    reference: Reference
    frame: FrameId
    amount_nok: int
    message: SubmitApplication

    @property
    def application(self) -> ApplicationId:
        return application_id(self.system, self.reference)

    @property
    def topic(self) -> str:
        return f"inbound.{self.system}"

    @property
    def sending(self) -> Sending:
        return Sending(self.reference, canonical_message(self.message), "SubmitApplication", f"{self.reference}-1")


def applied(number: int, frame: FrameId) -> Sent:
    """The application with this running number in the frame's round; they spread over systems, partitions, amounts."""
    amount_nok = AMOUNTS_NOK[number % len(AMOUNTS_NOK)]
    reference = Reference(f"{frame}-case-{number}")
    message = SubmitApplication(reference=reference, round=RoundId(frame), application=_content(number, amount_nok))
    return Sent(SYSTEMS[number // PARTITIONS % len(SYSTEMS)], reference, frame, amount_nok, message)


def many(label: str, how_many: int) -> list[Sent]:
    """Spread over all four frames."""
    own = frames(label)
    return [applied(number, own[number % len(own)]) for number in range(how_many)]


def _content(number: int, amount_nok: int) -> Application:
    name, trust = f"town-{number}", numbers()[APPLICATIONS_MAX]
    nav, health = (
        Party(
            organisation_number=whose,
            name=f"{name} {role}",
            role=role,
            role_address=f"post@{role.value.replace('_', '-')}.{name}.example",
            consent=_document(f"consent-{name}"),
        )
        for whose, role in ((numbers()[number], PartyRole.NAV), (trust, PartyRole.SPECIALIST_HEALTH))
    )
    return Application(
        applicant=Organisation(
            organisation_number=numbers()[number],
            name=name,
            kind=ApplicantKind.NAV_MUNICIPALITY,
            role_address=f"post@{name}.example",
        ),
        cooperation=Cooperation(
            cooperation=CooperationId(f"{name}-trust"), parties=(nav, health), agreement=_document(f"agreement-{name}")
        ),
        project=Project(project=ProjectId(f"ips-{name}"), year=1),
        positions=Positions(total=1, new=1),
        amount_nok=amount_nok,
        municipalities=("1401",),
    )


def _document(reference: str) -> Document:
    return Document(reference=reference, sha256=Digest("ab" * 32), dated=date(2019, 1, 1))


async def announced(site: Site, label: str, *, bodies: int = 400) -> None:
    """The systems and the four rounds of this label are known to all when this returns."""
    await site.say(OPERATIONS, "systems", systems(bodies), at=ADOPTED)
    for frame in frames(label):
        await site.say(DIRECTORATE, frame, AnnounceRound(scheme=scheme(frame)), at=ANNOUNCED)
    await site.settled()


async def submit(site: Site, applications: Iterable[Sent], at: datetime = APPLIED) -> None:
    """In this order, a second apart; returns when the broker has them."""
    await site.send(
        [(one.topic, one.sending, at + timedelta(seconds=second)) for second, one in enumerate(applications)]
    )
