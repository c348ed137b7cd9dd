"""What an authority is told of its frame: changes to approve, changes made, and answers that are overdue."""

from typing import Literal, assert_never

from chassis.decider import Said
from schemas.allocation import (
    AnswerDelayed,
    AppropriationCarriedOver,
    FrameAdjusted,
    FrameChangeProposed,
    FrameConfirmed,
    MarginSet,
)
from schemas.ids import Digest
from schemas.notification import AnswerOverdue, FrameChanged, FrameChangeToApprove
from services.notification.replies import reply
from services.notification.state import Round

Change = FrameConfirmed | FrameAdjusted | AppropriationCarriedOver | MarginSet


def proposed(fact: FrameChangeProposed, rules: Digest | None) -> Said:
    to_approve = FrameChangeToApprove(
        round=fact.round,
        list_hash=fact.list_hash,
        change=fact.change,
        sub_frame=fact.sub_frame,
        amount_nok=fact.amount_nok,
        from_year=fact.from_year,
        document=fact.document,
    )
    return reply(to_approve, fact.authority, rules)


def changed(fact: Change, announced: Round) -> Said:
    """To the authority from which the proposal came."""
    (balance,) = (after for after in fact.movement.after if after.sub_frame == fact.sub_frame)
    done = FrameChanged(
        round=fact.round,
        list_hash=fact.list_hash,
        change=_kind(fact),
        sub_frame=fact.sub_frame,
        amount_nok=fact.amount_nok,
        available_nok=balance.available_nok,
    )
    authority = announced.changes.get(fact.list_hash, announced.announced().decided_by)
    return reply(done, authority, announced.rules)


def overdue(fact: AnswerDelayed, rules: Digest | None) -> Said:
    delayed = AnswerOverdue(round=fact.round, answer_by=fact.answer_by, undecided=fact.undecided)
    return reply(delayed, fact.authority, rules)


def _kind(fact: Change) -> Literal["confirm", "adjust", "carry_over", "margin"]:
    match fact:
        case FrameConfirmed():
            return "confirm"
        case FrameAdjusted():
            return "adjust"
        case AppropriationCarriedOver():
            return "carry_over"
        case MarginSet():
            return "margin"
        case _:
            assert_never(fact)
