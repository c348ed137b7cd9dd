"""What two approvals decide: each line of their list becomes an award or a refusal, in the list's order."""

from dataclasses import replace
from typing import Any

from schemas import allocation
from schemas.ids import Digest, OfficerId
from schemas.reasons import Reason
from services.allocation.candidate import Candidate, Standing
from services.allocation.draft import Draft
from services.allocation.fixing import rank_who_waited, refuse_alone
from services.allocation.promotion import hand_on
from services.allocation.proposals import contender, release
from services.allocation.ranking import Placed
from services.allocation.state import Round, Share

Officers = tuple[OfficerId, OfficerId]


def decide_list(draft: Draft, round_: Round, share: Share, hash_: Digest, officers: Officers) -> None:
    """The binding decisions; then the waiting list gets what came back meanwhile, and another round its turn."""
    returned = share.returned
    for application in share.lists[hash_].applications:
        candidate = draft.candidate(application)
        held = candidate.standing is Standing.RESERVED or candidate.top_up is not None
        if held and draft.gone(candidate):
            _not_to_the_gone(draft, round_, share, candidate)
            returned = True
        elif held:
            _award(draft, round_, candidate, hash_, officers)
        elif candidate.standing is Standing.REJECTION_PROPOSED:
            _reject(draft, round_, candidate, hash_, officers)
    if returned:
        hand_on(draft, share.within)
    if hash_ == share.ranking:
        rank_who_waited(draft, round_, approving=share)


def _not_to_the_gone(draft: Draft, round_: Round, share: Share, candidate: Candidate) -> None:
    """Whoever is dissolved or bankrupt by now gets nothing; one who was refused before is not refused again."""
    release(draft, candidate)
    if candidate.promoted:
        draft.put(replace(draft.candidate(candidate.application), standing=Standing.REJECTED))
    elif candidate.standing is Standing.RESERVED:
        assert candidate.place is not None
        reasons = (Reason.ORGANISATION_DISSOLVED_OR_BANKRUPT,)
        refuse_alone(draft, round_, share, Placed(candidate.place, contender(candidate), "rejection", 0, reasons))


def _award(draft: Draft, round_: Round, candidate: Candidate, hash_: Digest, officers: Officers) -> None:
    """Reserved becomes committed. A top-up adds to what was decided before."""
    judged, top_up = candidate.eligibility, candidate.top_up
    assert judged is not None
    assert judged.group is not None
    held = top_up or candidate
    movement = draft.move(held.parts, "reserved", "committed")
    fact = allocation.AwardDecided(
        **_decision(draft, round_, candidate, hash_, officers),
        group=judged.group,
        project_year=candidate.project_year,
        amount_nok=held.amount_nok,
        applied_nok=candidate.applied_nok,
        partial=held.partial,
        parts=held.parts,
        reasons=held.reasons,
        promoted=candidate.promoted and top_up is None,
        tops_up=top_up is not None,
        acceptance_days=round_.rules.acceptance_days,
        movement=movement,
    )
    draft.say(round_, fact)
    draft.put(candidate.topped_up() if top_up else replace(candidate, standing=Standing.AWARDED))


def _reject(draft: Draft, round_: Round, candidate: Candidate, hash_: Digest, officers: Officers) -> None:
    decision = _decision(draft, round_, candidate, hash_, officers)
    fact = allocation.ApplicationRejected(**decision, reasons=candidate.reasons, waiting_place=candidate.waiting_place)
    draft.say(round_, fact)
    draft.put(replace(candidate, standing=Standing.REJECTED))


def _decision(draft: Draft, round_: Round, candidate: Candidate, hash_: Digest, officers: Officers) -> dict[str, Any]:
    return {
        "application": candidate.application,
        "version": candidate.version,
        **draft.of(round_),
        "list_hash": hash_,
        "decided_by": officers,
        "place": candidate.place,
        "score": candidate.score,
        "considerations": candidate.considerations,
        "law": round_.rules.law,
    }
