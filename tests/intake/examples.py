"""Three systems, the directorate's round of 2019, and a made-up municipality's application. Numbers begin with 3."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import JsonValue

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
    ServiceAgreement,
)
from schemas.application import Document as Paper
from schemas.base import Message
from schemas.ids import (
    ApplicationId,
    CooperationId,
    Digest,
    OfficerId,
    OrganisationNumber,
    ProjectId,
    Reference,
    RoundId,
)
from schemas.outside import (
    AdoptReference,
    AnnounceRound,
    AnswerAward,
    NoticeDeficiency,
    ScoreApplication,
    SubmitApplication,
    WithdrawApplication,
)
from schemas.scheme import Scheme
from services.intake.service import SERVICE
from services.intake.state import State
from tests.given import Story

ROOT = Path(__file__).parents[2]


def shipped(name: str) -> Scheme:
    """One of the rounds in `schemes/`."""
    return read_scheme(ROOT / "schemes" / f"{name}.yaml")


IPS_2019 = shipped("ips-2019")

JANUARY = datetime(2019, 1, 7, 9, tzinfo=UTC)
FEBRUARY = datetime(2019, 2, 4, 9, tzinfo=UTC)
CLOSES = datetime(2019, 3, 1, 23, tzinfo=UTC)
"""Midnight in Norway after 1 March: the first instant that is too late."""
MARCH_4 = datetime(2019, 3, 4, 9, tzinfo=UTC)

FJELLVIK = OrganisationNumber("310000019")  # a municipality
FJORD_TRUST = OrganisationNumber("310000027")
STRANGER = OrganisationNumber("310000035")  # for whom only another system may act
IMPOSSIBLE = OrganisationNumber("310000018")  # its check digit is wrong

DIRECTORATE, OPERATIONS, POST = "casework.directorate", "casework.operations", "inbound.post"
PUBLIC360, WEBSAK = "inbound.public360", "inbound.websak"


def systems(*, admit_synthetic_numbers: bool = True) -> AdoptReference:
    may_act: list[JsonValue] = [
        {"id": "public360", "may_act_for": [FJELLVIK, FJORD_TRUST]},
        {"id": "websak", "may_act_for": [FJELLVIK, STRANGER]},
    ]
    content: dict[str, JsonValue] = {"admit_synthetic_numbers": admit_synthetic_numbers, "systems": may_act}
    return AdoptReference(name="systems", content=content)


ROUND = AnnounceRound(scheme=IPS_2019)


def party(number: OrganisationNumber, role: PartyRole) -> Party:
    return Party(organisation_number=number, name="Part", role=role, role_address="post@part.example")


APPLICATION = Application(
    applicant=Organisation(
        organisation_number=FJELLVIK,
        name="Fjellvik kommune",
        kind=ApplicantKind.NAV_MUNICIPALITY,
        role_address="nav@fjellvik.example",
    ),
    cooperation=Cooperation(
        cooperation=CooperationId("fjellvik-fjord"),
        parties=(party(FJELLVIK, PartyRole.NAV), party(FJORD_TRUST, PartyRole.SPECIALIST_HEALTH)),
    ),
    project=Project(project=ProjectId("fjellvik-ips"), year=1),
    positions=Positions(total=2, new=2),
    amount_nok=770_000,
    municipalities=("4699",),
)

AGREEMENT = ServiceAgreement(
    counterparty=IMPOSSIBLE,
    document=Paper(reference="service", sha256=Digest("ab" * 32), dated=FEBRUARY.date()),
)


def applied_by(number: OrganisationNumber) -> Application:
    return APPLICATION.but(applicant=APPLICATION.applicant.but(organisation_number=number))


def submit(content: Application = APPLICATION, *, reference: str = "A-1", round: str = "ips-2019") -> SubmitApplication:
    return SubmitApplication(reference=Reference(reference), round=RoundId(round), application=content)


def withdraw(reference: str = "A-1") -> WithdrawApplication:
    return WithdrawApplication(reference=Reference(reference))


ACCEPT = AnswerAward(reference=Reference("A-1"), answer="accepted")
NAME = ApplicationId("public360/A-1")
SCORE = ScoreApplication(
    application=NAME, score=5, considerations=("reaches_many",), officer=OfficerId("saksbehandler-a")
)

LACKS_AGREEMENT = NoticeDeficiency(
    application=NAME,
    missing=("/cooperation/agreement",),
    correct_by=date(2019, 3, 20),
    officer=OfficerId("saksbehandler-a"),
)
UNTIL = datetime(2019, 3, 20, 23, tzinfo=UTC)
"""Midnight in Norway after 20 March: a correction that comes then is too late."""


class Intake(Story[State]):
    """Intake, spoken to by whoever may say a message."""

    def __init__(self) -> None:
        super().__init__(SERVICE, topic=PUBLIC360, partition=1)

    def directorate(self, message: Message, at: datetime = FEBRUARY, *, id: str | None = None) -> list[Message]:
        return self.hears(message, at, topic=DIRECTORATE, partition=0, id=id)

    def operations(self, message: Message, at: datetime = JANUARY, *, id: str | None = None) -> list[Message]:
        return self.hears(message, at, topic=OPERATIONS, partition=0, id=id)

    def office(self, name: str, message: Message, at: datetime, *, id: str | None = None) -> list[Message]:
        """What a County Governor's office states."""
        return self.hears(message, at, topic=f"casework.{name}", partition=0, id=id)

    def system(
        self, message: Message, at: datetime = FEBRUARY, *, id: str | None = None, topic: str = PUBLIC360
    ) -> list[Message]:
        return self.hears(message, at, topic=topic, id=id)


def before_the_announcement() -> Intake:
    """The systems are known, and no round."""
    intake = Intake()
    intake.operations(systems())
    return intake


def in_the_round(received: Mapping[str, SubmitApplication] | None = None) -> Intake:
    """The round is announced, and these were received, by the ids of their messages."""
    intake = before_the_announcement()
    intake.directorate(ROUND, JANUARY)
    for id, message in (received or {}).items():
        intake.system(message, id=id)
    return intake


def lacking_something() -> Intake:
    """The round is closed, and the application lacks its agreement."""
    intake = in_the_round({"m-1": submit()})
    intake.time_passes(CLOSES)
    intake.directorate(LACKS_AGREEMENT, MARCH_4)
    return intake
