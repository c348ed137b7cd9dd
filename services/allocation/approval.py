"""Two officers approve a list by its hash, each the list that was shown to their own authority."""

from collections.abc import Sequence

from chassis.decider import Said
from schemas import allocation, intake
from schemas.reasons import Refusal
from services.allocation import frames
from services.allocation.decisions import decide_list
from services.allocation.draft import Draft
from services.allocation.state import Frame, OpenList, Round


def approved(draft: Draft, message: intake.ListApproved) -> Sequence[Said]:
    """The first approval is counted; the second, by another officer, decides."""
    frame = draft.frame
    round_ = frame.rounds[message.round]
    if message.list_hash in frame.changes:
        return frames.approved(draft, frame.changes[message.list_hash], message)
    share = round_.shares.get(message.authority)
    known = share.lists.get(message.list_hash) if share else None
    if share is None or known is None:
        reason = _why_unknown(frame, round_, message)
        return _refuse(draft, round_, message, reason, "no open list of this authority with this hash")
    counting = tuple(one for one in known.approvals if not _barred(frame, known, one.officer, one.superior))
    if frame.provisional:
        return _refuse(draft, round_, message, Refusal.FRAME_IS_PROVISIONAL, ", ".join(sorted(frame.provisional)))
    if _barred(frame, known, message.officer, message.superior):
        return _refuse(draft, round_, message, Refusal.OFFICER_IS_RECUSED, "recused, or below one who is")
    if any(one.officer == message.officer for one in counting):
        return _refuse(draft, round_, message, Refusal.SAME_OFFICER_TWICE, "approved by this officer")
    recorded = allocation.ApprovalRecorded(
        **draft.of(round_),
        authority=share.authority,
        list_hash=message.list_hash,
        officer=message.officer,
        superior=message.superior,
        approvals=2 if counting else 1,
    )
    draft.say(round_, recorded)
    if counting:
        decide_list(draft, round_, share, message.list_hash, (counting[0].officer, message.officer))
    return draft.said


def _barred(frame: Frame, known: OpenList, officer: str, superior: str | None) -> bool:
    """Who is disqualified in one application can't decide a list with it, nor can a direct subordinate.

    Forvaltningsloven § 6 first and third paragraph. An approval given before counts no more.
    """
    recused = {
        application for one, those in frame.recused.items() if one in (officer, superior) for application in those
    }
    return not recused.isdisjoint(known.applications)


def _why_unknown(frame: Frame, round_: Round, message: intake.ListApproved) -> Refusal:
    own = round_.shares.get(message.authority)
    if message.list_hash in frame.changed or (own and message.list_hash in own.approved):
        return Refusal.ALREADY_APPROVED
    others = any(message.list_hash in share.lists for share in round_.shares.values())
    return Refusal.AUTHORITY_MAY_NOT_ACT if others else Refusal.UNKNOWN_LIST


def _refuse(draft: Draft, round_: Round, message: intake.ListApproved, reason: Refusal, state: str) -> list[Said]:
    draft.refuse(round_, "approval", reason, state, to=message.authority, list_hash=message.list_hash)
    return draft.said
