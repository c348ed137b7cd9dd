"""How allocation's facts are put together: the words that rounds and awards share."""

from chassis.decider import Said
from schemas import allocation
from schemas.base import Message
from schemas.ids import ApplicationId, AuthorityId, Digest, SystemId
from schemas.reasons import Refusal
from services.allocation.ledger import Ledger
from services.allocation.ranking import Contender, Placed
from services.allocation.state import Candidate, Frame


def of(frame: Frame, fact: Message, group: str | None = None) -> Said:
    return Said(fact, rules=frame.rulebook_hash, group=group)


def contender(candidate: Candidate) -> Contender:
    judged_ = candidate.eligibility
    assert judged_ is not None
    return Contender(
        application=candidate.application,
        version=candidate.version,
        eligible=judged_.outcome == "eligible",
        group=judged_.group,
        score=candidate.score,
        grantable_nok=judged_.grantable_nok,
        reasons=(*judged_.reasons, *(reduction.reason for reduction in judged_.reductions)),
    )


def reserve(
    frame: Frame, ledger: Ledger, one: Placed, hash_: Digest, *, promoted: bool = False
) -> tuple[Ledger, allocation.FundsReserved]:
    """Holds the amount, in the sub-frames' spending order."""
    parts = ledger.place(one.amount_nok)
    ledger, movement = ledger.move(parts, "available", "reserved")
    assert one.contender.group is not None
    fact = allocation.FundsReserved(
        application=one.contender.application,
        version=one.contender.version,
        round=frame.round,
        frame=ledger.frame,
        authority=frame.authority,
        list_hash=hash_,
        place=one.place,
        group=one.contender.group,
        score=one.contender.score,
        amount_nok=one.amount_nok,
        partial=one.outcome == "partial_award",
        parts=parts,
        reasons=one.reasons,
        promoted=promoted,
        movement=movement,
    )
    return ledger, fact


def refused(
    frame: Frame,
    request: str,
    reason: Refusal,
    state: str,
    to: SystemId | AuthorityId,
    application: ApplicationId,
) -> Said:
    fact = allocation.RequestRefused.model_validate(
        {
            "request": request,
            "round": frame.round,
            "frame": frame.ledger.frame,
            "reason": reason,
            "state": str(state),
            "to": to,
            "application": application,
        }
    )
    return of(frame, fact)
