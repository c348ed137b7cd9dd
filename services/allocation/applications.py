"""What is said of one application before its decision: when nothing is missing of any, its share is ranked."""

from collections.abc import Sequence
from dataclasses import replace

from chassis.decider import Said
from schemas import intake
from schemas.eligibility import EligibilityDecided
from schemas.reasons import Refusal
from services.allocation.candidate import LEFT, Candidate, Standing
from services.allocation.draft import Draft
from services.allocation.fixing import place_alone, rank_if_ready
from services.allocation.promotion import hand_on
from services.allocation.proposals import release
from services.allocation.standings import is_fixed, may_score


def judged(draft: Draft, message: EligibilityDecided) -> Sequence[Said]:
    candidate = draft.frame.candidates[message.application]
    if candidate.version == message.version and candidate.standing is Standing.RECEIVED:
        _settle(draft, replace(candidate, eligibility=message))
    return draft.said


def scored(draft: Draft, message: intake.ApplicationScored) -> Sequence[Said]:
    candidate = draft.frame.candidates[message.application]
    if not may_score(draft.frame, message):
        _, share = draft.frame.place_of(candidate)
        reason = Refusal.OFFICER_IS_RECUSED if share.ranking is None else Refusal.RANKING_IS_FIXED
        draft.refuse_about(candidate, "score", reason, message.authority)
    elif candidate.standing is Standing.RECEIVED:
        _settle(draft, replace(candidate, score=message.score, considerations=message.considerations))
    return draft.said


def noticed(draft: Draft, message: intake.DeficiencyNoticed) -> Sequence[Said]:
    """What is asked for is waited for (forvaltningsloven § 11), but not once the ranking is fixed."""
    candidate = draft.frame.candidates[message.application]
    if is_fixed(draft.frame, candidate):
        draft.refuse_about(candidate, "deficiency", Refusal.RANKING_IS_FIXED, message.authority)
    return draft.said


def dismissed(draft: Draft, message: intake.ApplicationDismissed) -> Sequence[Said]:
    """Late ones never stood. One that was not corrected in time is settled, unless it has been ranked."""
    candidate = draft.frame.candidates.get(message.application)
    if candidate is None or message.stood is None:
        return []
    if is_fixed(draft.frame, candidate):
        draft.refuse_about(candidate, "deficiency", Refusal.RANKING_IS_FIXED, candidate.authority)
    else:
        _settle(draft, replace(candidate, standing=Standing.DISMISSED))
    return draft.said


def withdrawn(draft: Draft, message: intake.ApplicationWithdrawn) -> Sequence[Said]:
    """What was held is free again; an award that has been decided stands until it is declined."""
    candidate = draft.frame.candidates[message.application]
    left = replace(candidate, standing=Standing.WITHDRAWN)
    if candidate.standing is Standing.RESERVED:
        _, share = draft.frame.place_of(candidate)
        draft.put(left)
        release(draft, left)
        hand_on(draft, share.within)
    elif candidate.standing is Standing.RECEIVED:
        _settle(draft, left)
    elif candidate.standing not in (Standing.REJECTION_PROPOSED, Standing.REJECTED):
        draft.refuse_about(candidate, "withdrawal", Refusal.NO_OPEN_AWARD, candidate.system)
    return draft.said


def _settle(draft: Draft, after: Candidate) -> None:
    """Where assessment is continuous, a settled one is placed at once; else the last one starts the ranking."""
    draft.put(after)
    round_, share = draft.frame.place_of(after)
    if round_.rules.assessment == "together":
        rank_if_ready(draft, round_, share)
    elif after.standing not in LEFT and after.settled(scoring_required=False):
        place_alone(draft, round_, share, after)
