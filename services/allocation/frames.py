"""The frame itself: opened with a round, changed by two officers, one who proposes and another who approves.

A promise that was made is binding: only what is available can be cut. A provisional frame (announced with reservation
for the Storting's decision) becomes an allocated one by its confirmation.
"""

from collections.abc import Callable, Sequence

from chassis.canonical import digest
from chassis.decider import Said
from schemas import allocation, intake
from schemas.allocation import FrameChangeProposed, Movement
from schemas.ids import Digest, OfficerId
from schemas.reasons import Refusal
from services.allocation.draft import Draft
from services.allocation.fixing import fix, reopen
from services.allocation.ledger import Ledger
from services.allocation.promotion import hand_on
from services.allocation.shares import shares
from services.allocation.state import Frame, Round, Share

Change = FrameChangeProposed | intake.FrameChangeStated
YEARS_OF_CARRY_OVER = 2
"""Bevilgningsreglementet § 5: with «kan overføres», unused money may go to the two following budget years."""


def opened(draft: Draft, message: intake.RoundAnnounced, group: str) -> Sequence[Said]:
    """A round that shares another one's frame brings no money of its own."""
    rules = message.rulebook
    if draft.frame.rounds:
        return []
    _, movement = draft.ledger.appropriate(shares(rules))
    fact = allocation.FrameAllocated(
        round=message.round,
        frame=message.frame,
        budget_year=rules.budget_year,
        provisional=rules.appropriation == "provisional",
        movement=movement,
    )
    return [Said(fact, rules=message.rulebook_hash, group=group)]


def stated(draft: Draft, message: intake.FrameChangeStated) -> Sequence[Said]:
    round_ = draft.frame.rounds[message.round]
    words = (message.change, message.sub_frame, message.amount_nok, message.from_year or "-", message.document)
    hash_ = digest(" ".join(map(str, words)).encode())
    refusal = _known(draft.frame, hash_) or _refusal(draft, round_, message)
    if refusal:
        return _refuse(draft, round_, message, hash_, *refusal)
    proposed = FrameChangeProposed(
        **draft.of(round_),
        authority=message.authority,
        list_hash=hash_,
        change=message.change,
        sub_frame=message.sub_frame,
        amount_nok=message.amount_nok,
        from_year=message.from_year,
        document=message.document,
        officer=message.officer,
    )
    draft.say(round_, proposed)
    return draft.said


def approved(draft: Draft, proposed: FrameChangeProposed, message: intake.ListApproved) -> Sequence[Said]:
    """Another officer of the same authority approves: the change takes effect, if it is still possible."""
    round_ = draft.frame.rounds[proposed.round]
    refusal = _refusal(draft, round_, proposed)
    if message.authority != proposed.authority:
        refusal = (Refusal.AUTHORITY_MAY_NOT_ACT, "proposed by another authority")
    elif message.officer == proposed.officer:
        refusal = (Refusal.SAME_OFFICER_TWICE, "proposed by this officer")
    if refusal:
        return _refuse(draft, round_, message, proposed.list_hash, *refusal)
    return _change(draft, round_, proposed, (proposed.officer, message.officer)).said


def _change(draft: Draft, round_: Round, change: FrameChangeProposed, officers: tuple[OfficerId, OfficerId]) -> Draft:
    """Where an unapproved ranking would come out otherwise, it is made anew; one that stays the same list stands."""
    anew = draft.again()
    reopened = _reopen(anew, change)
    _move(anew, round_, change, officers)
    for other, share in reopened:
        fix(anew, other, share)
    hashes = [one.fact.list_hash for one in anew.said if isinstance(one.fact, allocation.RankingFixed)]
    if hashes == [share.ranking for _, share in reopened] and _applied(draft.ledger, change) is not None:
        _move(draft, round_, change, officers)
        return draft
    return anew


def _reopen(draft: Draft, change: Change) -> list[tuple[Round, Share]]:
    concerned = [pair for pair in draft.frame.shares_on({change.sub_frame}) if pair[1].open_ranking]
    for round_, share in concerned:
        reopen(draft, round_, share)
    return concerned


def _move(draft: Draft, round_: Round, change: FrameChangeProposed, officers: tuple[OfficerId, OfficerId]) -> None:
    """The change itself; what it makes available goes to the waiting lists in their stored order."""
    applied = _applied(draft.ledger, change)
    assert applied is not None
    draft.ledger, movement = applied
    common = {
        **draft.of(round_),
        "list_hash": change.list_hash,
        "sub_frame": change.sub_frame,
        "document": change.document,
        "decided_by": officers,
        "amount_nok": change.amount_nok,
        "movement": movement,
    }
    match change.change:
        case "confirm":
            draft.say(round_, allocation.FrameConfirmed.model_validate(common))
        case "adjust":
            draft.say(round_, allocation.FrameAdjusted.model_validate(common))
        case "carry_over":
            carried = {**common, "from_year": change.from_year}
            draft.say(round_, allocation.AppropriationCarriedOver.model_validate(carried))
        case "margin":
            draft.say(round_, allocation.MarginSet.model_validate(common))
    if movement.after[0].available_nok > movement.before[0].available_nok:
        hand_on(draft, {change.sub_frame})


def _applied(ledger: Ledger, change: Change) -> tuple[Ledger, Movement] | None:
    """The ledger after a change; None where less than nothing would be available."""
    possible: dict[str, Callable[..., bool]] = {
        "confirm": ledger.can_confirm,
        "adjust": ledger.can_adjust,
        "carry_over": ledger.can_carry_in,
        "margin": ledger.can_set_margin,
    }
    if not possible[change.change](change.sub_frame, change.amount_nok):
        return None
    moved: dict[str, Callable[..., tuple[Ledger, Movement]]] = {
        "confirm": ledger.confirm,
        "adjust": ledger.adjust,
        "carry_over": ledger.carry_in,
        "margin": ledger.set_margin,
    }
    return moved[change.change](change.sub_frame, change.amount_nok)


def _known(frame: Frame, hash_: Digest) -> tuple[Refusal, str] | None:
    if hash_ in frame.changed:
        return Refusal.ALREADY_APPROVED, "this change, by this document, has taken effect"
    return (Refusal.CONFLICTING_CONTENT, "this change awaits approval") if hash_ in frame.changes else None


def _refusal(draft: Draft, round_: Round, change: Change) -> tuple[Refusal, str] | None:
    frame, rules = draft.frame, round_.rules
    if change.authority not in (rules.decided_by, *round_.shares):
        return Refusal.AUTHORITY_MAY_NOT_ACT, f"decided by {rules.decided_by}"
    if not frame.ledger.has(change.sub_frame):
        return Refusal.UNKNOWN_SUB_FRAME, ", ".join(balance.sub_frame for balance in frame.ledger.balances)
    if change.change == "confirm" and change.sub_frame not in frame.provisional:
        return Refusal.CONFLICTING_CONTENT, "allocated already"
    ages = range(1, YEARS_OF_CARRY_OVER + 1)
    if change.change == "carry_over" and rules.budget_year - (change.from_year or 0) not in ages:
        return Refusal.CARRIED_TOO_LONG, f"the budget year is {rules.budget_year}"
    trial = draft.again()
    _reopen(trial, change)
    if _applied(trial.ledger, change) is None:
        held = next(balance for balance in trial.ledger.balances if balance.sub_frame == change.sub_frame)
        return Refusal.BELOW_COMMITMENTS, f"{held.available_nok} kroner of {change.sub_frame} are available"
    return None


def _refuse(
    draft: Draft, round_: Round, message: Change | intake.ListApproved, hash_: Digest, reason: Refusal, state: str
) -> list[Said]:
    draft.refuse(round_, "frame_change", reason, state, to=message.authority, list_hash=hash_)
    return draft.said
