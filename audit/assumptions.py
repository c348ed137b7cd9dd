"""Which of a rulebook's assumed values the facts about one application rest on."""

from collections.abc import Iterable, Iterator, Mapping

from schemas import allocation, intake, notification
from schemas.base import Message
from schemas.eligibility import EligibilityDecided
from schemas.reasons import Reason


def resting_on(assumed: Mapping[str, str], facts: Iterable[Message]) -> dict[str, str]:
    """The assumed keys, each with what the rulebook says of it."""
    named = {name for fact in facts for name in _values(fact)}
    return {key: why for key, why in assumed.items() if any(f"{key}.".startswith(f"{name}.") for name in named)}


def _values(fact: Message) -> Iterator[str]:
    """The rulebook's values, as keys or the beginnings of keys, that a fact rests on."""
    match fact:
        case intake.ApplicationReceived() | intake.ApplicationDismissed():
            yield from ("deadline", "answer_by")
        case EligibilityDecided():
            yield from (f"criteria.{finding.rule}" for finding in fact.findings)
            if fact.group is not None:
                yield f"groups.{fact.group}"
        case intake.ApplicationScored():
            yield from ("scoring", "considerations")
        case allocation.FundsReserved():
            yield from ("groups.order", "sub_frames", "continuation_first")
            if fact.promoted or fact.tops_up:
                yield "on_release"
            if fact.tops_up or Reason.REDUCED_TO_REMAINING_FRAME in fact.reasons:
                yield "at_the_edge"
        case allocation.RejectionProposed() if fact.waiting_place is not None:
            yield from ("groups.order", "sub_frames", "at_the_edge", "on_release")
        case allocation.ApprovalRecorded():
            yield "approval"
        case allocation.AcceptancePeriodSet():
            yield "acceptance_days"
        case notification.LetterIssued():
            yield from ("title", "purpose", "appeal_body", "appeal_weeks", "decided_by")
        case intake.DeficiencyNoticed():
            yield "criteria.completeness"
        case allocation.FrameAllocated() | allocation.FrameAdjusted() | allocation.FrameConfirmed():
            yield from ("sub_frames", "county_shares", "appropriation")
        case notification.CountyGovernorInformed():
            yield "county_governor"
