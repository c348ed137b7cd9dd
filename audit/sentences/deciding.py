"""What eligibility and allocation say: the findings, the ranking, the money, and what became of the award."""

from collections.abc import Iterable

from audit.wording import counted, day, kroner, listed, local_time, short
from schemas import allocation, eligibility
from schemas.base import Message
from schemas.eligibility import Outcome

JUDGED = {"eligible": "eligible", "ineligible": "not eligible", "needs_review": "in need of an officer's review"}


def sentence(fact: Message) -> str | None:
    match fact:
        case allocation.PriorAwardsStated():
            awards = (f"year {one.project_year} of {one.project} ({kroner(one.amount_nok)})" for one in fact.awards)
            return f"Earlier awards to {fact.organisation_number} in this scheme: {listed(awards)}."
        case eligibility.EligibilityDecided():
            return f"Version {fact.version} was judged {JUDGED[fact.outcome]}{_granting(fact)}{_reasons(fact.reasons)}."
        case eligibility.ReviewRefused():
            return f"An answer to the rule {fact.rule} was refused: {fact.reason}."
        case allocation.RankingFixed():
            what = f"{fact.to_award} to award, {fact.to_reject} to reject, {kroner(fact.total_nok)} in all"
            fewer = f"; fewer than were meant to be in {listed(fact.below_quota)}" if fact.below_quota else ""
            ranked = f"The ranking was fixed: {counted(fact.count, 'application')}, {what}"
            return f"{ranked}; list {short(fact.list_hash)}{fewer}."
        case allocation.RankingReopened():
            return f"The frame changed before the list {short(fact.list_hash)} was approved: the ranking is made anew."
        case allocation.AnswerDelayed():
            still = counted(fact.undecided, "application is", "applications are")
            return f"The answer was promised by {day(fact.answer_by)}, and {still} not decided yet."
        case allocation.FundsReserved():
            what = "more" if fact.tops_up else "from the waiting list" if fact.promoted else f"at place {fact.place}"
            scored = "" if fact.score is None else f" with score {fact.score}"
            held = f"{kroner(fact.amount_nok)} were held {what}{scored}"
            listed_ = f"list {short(fact.list_hash)}"
            return f"{held} ({_parts(fact.parts)}; {listed_}){_reasons(fact.reasons)}. {_left(fact.movement)}"
        case allocation.RejectionProposed():
            scored = "" if fact.score is None else f" with score {fact.score}"
            waits = _waits(fact.waiting_place)
            proposed = f"A refusal was proposed at place {fact.place}{scored}{_reasons(fact.reasons)}{waits}"
            return f"{proposed}; list {short(fact.list_hash)}."
        case allocation.PromotionProposed():
            place = "What it got a part of" if fact.tops_up else f"Place {fact.waiting_place} of the waiting list"
            return f"{place} was proposed for {kroner(fact.amount_nok)}; list {short(fact.list_hash)}."
        case allocation.ApprovalRecorded():
            which = "first" if fact.approvals == 1 else "second"
            return f"{fact.officer} approved the list {short(fact.list_hash)}: the {which} of two approvals."
        case allocation.ApplicationRejected():
            refused = f"The application was refused at place {fact.place}{_reasons(fact.reasons)}"
            return f"{refused}{_waits(fact.waiting_place)}; decided by {listed(fact.decided_by)}, {fact.law}."
        case allocation.RequestRefused():
            return f"A {fact.request} was refused ({fact.reason}): it met the state «{fact.state}»."
    return _award(fact) or _frame(fact)


def _frame(fact: Message) -> str | None:
    match fact:
        case allocation.FrameAllocated():
            reserve = ", with reservation for the Storting's decision" if fact.provisional else ""
            return f"The frame {fact.frame} was opened for {fact.budget_year}{reserve}. {_left(fact.movement)}"
        case allocation.FrameChangeProposed():
            return (
                f"{fact.officer} of {fact.authority} wants {fact.sub_frame} changed ({fact.change}, {fact.document})."
            )
        case allocation.FrameConfirmed():
            return f"{fact.sub_frame} was allocated with {kroner(fact.amount_nok)}{_changed(fact)}"
        case allocation.FrameAdjusted():
            how = "raised" if fact.amount_nok > 0 else "cut"
            return f"{fact.sub_frame} was {how} by {kroner(abs(fact.amount_nok))}{_changed(fact)}"
        case allocation.AppropriationCarriedOver():
            return f"{kroner(fact.amount_nok)} of {fact.from_year} came into {fact.sub_frame}{_changed(fact)}"
        case allocation.MarginSet():
            return f"{kroner(fact.amount_nok)} of {fact.sub_frame} are kept for appeals{_changed(fact)}"
    return None


def _changed(
    fact: allocation.FrameConfirmed
    | allocation.FrameAdjusted
    | allocation.AppropriationCarriedOver
    | allocation.MarginSet,
) -> str:
    return f" ({fact.document}; decided by {listed(fact.decided_by)}). {_left(fact.movement)}"


def _award(fact: Message) -> str | None:
    match fact:
        case allocation.AwardDecided():
            part = "a part of what was applied for, " if fact.partial else ""
            asked = f"{part}{kroner(fact.applied_nok)} were applied for"
            more = " more" if fact.tops_up else ""
            awarded = f"{kroner(fact.amount_nok)}{more} were awarded ({asked}){_reasons(fact.reasons)}"
            by = f"decided by {listed(fact.decided_by)}, {fact.law}"
            return f"{awarded}; {by}. The money is committed ({_parts(fact.parts)}). {_left(fact.movement)}"
        case allocation.AcceptancePeriodSet():
            return f"The award must be accepted before {local_time(fact.until)}, counted from the notice's effect."
        case allocation.AwardAccepted():
            return f"The award of {kroner(fact.amount_nok)} was accepted in time."
        case allocation.AwardDeclined():
            return f"The award was declined: {kroner(fact.amount_nok)} returned. {_left(fact.movement)}"
        case allocation.CommitmentLapsed():
            returned = f"{kroner(fact.amount_nok)} returned to where they came from ({_parts(fact.parts)})"
            return f"No acceptance came in time: the award lapsed, and {returned}. {_left(fact.movement)}"
        case allocation.ReservationReleased():
            return f"{kroner(fact.amount_nok)} were released ({_parts(fact.parts)}). {_left(fact.movement)}"
    return None


def evidence(fact: Message) -> tuple[str, ...]:
    """Each finding with its citation, and each reduction."""
    if not isinstance(fact, eligibility.EligibilityDecided):
        return ()
    reduced = (
        f"reduced from {kroner(one.from_nok)} to {kroner(one.to_nok)} ({one.reason}). {one.citation}"
        for one in fact.reductions
    )
    return (*map(_finding, fact.findings), *reduced)


def _finding(finding: eligibility.Finding) -> str:
    inputs = ", ".join(f"{name} {value}" for name, value in finding.inputs.items())
    by = f", by {finding.by_officer}" if finding.by_officer else ""
    reason = f" ({finding.reason})" if finding.outcome is Outcome.UNMET and finding.reason else ""
    rule = f"{finding.rule} {finding.version}"
    return f"{finding.outcome}{reason}{by}: {rule}: {finding.threshold}; {inputs}. {finding.citation}; {finding.law}"


def _granting(fact: eligibility.EligibilityDecided) -> str:
    if fact.outcome != "eligible":
        return ""
    ceiling = (
        "" if fact.ceiling_nok is None else f"; the ceiling of year {fact.project_year} is {kroner(fact.ceiling_nok)}"
    )
    return f" in the group {fact.group}, for {kroner(fact.grantable_nok)} at the most{ceiling}"


def _reasons(reasons: Iterable[str]) -> str:
    named = listed(reasons, "")
    return f", because {named}" if named else ""


def _waits(waiting_place: int | None) -> str:
    return f", place {waiting_place} on the waiting list" if waiting_place else ""


def _parts(parts: Iterable[allocation.Part]) -> str:
    return listed(f"{kroner(part.amount_nok)} {part.sub_frame}" for part in parts)


def _left(movement: allocation.Movement) -> str:
    """What the fact left available in the sub-frames that it touched."""
    left = listed(f"{kroner(balance.available_nok)} in {balance.sub_frame}" for balance in movement.after)
    return f"Available after movement {movement.frame_version}: {left}."
