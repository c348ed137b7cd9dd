"""Two officers approve a list by its hash; with the second, what was proposed becomes binding."""

from collections.abc import Iterator

from chassis.decider import Said
from schemas import allocation, intake
from schemas.ids import Digest, OfficerId
from schemas.reasons import Refusal
from services.allocation.awards import promote
from services.allocation.facts import of
from services.allocation.state import Candidate, Frame, OpenList, Standing


def approved(frame: Frame, message: intake.ListApproved) -> list[Said]:
    """The first approval is counted; the second, by another officer, decides."""
    known = frame.lists.get(message.list_hash)
    if message.list_hash in frame.approved:
        return [_list_refused(frame, message, Refusal.ALREADY_APPROVED, "approved")]
    if known is None:
        return [_list_refused(frame, message, Refusal.UNKNOWN_LIST, "no open list with this hash")]
    if message.officer in known.officers:
        return [_list_refused(frame, message, Refusal.SAME_OFFICER_TWICE, "approved by this officer")]
    recorded = allocation.ApprovalRecorded(
        round=frame.round,
        frame=frame.ledger.frame,
        authority=frame.authority,
        list_hash=message.list_hash,
        officer=message.officer,
        approvals=2 if known.officers else 1,
    )
    if not known.officers:
        return [of(frame, recorded)]
    return [of(frame, recorded), *_decide(frame, message.list_hash, known, (known.officers[0], message.officer))]


def _decide(frame: Frame, hash_: Digest, known: OpenList, officers: tuple[OfficerId, OfficerId]) -> Iterator[Said]:
    """The binding decisions, in the list's order; then the waiting list gets what was released meanwhile."""
    ledger, released = frame.ledger, False
    for application in known.applications:
        candidate = frame.candidates[application]
        if candidate.standing is Standing.RESERVED:
            ledger, movement = ledger.move(candidate.parts, "reserved", "committed")
            yield of(frame, _award(frame, candidate, hash_, officers, movement))
        elif candidate.standing is Standing.REJECTION_PROPOSED:
            yield of(frame, _final_rejection(frame, candidate, hash_, officers))
        elif candidate.standing is Standing.WITHDRAWN:
            released = released or candidate.amount_nok > 0
    if released:
        yield from promote(frame, ledger, known.applications)


def _award(
    frame: Frame,
    candidate: Candidate,
    hash_: Digest,
    officers: tuple[OfficerId, OfficerId],
    movement: allocation.Movement,
) -> allocation.AwardDecided:
    judged_ = candidate.eligibility
    assert judged_ is not None
    assert judged_.group is not None
    return allocation.AwardDecided(
        application=candidate.application,
        version=candidate.version,
        round=frame.round,
        frame=frame.ledger.frame,
        list_hash=hash_,
        decided_by=officers,
        place=candidate.place,
        group=judged_.group,
        project_year=candidate.project_year,
        score=candidate.score,
        considerations=candidate.considerations,
        amount_nok=candidate.amount_nok,
        applied_nok=candidate.applied_nok,
        partial=candidate.partial,
        parts=candidate.parts,
        reasons=candidate.reasons,
        promoted=candidate.promoted,
        acceptance_days=frame.rules.acceptance_days,
        law=frame.rules.law,
        movement=movement,
    )


def _final_rejection(
    frame: Frame, candidate: Candidate, hash_: Digest, officers: tuple[OfficerId, OfficerId]
) -> allocation.ApplicationRejected:
    assert candidate.place is not None
    return allocation.ApplicationRejected(
        application=candidate.application,
        version=candidate.version,
        round=frame.round,
        frame=frame.ledger.frame,
        list_hash=hash_,
        decided_by=officers,
        place=candidate.place,
        score=candidate.score,
        considerations=candidate.considerations,
        reasons=candidate.reasons,
        waiting_place=candidate.waiting_place,
        law=frame.rules.law,
    )


def _list_refused(frame: Frame, message: intake.ListApproved, reason: Refusal, state: str) -> Said:
    fact = allocation.RequestRefused(
        request="approval",
        round=frame.round,
        frame=frame.ledger.frame,
        reason=reason,
        state=state,
        to=message.authority,
        list_hash=message.list_hash,
    )
    return of(frame, fact)
