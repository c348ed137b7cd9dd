"""A round as allocation hears of it: what intake, eligibility, notification and the officers say."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from cli.scheme_file import read_scheme
from schemas.application import (
    ApplicantKind,
    Application,
    Cooperation,
    Organisation,
    Party,
    PartyRole,
    Positions,
    Project,
)
from schemas.ids import (
    ApplicationId,
    CooperationId,
    OfficerId,
    OrganisationNumber,
    ProjectId,
    RoundId,
    SubFrameId,
)
from schemas.scheme import CountyShares, Quota, Scheme, SubFrame

IPS_2019 = read_scheme(Path(__file__).parents[2] / "schemes" / "ips-2019.yaml")


def with_money(earmarked_nok: int, top_up_nok: int = 0, **changes: Any) -> Scheme:
    """The round of 2019 with other sums."""
    sub_frames = (
        SubFrame(id=SubFrameId("earmarked"), nok=earmarked_nok),
        SubFrame(id=SubFrameId("top-up"), nok=top_up_nok),
    )
    return IPS_2019.but(sub_frames=sub_frames, **changes)


SMALL = with_money(1_000_000, 600_000)
CONTINUOUS = with_money(1_000_000, 600_000, assessment="continuous", scoring=IPS_2019.scoring.but(required=False))

OFFICES = IPS_2019.but(
    sub_frames=(SubFrame(id=SubFrameId("national"), nok=1_800_001),),
    county_shares=CountyShares(keys={"nord": 1, "sor": 2}),
)
"""600,001 kroner for the County Governor in Nord, 1,200,000 for the one in Sør; each decides on its own."""
PROVISIONAL = with_money(1_000_000, 600_000, appropriation="provisional")
TOP_UP_FIRST = with_money(1_000_000, 600_000, on_release="top_up_first")
TWO_OF_A_KIND = SMALL.but(
    groups=tuple(group.but(quota=Quota(min=1, max=2)) if group.id == "new" else group for group in IPS_2019.groups),
    at_the_edge=IPS_2019.at_the_edge.but(policy="skip"),
)
"""At most two new ones get an award, and whoever does not fit is passed over."""
SECOND = SMALL.but(round=RoundId("ips-2019-b"), shares_frame_with=SMALL.round)
"""A second round on the frame of SMALL."""

FEBRUARY = datetime(2019, 2, 4, 9, tzinfo=UTC)
CLOSES = datetime(2019, 3, 1, 23, tzinfo=UTC)
MARCH_4 = datetime(2019, 3, 4, 9, tzinfo=UTC)
MARCH_20_ENDS = datetime(2019, 3, 20, 23, tzinfo=UTC)
MAY_16 = datetime(2019, 5, 16, 10, tzinfo=UTC)
MAY_14 = datetime(2019, 5, 14, 10, tzinfo=UTC)
JUNE_4_ENDS = datetime(2019, 6, 4, 22, tzinfo=UTC)
"""21 days after a notice of 14 May, the last day whole."""
ANNE, BERIT, CARL = OfficerId("anne"), OfficerId("berit"), OfficerId("carl")
FJELLVIK = OrganisationNumber("310000019")

Answer = Literal["accepted", "declined"]
Change = Literal["confirm", "adjust", "carry_over", "margin"]
Outcome = Literal["eligible", "ineligible", "needs_review"]


def named(reference: str) -> ApplicationId:
    return ApplicationId(f"public360/{reference}")


def content(asks_nok: int, year: int = 1, organisation: str = FJELLVIK) -> Application:
    party = Party(organisation_number=FJELLVIK, name="Part", role=PartyRole.NAV, role_address="post@part.example")
    return Application(
        applicant=Organisation(
            organisation_number=OrganisationNumber(organisation),
            name="Fjellvik kommune",
            kind=ApplicantKind.NAV_MUNICIPALITY,
            role_address="nav@fjellvik.example",
        ),
        cooperation=Cooperation(cooperation=CooperationId("fjellvik"), parties=(party,)),
        project=Project(project=ProjectId("fjellvik-ips"), year=year),
        positions=Positions(total=2),
        amount_nok=asks_nok,
        municipalities=("4699",),
    )
