"""Made-up bodies, one application in each language, and what other services say of them. Numbers begin with 3."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from chassis.canonical import canonical_message, digest
from cli.scheme_file import read_scheme
from schemas import allocation, eligibility, intake
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
from schemas.ids import (
    ApplicationId,
    AuthorityId,
    CooperationId,
    Digest,
    GroupId,
    LetterId,
    MessageId,
    OfficerId,
    OrganisationNumber,
    ProjectId,
    Reference,
    SubFrameId,
    SystemId,
)
from schemas.outside import NoticeStatus
from schemas.reasons import Reason

IPS_2019 = read_scheme(Path(__file__).parents[2] / "schemes" / "ips-2019.yaml")
RULES = digest(canonical_message(IPS_2019))
APRIL_1 = datetime(2019, 4, 1, 10, tzinfo=UTC)
LATE_IN_MAY = datetime(2019, 5, 14, 22, 30, tzinfo=UTC)
"""Half past midnight of 15 May in Norway."""
LIST = Digest("5e" * 32)
OFFICERS = (OfficerId("saksbehandler-a"), OfficerId("saksbehandler-b"))

MUNICIPALITIES: list[JsonValue] = [
    {"code": "0301", "name": "Oslo", "valid_from": "", "valid_to": ""},
    {"code": "0101", "name": "Halden", "valid_to": "2020-01-01"},
    {"code": "0427", "name": "Elverum", "valid_to": "2020-01-01"},
    {"code": "3420", "name": "Elverum", "valid_from": "2020-01-01"},
    {"code": "1850", "name": "Tysfjord - Divtasvuodna", "valid_to": "2020-01-01"},
    {"code": "1424", "name": "Årdal", "valid_to": "2020-01-01"},
    {"code": "1201", "name": "Bergen", "valid_to": "2020-01-01"},
    {"code": "3001", "name": "Halden", "valid_from": "2020-01-01", "valid_to": "2024-01-01"},
]

COUNTY_GOVERNORS: list[JsonValue] = [
    {"office": "ostfold", "name": "Fylkesmannen i Østfold", "counties": ["01"], "valid_to": "2019-01-01"},
    {"office": "hedmark", "name": "Fylkesmannen i Hedmark", "counties": ["04"], "valid_to": "2019-01-01"},
    {"office": "hordaland", "name": "Fylkesmannen i Hordaland", "counties": ["12"], "valid_to": "2019-01-01"},
    {
        "office": "sogn-fjordane",
        "name": "Fylkesmannen i Sogn og Fjordane",
        "counties": ["14"],
        "valid_to": "2019-01-01",
    },
    {
        "office": "oslo-viken",
        "name": "Fylkesmannen i Oslo og Viken",
        "counties": ["01", "02", "03", "06", "30"],
        "valid_from": "2019-01-01",
        "valid_to": "2021-01-01",
    },
    {
        "office": "innlandet",
        "name": "Fylkesmannen i Innlandet",
        "counties": ["04", "05", "34"],
        "valid_from": "2019-01-01",
        "valid_to": "2021-01-01",
    },
    {
        "office": "vestland",
        "name": "Fylkesmannen i Vestland",
        "counties": ["12", "14", "46"],
        "valid_from": "2019-01-01",
        "valid_to": "2021-01-01",
    },
    {"office": "nordland", "name": "Fylkesmannen i Nordland", "counties": ["18"], "valid_to": "2021-01-01"},
    {"office": "nordland", "name": "Statsforvalteren i Nordland", "counties": ["18"], "valid_from": "2021-01-01"},
    {"office": "innlandet", "name": "Statsforvalteren i Innlandet", "counties": ["34"], "valid_from": "2021-01-01"},
    {
        "office": "oslo-viken",
        "name": "Statsforvalteren i Oslo og Viken",
        "counties": ["03", "30"],
        "valid_from": "2021-01-01",
        "valid_to": "2024-01-01",
    },
]


def adopted(name: Any, content: list[JsonValue]) -> intake.ReferenceAdopted:
    return intake.ReferenceAdopted(name=name, hash=Digest("cd" * 32), content=content)


OFFICES_ADOPTED = adopted("county_governors", COUNTY_GOVERNORS)
MUNICIPALITIES_ADOPTED = adopted("municipalities", MUNICIPALITIES)

ANNOUNCED = intake.RoundAnnounced(
    round=IPS_2019.round,
    frame=IPS_2019.frame,
    partition=2,
    closes_at=IPS_2019.deadline.ends_at(),
    rulebook=IPS_2019,
    rulebook_hash=RULES,
)

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

RECEIPT = intake.Receipt(topic="inbound.public360", partition=0, offset=7, received_at=APRIL_1)
APPLICATION = ApplicationId("public360/IPS-14")
SYSTEM = SystemId("public360")
REFERENCE = Reference("IPS-14")
MESSAGE = MessageId("m-1")
DIRECTORATE = AuthorityId("directorate")
OF_ROUND: dict[str, Any] = {"round": IPS_2019.round, "frame": IPS_2019.frame}
OF_APPLICATION: dict[str, Any] = {"application": APPLICATION, **OF_ROUND}
SENT_BY: dict[str, Any] = {"system": SYSTEM, "reference": REFERENCE, "message": MESSAGE}


def received(content: Application = NEW, version: int = 1) -> intake.ApplicationReceived:
    return intake.ApplicationReceived(**OF_APPLICATION, **SENT_BY, version=version, receipt=RECEIPT, content=content)


HELD = intake.ApplicationHeld(application=APPLICATION, **SENT_BY, round=IPS_2019.round, receipt=RECEIPT, content=NEW)

MOVEMENT = allocation.Movement(frame=IPS_2019.frame, frame_version=9, before=(), after=())
PART = allocation.Part(sub_frame=SubFrameId("earmarked"), amount_nok=1_500_000)


def finding(rule: str, outcome: eligibility.Outcome) -> eligibility.Finding:
    return eligibility.Finding(
        rule=rule, version=1, citation="utlysningen", law="fvl-1967", inputs={}, threshold="", outcome=outcome
    )


def judged(outcome: Any, *findings: eligibility.Finding) -> eligibility.EligibilityDecided:
    return eligibility.EligibilityDecided(
        **OF_APPLICATION,
        version=1,
        outcome=outcome,
        findings=findings,
        project_year=1,
        group=GroupId("new"),
        ceiling_nok=1_500_000,
        grantable_nok=1_500_000,
    )


RANKED = allocation.RankingFixed(
    **OF_ROUND, authority=DIRECTORATE, list_hash=LIST, count=2, to_award=1, to_reject=1, total_nok=1_500_000
)


def reserved(**changes: Any) -> allocation.FundsReserved:
    facts: dict[str, Any] = {
        **OF_APPLICATION,
        "version": 1,
        "authority": DIRECTORATE,
        "list_hash": LIST,
        "place": 1,
        "group": "new",
        "score": 5,
        "amount_nok": 1_500_000,
        "partial": False,
        "parts": (PART,),
        "reasons": (Reason.REDUCED_TO_CEILING,),
        "movement": MOVEMENT,
    }
    return allocation.FundsReserved(**{**facts, **changes})


def awarded(**changes: Any) -> allocation.AwardDecided:
    facts: dict[str, Any] = {
        **OF_APPLICATION,
        "version": 1,
        "list_hash": LIST,
        "decided_by": OFFICERS,
        "place": 1,
        "group": "new",
        "project_year": 1,
        "score": 5,
        "considerations": ("reaches_many", "close_cooperation"),
        "amount_nok": 1_500_000,
        "applied_nok": 1_600_000,
        "partial": False,
        "parts": (PART,),
        "reasons": (Reason.REDUCED_TO_CEILING,),
        "promoted": False,
        "acceptance_days": 21,
        "law": "fvl-1967",
        "movement": MOVEMENT,
    }
    return allocation.AwardDecided(**{**facts, **changes})


def rejected(**changes: Any) -> allocation.ApplicationRejected:
    facts: dict[str, Any] = {
        **OF_APPLICATION,
        "version": 1,
        "list_hash": LIST,
        "decided_by": OFFICERS,
        "place": 2,
        "score": 4,
        "considerations": ("plan_is_vague",),
        "reasons": (Reason.FRAME_EXHAUSTED,),
        "waiting_place": 2,
        "law": "fvl-1967",
    }
    return allocation.ApplicationRejected(**{**facts, **changes})


PERIOD_SET = allocation.AcceptancePeriodSet(**OF_APPLICATION, until=datetime(2019, 6, 4, 22, 30, tzinfo=UTC))
LAPSED = allocation.CommitmentLapsed(**OF_APPLICATION, amount_nok=1_500_000, parts=(PART,), movement=MOVEMENT)


def reported(letter: str, status: NoticeStatus = NoticeStatus.SENT, channel: str = "system") -> intake.NoticeReported:
    return intake.NoticeReported(
        letter=LetterId(letter), application=APPLICATION, frame=IPS_2019.frame, status=status, channel=channel
    )
