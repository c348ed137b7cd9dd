"""Made-up bodies and their applications in the round of 2019. Made-up numbers begin with 3."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import JsonValue

from chassis.canonical import canonical_message, digest
from cli.scheme_file import read_scheme
from schemas.allocation import PriorAward
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
    ServiceAgreement,
)
from schemas.ids import (
    ApplicationId,
    CooperationId,
    Digest,
    FrameId,
    OrganisationNumber,
    ProjectId,
    RoundId,
    SchemeId,
)
from schemas.intake import (
    ReferenceAdopted,
    RoundAnnounced,
)
from schemas.reference import PublicBody, Succession
from services.eligibility.rules.case import Case, World

ROOT = Path(__file__).parents[2]
IPS_2019 = read_scheme(ROOT / "schemes" / "ips-2019.yaml")
RULEBOOK_HASH = digest(canonical_message(IPS_2019))
MARCH_1 = datetime(2019, 3, 1, 12, tzinfo=UTC)

FJELLVIK = OrganisationNumber("310000019")  # a municipality, with NAV and health services of its own
NORDFJORD_TRUST = OrganisationNumber("310000027")
HAVEN = OrganisationNumber("310000035")  # a foundation
SEAGULL = OrganisationNumber("310000043")  # a company that is no public body
OLD_FJELLVIK = OrganisationNumber("310000051")  # a municipality that is no more

PUBLIC_BODIES: list[JsonValue] = [
    {"organisation_number": FJELLVIK, "name": "Fjellvik kommune", "kind": "municipality"},
    {"organisation_number": NORDFJORD_TRUST, "name": "Nordfjord HF", "kind": "health_trust"},
]


def document(reference: str) -> Document:
    return Document(reference=reference, sha256=Digest("ab" * 32), dated=date(2019, 1, 15))


def party(number: OrganisationNumber, role: PartyRole, *, consents: bool = True) -> Party:
    consent = document(f"consent-{role}") if consents else None
    address = "post@part.example"
    return Party(organisation_number=number, name="Part", role=role, role_address=address, consent=consent)


def organisation(number: OrganisationNumber, kind: ApplicantKind) -> Organisation:
    return Organisation(organisation_number=number, name="Søker", kind=kind, role_address="post@soker.example")


def project(year: int, name: str = "fjellvik-ips") -> Project:
    return Project(project=ProjectId(name), year=year)


COOPERATION = Cooperation(
    cooperation=CooperationId("fjellvik-nordfjord"),
    parties=(party(FJELLVIK, PartyRole.NAV), party(NORDFJORD_TRUST, PartyRole.SPECIALIST_HEALTH)),
    agreement=document("cooperation-2018"),
)

NEW = Application(
    applicant=organisation(FJELLVIK, ApplicantKind.NAV_MUNICIPALITY),
    cooperation=COOPERATION,
    project=project(1),
    positions=Positions(total=2, new=2),
    amount_nok=770_000,
    municipalities=("4699",),
)
"""The municipality's NAV office, with the health trust, in its first year."""

SECOND_YEAR = NEW.but(project=project(2), amount_nok=650_000)

FIRST_YEAR_AWARD = PriorAward(
    scheme=SchemeId("ips"), project=ProjectId("fjellvik-ips"), project_year=1, amount_nok=700_000
)

AGREEMENT = ServiceAgreement(
    counterparty=NORDFJORD_TRUST, document=document("service-2017"), valid_until=date(2020, 12, 31)
)

FOUNDATION = NEW.but(applicant=organisation(HAVEN, ApplicantKind.INSTITUTION), service_agreement=AGREEMENT)
"""Runs the service for the health trust, and applies for those who cooperate."""

UNCLEAR = FOUNDATION.but(service_agreement=AGREEMENT.but(counterparty=SEAGULL))
"""Its agreement is with a company of which nobody knows whether it is a public body."""


WORLD = World(
    public_bodies={
        FJELLVIK: PublicBody(organisation_number=FJELLVIK, name="Fjellvik kommune", kind="municipality"),
        NORDFJORD_TRUST: PublicBody(organisation_number=NORDFJORD_TRUST, name="Nordfjord HF", kind="health_trust"),
    }
)

TOOK_OVER = replace(
    WORLD,
    successions=(Succession(predecessor=OLD_FJELLVIK, successor=FJELLVIK, from_day=date(2018, 1, 1), kind="merged"),),
)
"""The municipality is one of 2018, and took over another."""


def case(
    application: Application,
    *awards: PriorAward,
    world: World = WORLD,
    same_cooperation: tuple[ApplicationId, ...] = (),
) -> Case:
    """Judged in the round of 2019, on the day after its deadline."""
    return Case(application, IPS_2019, awards, world, date(2019, 3, 2), same_cooperation)


ROUND = RoundAnnounced(
    round=RoundId("ips-2019"),
    frame=FrameId("ips-2019"),
    partition=2,
    closes_at=IPS_2019.deadline.ends_at(),
    rulebook=IPS_2019,
    rulebook_hash=RULEBOOK_HASH,
)

BODIES = ReferenceAdopted(name="public_bodies", hash=Digest("cd" * 32), content=PUBLIC_BODIES)

CONTINUOUS = ROUND.but(
    rulebook=IPS_2019.but(assessment="continuous", scoring=IPS_2019.scoring.but(required=False)),
)
"""The same round, where each application is assessed when it comes."""
