"""Made-up bodies of the round of 2019, what they apply for, and the reference data that know them."""

from datetime import date
from pathlib import Path

from cli.scheme_file import read_scheme
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
from schemas.ids import ApplicationId, CooperationId, Digest, OrganisationNumber, ProjectId
from schemas.outside import AdoptReference

SYSTEM = "public360"
INBOUND, CASEWORK, OPERATIONS, POST = f"inbound.{SYSTEM}", "casework.directorate", "casework.operations", "inbound.post"

_FILE = read_scheme(Path(__file__).parents[2] / "schemes" / "ips-2019.yaml")
SCHEME = _FILE.but(
    sub_frames=(
        _FILE.sub_frames[0].but(nok=1_000_000),
        _FILE.sub_frames[1].but(nok=500_000),
    )
)
ROUND = SCHEME.round

FJORD, DALE, MOOR, HILL, REED, LATE, GONE = (
    ApplicationId(f"{SYSTEM}/{name}") for name in ("fjord", "dale", "moor", "hill", "reed", "late", "gone")
)
NUMBERS = {
    FJORD: "310000019",
    DALE: "310000027",
    MOOR: "310000035",
    HILL: "310000043",
    REED: "310000051",
    LATE: "310000078",
    GONE: "310000086",
}
AMOUNTS = {FJORD: 700_000, DALE: 600_000, MOOR: 500_000, HILL: 500_000, REED: 400_000, LATE: 300_000, GONE: 300_000}
SCORES = {FJORD: 6, DALE: 5, MOOR: 4, HILL: 3}
TRUST = OrganisationNumber("310000094")

SYSTEMS = AdoptReference(
    name="systems",
    content={
        "admit_synthetic_numbers": True,
        "systems": [{"id": SYSTEM, "name": "Public 360", "may_act_for": list(NUMBERS.values())}],
        "authorities": [],
    },
)
MUNICIPALITIES = AdoptReference(name="municipalities", content=[{"code": "1401", "name": "Flora"}])
OFFICES = AdoptReference(
    name="county_governors",
    content=[
        {"office": "vestland", "name": "Fylkesmannen i Vestland", "counties": ["14"], "valid_from": "2019-01-01"},
    ],
)
BODIES = AdoptReference(name="public_bodies", content=[])


def document(reference: str) -> Document:
    return Document(reference=reference, sha256=Digest("ab" * 32), dated=date(2019, 1, 15))


def content(application: ApplicationId) -> Application:
    """The municipality's NAV office with the health trust. REED asks for a second year without a first."""
    number = OrganisationNumber(NUMBERS[application])
    name = application.partition("/")[2]
    nav, trust = (
        Party(
            organisation_number=whose,
            name=f"{name} {role}",
            role=role,
            role_address=f"{role.value.replace('_', '-')}@{name}.example",
            consent=document(f"consent-{name}"),
        )
        for whose, role in ((number, PartyRole.NAV), (TRUST, PartyRole.SPECIALIST_HEALTH))
    )
    return Application(
        applicant=Organisation(
            organisation_number=number,
            name=f"{name.capitalize()} kommune",
            kind=ApplicantKind.NAV_MUNICIPALITY,
            role_address=f"post@{name}.example",
        ),
        cooperation=Cooperation(
            cooperation=CooperationId(f"{name}-trust"), parties=(nav, trust), agreement=document(f"agreement-{name}")
        ),
        project=Project(project=ProjectId(f"{name}-ips"), year={FJORD: 2, REED: 2}.get(application, 1)),
        positions=Positions(total=1, new=1),
        amount_nok=AMOUNTS[application],
        municipalities=("1401",),
    )
