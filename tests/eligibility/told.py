"""What intake and allocation tell of applications in the round of 2019."""

from typing import Literal

from schemas.allocation import PriorAward, PriorAwardsStated
from schemas.application import Application
from schemas.ids import ApplicationId, AuthorityId, Digest, MessageId, OfficerId, Reference, SystemId
from schemas.intake import (
    ApplicationDismissed,
    ApplicationReceived,
    ApplicationSuperseded,
    ApplicationWithdrawn,
    DeficiencyNoticed,
    Receipt,
    ReviewAnswered,
    RoundClosed,
    Stood,
)
from schemas.reasons import Reason
from tests.eligibility.examples import MARCH_1, ROUND

CLOSED = RoundClosed(round=ROUND.round, frame=ROUND.frame, count=1, digest=Digest("ef" * 32))


def received(content: Application, *, reference: str = "A-1", version: int = 1) -> ApplicationReceived:
    return ApplicationReceived(
        application=ApplicationId(f"public360/{reference}"),
        system=SystemId("public360"),
        reference=Reference(reference),
        message=MessageId(f"{reference}-{version}"),
        version=version,
        round=ROUND.round,
        frame=ROUND.frame,
        decided_by=AuthorityId("directorate"),
        receipt=Receipt(topic="inbound.public360", partition=0, offset=version, received_at=MARCH_1),
        content=content,
    )


def stated(of: ApplicationReceived, *awards: PriorAward) -> PriorAwardsStated:
    return PriorAwardsStated(
        application=of.application,
        version=of.version,
        round=of.round,
        frame=of.frame,
        organisation_number=of.content.applicant.organisation_number,
        cooperation=of.content.cooperation.cooperation,
        awards=awards,
    )


def stood(of: ApplicationReceived) -> Stood:
    content = of.content
    return Stood(organisation_number=content.applicant.organisation_number, cooperation=content.cooperation.cooperation)


def superseded(of: ApplicationReceived) -> ApplicationSuperseded:
    """By the next version."""
    return ApplicationSuperseded(
        application=of.application,
        round=of.round,
        frame=of.frame,
        version=of.version,
        by_version=of.version + 1,
        stood=stood(of),
    )


def withdrawn(of: ApplicationReceived) -> ApplicationWithdrawn:
    return ApplicationWithdrawn(
        application=of.application,
        message=of.message,
        round=of.round,
        frame=of.frame,
        version=of.version,
        stood=stood(of),
    )


def dismissed(of: ApplicationReceived, *, late: bool = False) -> ApplicationDismissed:
    """For what was not corrected; or `late` new content, which leaves the version that stands as it is."""
    return ApplicationDismissed(
        application=of.application,
        system=of.system,
        reference=of.reference,
        message=of.message,
        round=of.round,
        frame=of.frame,
        reason=Reason.LATE if late else Reason.INCOMPLETE_NOT_CORRECTED,
        closes_at=ROUND.closes_at,
        receipt=of.receipt,
        stood=None if late else stood(of),
    )


def deficient(of: ApplicationReceived, *missing: str) -> DeficiencyNoticed:
    return DeficiencyNoticed(
        application=of.application,
        version=of.version,
        round=of.round,
        frame=of.frame,
        missing=missing,
        correct_by=MARCH_1.date(),
        until=MARCH_1,
        officer=OfficerId("officer-1"),
        authority=AuthorityId("directorate"),
    )


def answer(
    of: ApplicationReceived, outcome: Literal["met", "unmet"], rule: str = "service_agreement"
) -> ReviewAnswered:
    return ReviewAnswered(
        application=of.application,
        round=of.round,
        frame=of.frame,
        rule=rule,
        outcome=outcome,
        officer=OfficerId("officer-1"),
        authority=AuthorityId("directorate"),
    )
