"""How two officers of an authority change a frame."""

from demo.deciding import THINKING, Deciding
from demo.story import FrameChanged
from schemas.notification import FrameChanged as Changed
from schemas.notification import FrameChangeToApprove, RankingProposed, RefusalIssued
from schemas.outside import ApproveList, ChangeFrame


async def change_frame(authority: Deciding, step: FrameChanged) -> Changed | RefusalIssued:
    """One officer proposes, another approves; waits until it has taken effect, or is refused."""
    mailbox, round_ = authority.mailbox, authority.data.round
    refused, rankings = len(authority.refusals()), len(mailbox.all(RankingProposed))
    first, second = authority.approvers
    proposal = ChangeFrame(
        round=round_,
        change=step.change,
        sub_frame=step.sub_frame,
        amount_nok=step.amount_nok,
        from_year=step.from_year,
        document=step.document,
        officer=first,
    )
    await authority.state(proposal, round_, authority.calendar.tick(THINKING))

    def shown() -> FrameChangeToApprove | RefusalIssued | None:
        proposed = [one for one in mailbox.all(FrameChangeToApprove) if one.document == step.document]
        return next(iter(authority.refusals()[refused:]), None) or next(iter(proposed), None)

    answer: FrameChangeToApprove | RefusalIssued = await mailbox.until(f"the change of {step.sub_frame}", shown)
    if isinstance(answer, RefusalIssued):
        return answer
    list_hash = answer.list_hash
    approval = ApproveList(round=round_, list_hash=list_hash, officer=second)
    await authority.state(approval, round_, authority.calendar.tick(THINKING))

    def done() -> Changed | RefusalIssued | None:
        changed = [one for one in mailbox.all(Changed) if one.list_hash == list_hash]
        return next(iter(authority.refusals()[refused:]), None) or next(iter(changed), None)

    outcome: Changed | RefusalIssued = await mailbox.until(f"the changed {step.sub_frame}", done)
    if step.ranking_anew and isinstance(outcome, Changed):
        await mailbox.until("the ranking anew", lambda: len(mailbox.all(RankingProposed)) > rankings or None)
    return outcome
