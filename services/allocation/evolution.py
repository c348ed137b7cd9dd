"""What a message makes true of a frame. No decision is taken here: only what was heard and said is remembered."""

from schemas import allocation, intake
from schemas.base import Message
from schemas.ids import AuthorityId
from services.allocation import standings
from services.allocation.candidate import Standing
from services.allocation.shares import shares
from services.allocation.state import Approval, Frame, OpenList, Round, Share

ChangeOfFrame = (
    allocation.FrameConfirmed | allocation.FrameAdjusted | allocation.AppropriationCarriedOver | allocation.MarginSet
)
Proposal = allocation.FundsReserved | allocation.RejectionProposed


def evolve(frame: Frame, message: Message) -> None:
    movement = getattr(message, "movement", None)
    if isinstance(movement, allocation.Movement):
        _moved(frame, movement)
    match message:
        case intake.RoundAnnounced():
            _announced(frame, message)
        case intake.RoundClosed():
            frame.rounds[message.round].closed = True
        case intake.ApplicationWithdrawn():
            share = frame.place_of(frame.candidates[message.application])[1]
            if message.application in share.waiting:
                share.waiting.remove(message.application)
        case intake.OfficerRecused():
            frame.recused.setdefault(message.officer, set()).add(message.application)
        case allocation.FrameAllocated():
            if message.provisional:
                frame.provisional = {balance.sub_frame for balance in message.movement.after}
        case allocation.FrameChangeProposed():
            frame.changes[message.list_hash] = message
        case allocation.RankingFixed() | allocation.RankingReopened():
            _ranking(frame, message)
        case allocation.FundsReserved() | allocation.RejectionProposed():
            _proposed(frame, message)
        case allocation.ApprovalRecorded():
            _approved(_share(frame, message), message)
        case allocation.AcceptancePeriodSet():
            frame.awaited[message.application] = message.until
        case allocation.AwardAccepted() | allocation.AwardDeclined() | allocation.CommitmentLapsed():
            frame.awaited.pop(message.application, None)
        case allocation.AnswerDelayed():
            _share(frame, message).delay_said = True
    if isinstance(message, ChangeOfFrame):
        del frame.changes[message.list_hash]
        frame.changed.add(message.list_hash)
        if isinstance(message, allocation.FrameConfirmed):
            frame.provisional.discard(message.sub_frame)
    standings.evolve(frame, message)


def _moved(frame: Frame, movement: allocation.Movement) -> None:
    """Follows the money, and remembers to which shares some came back."""
    pairs = zip(movement.before, movement.after, strict=False)
    risen = {after.sub_frame for before, after in pairs if after.available_nok > before.available_nok}
    frame.ledger = frame.ledger.follow(movement)
    for _, share in frame.shares_on(risen):
        share.returned = True


def _announced(frame: Frame, message: intake.RoundAnnounced) -> None:
    rules = message.rulebook
    parts = tuple(part.id for part in shares(rules))
    within = {rules.decided_by: parts}
    if rules.county_shares is not None:
        within = {AuthorityId(part): (part,) for part in parts}
    frame.rounds[message.round] = Round(
        rules=rules,
        rulebook_hash=message.rulebook_hash,
        shares={authority: Share(authority, of_share) for authority, of_share in within.items()},
    )


def _share(
    frame: Frame,
    message: allocation.RankingFixed
    | allocation.RankingReopened
    | allocation.ApprovalRecorded
    | allocation.AnswerDelayed
    | Proposal,
) -> Share:
    return frame.rounds[message.round].shares[message.authority]


def _ranking(frame: Frame, message: allocation.RankingFixed | allocation.RankingReopened) -> None:
    share = _share(frame, message)
    share.returned, share.waiting = False, []
    if isinstance(message, allocation.RankingFixed):
        share.ranking = message.list_hash
        share.lists[message.list_hash] = OpenList()
    else:
        share.ranking = None
        for application in share.lists.pop(message.list_hash).applications:
            standings.put(frame, frame.candidates[application].unplaced())


def _proposed(frame: Frame, message: Proposal) -> None:
    share, candidate = _share(frame, message), frame.candidates[message.application]
    share.lists.setdefault(message.list_hash, OpenList()).applications.append(message.application)
    if frame.rounds[message.round].rules.assessment == "continuous" and candidate.standing is Standing.RECEIVED:
        share.placed_alone += 1
    if isinstance(message, allocation.RejectionProposed):
        if message.waiting_place is not None:
            share.waiting.append(message.application)
    elif message.promoted:
        share.waiting.remove(message.application)


def _approved(share: Share, message: allocation.ApprovalRecorded) -> None:
    """A first approval replaces one that counts no more, because its officer was recused."""
    if message.approvals == 2:
        share.approved.add(message.list_hash)
        del share.lists[message.list_hash]
    else:
        share.lists[message.list_hash].approvals = (Approval(message.officer, message.superior),)
