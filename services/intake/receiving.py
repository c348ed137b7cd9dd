"""What becomes of content for a known round: received, as a new version of what stands, or dismissed as late."""

from chassis.decider import Said
from schemas import intake
from schemas.base import Message
from schemas.ids import AuthorityId
from schemas.reasons import Reason, Refusal
from services.intake import groups
from services.intake.offices import decides
from services.intake.refusals import refuse_held
from services.intake.state import Deficiency, Round, Standing, World


def receive(
    held: intake.ApplicationHeld,
    stream: str,
    round_: Round,
    world: World,
    latest: Standing | None,
    deficiency: Deficiency | None = None,
) -> list[Said]:
    """While a deficiency is open, new content is its correction, and the round's own deadline does not matter."""
    at = held.receipt.received_at
    correcting = deficiency is not None and deficiency.open and at < deficiency.until
    late = at >= round_.closes_at
    if deficiency is not None and not correcting and (late or round_.continuous):
        over = ("/reference", "a reference of which a correction is awaited")
        return [refuse_held(held, stream, Refusal.NO_OPEN_DEFICIENCY, over)]
    if latest is not None and round_.continuous and not correcting:
        judged = ("/reference", "a reference of its own: this one has been judged on arrival")
        return [refuse_held(held, stream, Refusal.ALREADY_JUDGED, judged)]
    if late and not correcting:
        return [_dismiss_as_late(held, stream, round_, latest, decides(held.content, at, round_, world))]
    decided_by = decides(held.content, at, round_, world)
    if decided_by is None:
        return [refuse_held(held, stream, Refusal.INVALID, (_area(held), "in the area of an office that has a share"))]
    if correcting and latest is not None and decided_by != latest.decided_by:
        return [refuse_held(held, stream, Refusal.INVALID, (_area(held), "in the area of the office that awaits this"))]
    version = 1 if latest is None else latest.version + 1
    facts: list[Message] = []
    if correcting:
        facts.append(_corrected(held, version, round_))
    if latest is not None:
        facts.append(_superseded(held, latest, version))
    said = [concerning(fact, round_, stream) for fact in facts]
    received = _received(held, version, decided_by, round_)
    return [*said, concerning(received, round_, stream, group=groups.of_round(held.round))]


def _area(held: intake.ApplicationHeld) -> str:
    """Where the content names the area that tells whose application it is."""
    served = held.content.applicant.municipality is None
    return "/application/municipalities/0" if served else "/application/applicant/municipality"


def _corrected(held: intake.ApplicationHeld, version: int, round_: Round) -> intake.DeficiencyCorrected:
    return intake.DeficiencyCorrected(
        application=held.application, round=held.round, frame=round_.frame, version=version
    )


def _superseded(held: intake.ApplicationHeld, latest: Standing, by_version: int) -> intake.ApplicationSuperseded:
    return intake.ApplicationSuperseded(
        application=held.application,
        round=latest.round,
        frame=latest.frame,
        version=latest.version,
        by_version=by_version,
        stood=latest.stood,
    )


def _received(
    held: intake.ApplicationHeld, version: int, decided_by: AuthorityId, round_: Round
) -> intake.ApplicationReceived:
    return intake.ApplicationReceived(
        application=held.application,
        system=held.system,
        reference=held.reference,
        message=held.message,
        version=version,
        round=held.round,
        frame=round_.frame,
        decided_by=decided_by,
        receipt=held.receipt.but(answer_by=round_.rulebook.answer_by),
        content=held.content,
    )


def _dismiss_as_late(
    held: intake.ApplicationHeld, stream: str, round_: Round, latest: Standing | None, decided_by: AuthorityId | None
) -> Said:
    fact = intake.ApplicationDismissed(
        application=held.application,
        system=held.system,
        reference=held.reference,
        message=held.message,
        round=held.round,
        frame=round_.frame,
        reason=Reason.LATE,
        decided_by=decided_by,
        content=held.content,
        closes_at=round_.closes_at,
        receipt=held.receipt.but(answer_by=round_.rulebook.answer_by),
    )
    return concerning(fact, round_, stream, group=None if latest else groups.late_for(held.round))


def concerning(fact: Message, round_: Round, stream: str, group: str | None = None) -> Said:
    """A fact about an application of this round, said where the round's frame lives."""
    return Said(fact, stream=stream, partition=round_.partition, rules=round_.rulebook_hash, group=group)
