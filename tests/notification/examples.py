"""What other services say of an application in the round of 2019."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from chassis.canonical import canonical_message, digest
from cli.scheme_file import read_scheme
from schemas import allocation, eligibility, intake
from schemas.application import (
    Application,
)
from schemas.ids import (
    ApplicationId,
    AuthorityId,
    Digest,
    GroupId,
    LetterId,
    MessageId,
    OfficerId,
    Reference,
    SubFrameId,
    SystemId,
)
from schemas.outside import NoticeStatus
from schemas.reasons import Reason, ReasonCode
from tests.notification.bodies import COOPERATION, ELVDAL
from tests.notification.bodies import NEW as NEW

IPS_2019 = read_scheme(Path(__file__).parents[2] / "schemes" / "ips-2019.yaml")
RULES = digest(canonical_message(IPS_2019))
APRIL_1 = datetime(2019, 4, 1, 10, tzinfo=UTC)
LATE_IN_MAY = datetime(2019, 5, 14, 22, 30, tzinfo=UTC)
"""Half past midnight of 15 May in Norway."""
LIST = Digest("5e" * 32)
OFFICERS = (OfficerId("saksbehandler-a"), OfficerId("saksbehandler-b"))

ANNOUNCED = intake.RoundAnnounced(
    round=IPS_2019.round,
    frame=IPS_2019.frame,
    partition=2,
    closes_at=IPS_2019.deadline.ends_at(),
    rulebook=IPS_2019,
    rulebook_hash=RULES,
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


def received(
    content: Application = NEW, version: int = 1, decided_by: AuthorityId = DIRECTORATE
) -> intake.ApplicationReceived:
    return intake.ApplicationReceived(
        **OF_APPLICATION, **SENT_BY, version=version, decided_by=decided_by, receipt=RECEIPT, content=content
    )


HELD = intake.ApplicationHeld(application=APPLICATION, **SENT_BY, round=IPS_2019.round, receipt=RECEIPT, content=NEW)

MOVEMENT = allocation.Movement(frame=IPS_2019.frame, frame_version=9, before=(), after=())
PART = allocation.Part(sub_frame=SubFrameId("earmarked"), amount_nok=1_500_000)


CITATIONS = {
    "committed_cooperation": "Helsedirektoratets utlysning (2018), punkt 3",
    "prior_award": "Helsedirektoratets utlysning (2018), punkt 5; Helsedirektoratet, «Tilskuddsprosessen»",
}


def finding(rule: str, outcome: eligibility.Outcome, reason: ReasonCode | None = None) -> eligibility.Finding:
    """With a citation of the rule's own where it is one of the two that the letters here name."""
    return eligibility.Finding(
        rule=rule,
        version=1,
        citation=CITATIONS.get(rule, "utlysningen"),
        law="fvl-1967",
        inputs={},
        threshold="",
        outcome=outcome,
        reason=reason,
    )


def unmet(rule: str, reason: ReasonCode) -> eligibility.Finding:
    return finding(rule, eligibility.Outcome.UNMET, reason)


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


APRIL_15 = date(2019, 4, 15)
DEFICIENCY = intake.DeficiencyNoticed(
    **OF_APPLICATION,
    version=1,
    missing=("/cooperation/agreement", "/cooperation/parties/1/consent"),
    correct_by=APRIL_15,
    until=datetime(2019, 4, 15, 22, tzinfo=UTC),
    officer=OFFICERS[0],
    authority=DIRECTORATE,
)


def dismissed(reason: Reason, **changes: Any) -> intake.ApplicationDismissed:
    facts: dict[str, Any] = {
        **OF_APPLICATION,
        **SENT_BY,
        "reason": reason,
        "closes_at": ANNOUNCED.closes_at,
        "receipt": RECEIPT,
    }
    return intake.ApplicationDismissed(**{**facts, **changes})


STOOD = intake.Stood(organisation_number=ELVDAL, cooperation=COOPERATION.cooperation)
NOT_CORRECTED = dismissed(Reason.INCOMPLETE_NOT_CORRECTED, closes_at=DEFICIENCY.until, stood=STOOD)


def reported(letter: str, status: NoticeStatus = NoticeStatus.SENT, channel: str = "system") -> intake.NoticeReported:
    return intake.NoticeReported(
        letter=LetterId(letter), application=APPLICATION, frame=IPS_2019.frame, status=status, channel=channel
    )
