"""Made-up bodies, and one application in each language. Their numbers begin with 3."""

from schemas.application import (
    ApplicantKind,
    Application,
    Cooperation,
    Language,
    Organisation,
    Party,
    PartyRole,
    Positions,
    Project,
)
from schemas.ids import CooperationId, OrganisationNumber, ProjectId

ELVDAL = OrganisationNumber("310000019")
FJORD_TRUST = OrganisationNumber("310000027")
BRATTVIK = OrganisationNumber("310000035")


def party(number: OrganisationNumber, name: str, role: PartyRole, address: str) -> Party:
    return Party(organisation_number=number, name=name, role=role, role_address=address)


COOPERATION = Cooperation(
    cooperation=CooperationId("elvdal-fjord"),
    parties=(
        party(ELVDAL, "NAV Elvdal", PartyRole.NAV, "nav@elvdal.example"),
        party(ELVDAL, "Elvdal kommune, psykisk helse", PartyRole.MUNICIPAL_HEALTH, "helse@elvdal.example"),
        party(FJORD_TRUST, "Fjord HF", PartyRole.SPECIALIST_HEALTH, "post@fjord.example"),
    ),
)

NEW = Application(
    applicant=Organisation(
        organisation_number=ELVDAL,
        name="NAV Elvdal",
        kind=ApplicantKind.NAV_MUNICIPALITY,
        language=Language.NEUTRAL,
        role_address="nav@elvdal.example",
    ),
    cooperation=COOPERATION,
    project=Project(project=ProjectId("elvdal-ips"), year=1),
    positions=Positions(total=2, new=2),
    amount_nok=1_600_000,
    municipalities=("0427", "0101", "0301"),
)
"""Two bodies of one municipality, with a health trust; the service is given in two County Governors' areas."""

IN_NYNORSK = NEW.but(
    applicant=Organisation(
        organisation_number=BRATTVIK,
        name="Brattvik kommune",
        kind=ApplicantKind.MUNICIPAL_HEALTH,
        language=Language.NYNORSK,
        role_address="post@brattvik.example",
    ),
    municipalities=("1424",),
    positions=Positions(total=1),
)
