"""A share's ranking: when it is made, what it proposes, and how it is made anew when the frame has changed."""

from dataclasses import replace

from schemas import allocation
from schemas.ids import Digest
from services.allocation.candidate import LEFT, Candidate, Standing
from services.allocation.draft import Draft
from services.allocation.proposals import contender, propose, release
from services.allocation.ranking import Placed, below_quota, list_hash, rank
from services.allocation.state import Round, Share

RANKINGS = {1: rank}
"""By the version that a rulebook pins: a changed ranking is a new one beside the old."""


def rank_if_ready(draft: Draft, round_: Round, share: Share) -> None:
    """Ranks when nothing is missing any more, and the round whose frame this one shares has been decided."""
    if round_.rules.assessment != "together" or share.ranking is not None:
        return
    if draft.closed(round_) and not draft.unsettled(round_, share) and _goes_before_decided(draft, round_):
        fix(draft, round_, share)


def rank_who_waited(draft: Draft, decided: Round, approving: Share | None = None) -> None:
    """Ranks the rounds that waited for this one: all its shares are decided, `approving` being the last of them."""
    for round_ in draft.frame.rounds.values():
        if round_.rules.shares_frame_with != decided.rules.round or not _decided(draft, decided, approving):
            continue
        for share in round_.shares.values():
            anybody = any(one.stands for one in draft.candidates(round_, share))
            settled = draft.closed(round_) and not draft.unsettled(round_, share)
            if anybody and settled and share.ranking is None:
                fix(draft, round_, share)


def _goes_before_decided(draft: Draft, round_: Round) -> bool:
    other = round_.rules.shares_frame_with
    return other is None or _decided(draft, draft.frame.rounds[other])


def _decided(draft: Draft, round_: Round, approving: Share | None = None) -> bool:
    """Whether each share's ranking is approved; where nobody stood, there is none."""
    return draft.closed(round_) and all(
        share is approving
        or share.ranking in share.approved
        or (share.ranking is None and not draft.unsettled(round_, share))
        for share in round_.shares.values()
    )


def fix(draft: Draft, round_: Round, share: Share) -> None:
    ranked = [contender(one) for one in draft.candidates(round_, share) if one.standing not in LEFT]
    taken = draft.taken(round_, share)
    available_nok = draft.ledger.available_in(share.within)
    placed = RANKINGS[round_.rules.versions.ranking](ranked, round_.rules, available_nok, taken)
    hash_ = list_hash((one.place, one.contender.application, one.outcome, one.amount_nok) for one in placed)
    awards = [one for one in placed if one.outcome != "rejection"]
    fixed = allocation.RankingFixed(
        **draft.of(round_),
        authority=share.authority,
        list_hash=hash_,
        count=len(placed),
        to_award=len(awards),
        to_reject=len(placed) - len(awards),
        total_nok=sum(one.amount_nok for one in awards),
        below_quota=below_quota(placed, round_.rules, taken),
    )
    draft.say(round_, fixed)
    for one in placed:
        propose(draft, round_, share, one, hash_)


def place_alone(draft: Draft, round_: Round, share: Share, candidate: Candidate) -> None:
    """Where assessment is continuous: a list of one, in the order in which applications were judged."""
    available_nok = draft.ledger.available_in(share.within)
    [alone] = RANKINGS[round_.rules.versions.ranking](
        [contender(candidate)], round_.rules, available_nok, draft.taken(round_, share)
    )
    waiting_place = alone.waiting_place and len(share.waiting) + 1
    placed = replace(alone, place=share.placed_alone + 1, waiting_place=waiting_place)
    propose(draft, round_, share, placed, _hash_of_one(placed))


def refuse_alone(draft: Draft, round_: Round, share: Share, placed: Placed) -> None:
    """A rejection that nobody foresaw when the ranking was fixed: a list of its own, for two officers."""
    propose(draft, round_, share, placed, _hash_of_one(placed))


def _hash_of_one(one: Placed) -> Digest:
    return list_hash([(one.place, one.contender.application, one.outcome, one.amount_nok)])


def reopen(draft: Draft, round_: Round, share: Share) -> None:
    """All that the unapproved ranking held is free again, and nobody has a place."""
    assert share.open_ranking is not None
    reopened = allocation.RankingReopened(**draft.of(round_), authority=share.authority, list_hash=share.open_ranking)
    draft.say(round_, reopened)
    for application in share.lists[share.open_ranking].applications:
        candidate = draft.candidate(application)
        if candidate.standing is Standing.RESERVED:
            release(draft, candidate)
        draft.put(draft.candidate(application).unplaced())
