"""The proposals that rankings, promotions and refusals share: money is held, or a rejection is to be approved."""

from dataclasses import replace
from typing import Any

from schemas import allocation
from schemas.ids import Digest
from services.allocation.candidate import Candidate, Standing, TopUp
from services.allocation.draft import Draft
from services.allocation.ranking import Contender, Placed
from services.allocation.state import Round, Share


def contender(candidate: Candidate) -> Contender:
    judged = candidate.eligibility
    assert judged is not None
    return Contender(
        application=candidate.application,
        version=candidate.version,
        eligible=judged.outcome == "eligible",
        group=judged.group,
        score=candidate.score,
        grantable_nok=judged.grantable_nok,
        reasons=(*judged.reasons, *(reduction.reason for reduction in judged.reductions)),
        continuing=judged.continuing,
    )


def propose(draft: Draft, round_: Round, share: Share, one: Placed, hash_: Digest) -> None:
    """What a ranking leads to for one application: its amount is held, or its rejection proposed."""
    if one.outcome == "rejection":
        propose_rejection(draft, round_, share, one, hash_)
    else:
        reserve(draft, round_, share, one, hash_)


def reserve(
    draft: Draft,
    round_: Round,
    share: Share,
    one: Placed,
    hash_: Digest,
    *,
    promoted: bool = False,
    tops_up: bool = False,
) -> None:
    """Holds the amount, in the share's sub-frames in their spending order."""
    parts = draft.ledger.place(one.amount_nok, share.within)
    movement = draft.move(parts, "available", "reserved")
    assert one.contender.group is not None
    partial = one.outcome == "partial_award"
    fact = allocation.FundsReserved(
        **_line(draft, round_, share, one, hash_),
        group=one.contender.group,
        amount_nok=one.amount_nok,
        partial=partial,
        parts=parts,
        promoted=promoted,
        tops_up=tops_up,
        movement=movement,
    )
    draft.say(round_, fact)
    before = draft.candidate(one.contender.application)
    if tops_up:
        draft.put(replace(before, top_up=TopUp(one.amount_nok, parts, partial, one.reasons)))
    else:
        draft.put(replace(before, standing=Standing.RESERVED, amount_nok=one.amount_nok, parts=parts))


def propose_rejection(draft: Draft, round_: Round, share: Share, one: Placed, hash_: Digest) -> None:
    fact = allocation.RejectionProposed(**_line(draft, round_, share, one, hash_), waiting_place=one.waiting_place)
    draft.say(round_, fact)
    before = draft.candidate(one.contender.application)
    draft.put(replace(before, standing=Standing.REJECTION_PROPOSED, amount_nok=0, parts=()))


def release(draft: Draft, candidate: Candidate) -> None:
    """What is held for an application and not decided becomes available again, once."""
    round_, _ = draft.frame.place_of(candidate)
    held = candidate.top_up or candidate
    movement = draft.move(held.parts, "reserved", "available")
    fact = allocation.ReservationReleased(
        application=candidate.application,
        **draft.of(round_),
        amount_nok=held.amount_nok,
        parts=held.parts,
        movement=movement,
    )
    draft.say(round_, fact)
    if candidate.top_up:
        draft.put(replace(candidate, top_up=None))
    else:
        draft.put(replace(candidate, amount_nok=0, parts=()))


def _line(draft: Draft, round_: Round, share: Share, one: Placed, hash_: Digest) -> dict[str, Any]:
    return {
        "application": one.contender.application,
        "version": one.contender.version,
        **draft.of(round_),
        "authority": share.authority,
        "list_hash": hash_,
        "place": one.place,
        "reasons": one.reasons,
        "score": one.contender.score,
    }
