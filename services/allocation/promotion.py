"""Money that has come back goes to whoever is next; each by a decision of its own, a list of one for two officers.

Where the round says `top_up_first`, whoever got only what the frame had left is filled up before the waiting list's
next comes in. Nobody who waits gets a part, and nobody is passed by one who stands lower and fits.
"""

from collections.abc import Collection
from dataclasses import replace

from schemas import allocation
from schemas.ids import SubFrameId
from schemas.reasons import Reason
from services.allocation.candidate import GRANTED, Candidate, Standing
from services.allocation.draft import Draft
from services.allocation.proposals import contender, reserve
from services.allocation.ranking import Outcome, Placed, list_hash, quota_left
from services.allocation.state import Round, Share


def hand_on(draft: Draft, sub_frames: Collection[SubFrameId]) -> None:
    """Serves all who are paid from these sub-frames: a share only from its own, earlier rounds first."""
    for round_, share in draft.frame.shares_on(sub_frames):
        if round_.rules.on_release == "top_up_first":
            _fill_up(draft, round_, share)
        _promote(draft, round_, share)


def _fill_up(draft: Draft, round_: Round, share: Share) -> None:
    cut = [one for one in draft.candidates(round_, share) if _was_cut(one) and not draft.gone(one)]
    for candidate in sorted(cut, key=lambda one: one.place or 0):
        contending = contender(candidate)
        missing_nok = contending.grantable_nok - candidate.amount_nok
        amount_nok = min(missing_nok, draft.ledger.available_in(share.within))
        if amount_nok > 0:
            partial = amount_nok < missing_nok
            reasons = (*contending.reasons, Reason.REDUCED_TO_REMAINING_FRAME) if partial else contending.reasons
            outcome: Outcome = "partial_award" if partial else "award"
            placed = Placed(candidate.place or 0, contending, outcome, amount_nok, reasons)
            _propose(draft, round_, share, placed, tops_up=True)


def _was_cut(candidate: Candidate) -> bool:
    cut = Reason.REDUCED_TO_REMAINING_FRAME in candidate.reasons
    return cut and candidate.standing in GRANTED and candidate.top_up is None


def _promote(draft: Draft, round_: Round, share: Share) -> None:
    taken = draft.taken(round_, share)
    for application in share.waiting:
        candidate = draft.candidate(application)
        if candidate.standing is not Standing.REJECTED or draft.gone(candidate):
            continue
        contending = contender(candidate)
        assert contending.group is not None
        fits = contending.grantable_nok <= draft.ledger.available_in(share.within)
        if not fits or not quota_left(contending.group, round_.rules, taken):
            continue
        taken[contending.group] += 1
        placed = Placed(candidate.place or 0, contending, "award", contending.grantable_nok, contending.reasons)
        _propose(draft, round_, share, placed, tops_up=False)


def _propose(draft: Draft, round_: Round, share: Share, placed: Placed, *, tops_up: bool) -> None:
    application = placed.contender.application
    hash_ = list_hash([(placed.place, application, placed.outcome, placed.amount_nok)])
    waiting_place = None if tops_up else draft.candidate(application).waiting_place
    reserve(draft, round_, share, placed, hash_, promoted=not tops_up, tops_up=tops_up)
    proposed = allocation.PromotionProposed(
        application=application,
        **draft.of(round_),
        authority=share.authority,
        list_hash=hash_,
        waiting_place=waiting_place,
        amount_nok=placed.amount_nok,
        tops_up=tops_up,
    )
    draft.say(round_, proposed)
    if not tops_up:
        draft.put(replace(draft.candidate(application), promoted=True))
