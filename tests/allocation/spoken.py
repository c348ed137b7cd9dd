"""What intake and eligibility say of one application, as allocation hears it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import JsonValue

from chassis.canonical import canonical, canonical_message, digest
from schemas import eligibility, intake, notification
from schemas.application import Application
from schemas.base import Message
from schemas.ids import AuthorityId, Digest, LetterId, MessageId, OfficerId, ProjectId, Reference, SubFrameId, SystemId
from schemas.reasons import Reason
from schemas.scheme import Scheme
from tests.allocation.examples import ANNE, CLOSES, FEBRUARY, FJELLVIK, MARCH_20_ENDS, Change, Outcome, named


def round_of(scheme: Scheme) -> dict[str, Any]:
    return {"round": scheme.round, "frame": scheme.frame}


def about(fact: intake.ApplicationReceived) -> dict[str, Any]:
    """What is said of an application names it with its round and frame."""
    return {"application": fact.application, "round": fact.round, "frame": fact.frame}


def received(
    scheme: Scheme, reference: str, content: Application, version: int, to: str | None
) -> intake.ApplicationReceived:
    return intake.ApplicationReceived(
        **round_of(scheme),
        application=named(reference),
        system=SystemId("public360"),
        reference=Reference(reference),
        message=MessageId("m"),
        version=version,
        decided_by=AuthorityId(to or scheme.authorities[0]),
        receipt=intake.Receipt(topic="inbound.public360", partition=0, offset=0, received_at=FEBRUARY),
        content=content,
    )


def withdrawn(fact: intake.ApplicationReceived) -> Message:
    return intake.ApplicationWithdrawn(**about(fact), message=MessageId("w"), version=fact.version, stood=_stood(fact))


def noticed(fact: intake.ApplicationReceived) -> Message:
    """A letter asks for the agreement, by 20 March."""
    return intake.DeficiencyNoticed(
        **about(fact),
        version=fact.version,
        missing=("/cooperation/agreement",),
        correct_by=date(2019, 3, 20),
        until=MARCH_20_ENDS,
        officer=ANNE,
        authority=fact.decided_by,
    )


def dismissed(fact: intake.ApplicationReceived) -> Message:
    """What was asked for did not come in time."""
    return intake.ApplicationDismissed(
        **about(fact),
        system=fact.system,
        reference=fact.reference,
        message=fact.message,
        reason=Reason.INCOMPLETE_NOT_CORRECTED,
        closes_at=MARCH_20_ENDS,
        receipt=fact.receipt,
        stood=_stood(fact),
    )


def _stood(fact: intake.ApplicationReceived) -> intake.Stood:
    return intake.Stood(
        organisation_number=fact.content.applicant.organisation_number,
        cooperation=fact.content.cooperation.cooperation,
    )


def judged(rules: Scheme, fact: intake.ApplicationReceived, outcome: Outcome) -> Message:
    """Eligibility's word, with the ceiling of the project's year."""
    asked, year = fact.content.amount_nok, fact.content.project.year
    group = rules.group_of(fact.content)
    assert group is not None
    ceiling = group.ceilings_nok[str(year)]
    cut = eligibility.Reduction(reason=Reason.REDUCED_TO_CEILING, from_nok=asked, to_nok=ceiling, citation="Fagrådet")
    return eligibility.EligibilityDecided(
        **about(fact),
        version=fact.version,
        outcome=outcome,
        findings=(),
        project_year=year,
        continuing=year > 1,
        group=group.id,
        ceiling_nok=ceiling,
        grantable_nok=min(asked, ceiling) if outcome == "eligible" else 0,
        reductions=(cut,) if outcome == "eligible" and asked > ceiling else (),
        reasons=(Reason.NO_PRIOR_AWARD,) if outcome == "ineligible" else (),
    )


def organisation_states(*states: dict[str, str]) -> Message:
    """Which organisations are dissolved or bankrupt, since when."""
    content: list[JsonValue] = [{**state} for state in states]
    return intake.ReferenceAdopted(name="organisation_states", hash=digest(canonical(content)), content=content)


def announced(scheme: Scheme) -> Message:
    rulebook = digest(canonical_message(scheme))
    return intake.RoundAnnounced(
        **round_of(scheme), partition=2, closes_at=CLOSES, rulebook=scheme, rulebook_hash=rulebook
    )


def closing(scheme: Scheme, standing: Iterable[intake.ApplicationReceived]) -> intake.RoundClosed:
    lines = sorted(f"{fact.application} {fact.version}" for fact in standing if fact.round == scheme.round)
    return intake.RoundClosed(**round_of(scheme), count=len(lines), digest=digest("\n".join(lines).encode()))


def approved(
    scheme: Scheme, list_hash: Digest, officer: OfficerId, superior: OfficerId | None, by: str | None
) -> intake.ListApproved:
    authority = AuthorityId(by or scheme.authorities[0])
    return intake.ListApproved(
        **round_of(scheme), list_hash=list_hash, officer=officer, superior=superior, authority=authority
    )


def frame_change(scheme: Scheme, change: Change, sub_frame: str, amount_nok: int) -> intake.FrameChangeStated:
    return intake.FrameChangeStated(
        **round_of(scheme),
        change=change,
        sub_frame=SubFrameId(sub_frame),
        amount_nok=amount_nok,
        document="tildelingsbrev-2019",
        officer=ANNE,
        authority=scheme.decided_by,
    )


def notice(scheme: Scheme, reference: str) -> notification.NoticeSent:
    return notification.NoticeSent(
        letter=LetterId("l-1"),
        application=named(reference),
        frame=scheme.frame,
        kind="award",
        channel="system",
        first=True,
    )


def earlier_award(scheme: Scheme) -> intake.HistoricalAwardRecorded:
    return intake.HistoricalAwardRecorded(
        organisation_number=FJELLVIK,
        scheme=scheme.scheme,
        project=ProjectId("fjellvik-ips"),
        project_year=1,
        awarded=date(2018, 5, 15),
        amount_nok=700_000,
    )
