"""What becomes of an award: it takes effect, is accepted or declined, lapses; the waiting list gets what returns."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chassis.decider import Said
from schemas import allocation, intake, notification
from schemas.ids import ApplicationId
from schemas.reasons import Refusal
from services.allocation.facts import contender, of, refused, reserve
from services.allocation.ledger import Ledger
from services.allocation.ranking import Placed, list_hash
from services.allocation.state import Candidate, Frame, Standing

OSLO = ZoneInfo("Europe/Oslo")


def acceptance_ends(effect: datetime, days: int) -> datetime:
    """The first instant that is too late: the day of the notice does not count, the last day counts whole."""
    last = effect.astimezone(OSLO).date() + timedelta(days=days)
    return datetime.combine(last + timedelta(days=1), time(), OSLO).astimezone(UTC)


def notice_sent(frame: Frame, message: notification.NoticeSent, at: datetime, passed: datetime | None) -> list[Said]:
    """The acceptance period runs from the notice's effect; a limit learnt late fires at once."""
    candidate = frame.candidates.get(message.application)
    awarded = candidate is not None and candidate.standing is Standing.AWARDED and candidate.until is None
    if candidate is None or not awarded or not message.first or message.kind != "award":
        return []
    until = acceptance_ends(at, frame.rules.acceptance_days)
    fact = allocation.AcceptancePeriodSet(
        application=candidate.application, round=frame.round, frame=frame.ledger.frame, until=until
    )
    said = [of(frame, fact)]
    if passed is not None and passed >= until:
        said += _give_back(frame, [candidate], None)
    return said


def answered(frame: Frame, message: intake.AwardAnswered, at: datetime) -> list[Said]:
    candidate = frame.candidates[message.application]
    if candidate.standing is not Standing.AWARDED:
        return [_refused(frame, candidate, Refusal.NO_OPEN_AWARD)]
    if candidate.until is not None and at >= candidate.until:
        return [_refused(frame, candidate, Refusal.ACCEPTANCE_PERIOD_OVER)]
    if message.answer == "declined":
        return list(_give_back(frame, [], candidate))
    fact = allocation.AwardAccepted(
        application=candidate.application,
        round=frame.round,
        frame=frame.ledger.frame,
        amount_nok=candidate.amount_nok,
    )
    return [of(frame, fact)]


def time_passed(frame: Frame, until: datetime, stream: str) -> list[Said]:
    """Awards whose period is over lapse: their condition stood in the letter, and its notice has taken effect."""
    overdue = sorted((end, application) for application, end in frame.awaited.items() if end <= until)
    lapsing = [frame.candidates[application] for _, application in overdue]
    return [
        Said(said.fact, stream=stream, rules=said.rules)
        for said in (_give_back(frame, lapsing, None) if lapsing else ())
    ]


def _give_back(frame: Frame, lapsing: list[Candidate], declining: Candidate | None) -> Iterator[Said]:
    """Returns committed money to its own sub-frames, once, and lets the waiting list have it."""
    ledger = frame.ledger
    for candidate in [*lapsing, *([declining] if declining else [])]:
        ledger, movement = ledger.move(candidate.parts, "committed", "available")
        common = {
            "application": candidate.application,
            "round": frame.round,
            "frame": ledger.frame,
            "amount_nok": candidate.amount_nok,
            "parts": candidate.parts,
            "movement": movement,
        }
        kind = allocation.AwardDeclined if candidate is declining else allocation.CommitmentLapsed
        yield of(frame, kind.model_validate(common))
    yield from promote(frame, ledger)


def promote(frame: Frame, ledger: Ledger, rejected_now: Collection[ApplicationId] = ()) -> Iterator[Said]:
    """The waiting list in its order: whoever's amount is available gets a list of one, for two officers to approve.

    Nobody gets a part of what was released, and nobody is passed by one who stands lower and fits, for each is asked
    in order. `rejected_now` are those whose rejection is being decided by this very approval.
    """
    for application in frame.waiting:
        candidate = frame.candidates[application]
        contending = contender(candidate)
        rejected = candidate.standing is Standing.REJECTED or application in rejected_now
        if not rejected or contending.grantable_nok > ledger.available_nok:
            continue
        assert candidate.place is not None
        assert candidate.waiting_place is not None
        amount_nok = contending.grantable_nok
        hash_ = list_hash([(candidate.place, application, "award", amount_nok)])
        placed = Placed(candidate.place, contending, "award", amount_nok, contending.reasons)
        ledger, reserved = reserve(frame, ledger, placed, hash_, promoted=True)
        yield of(frame, reserved)
        proposed = allocation.PromotionProposed(
            application=application,
            round=frame.round,
            frame=ledger.frame,
            authority=frame.authority,
            list_hash=hash_,
            waiting_place=candidate.waiting_place,
            amount_nok=amount_nok,
        )
        yield of(frame, proposed)


def _refused(frame: Frame, candidate: Candidate, reason: Refusal) -> Said:
    return refused(frame, "answer", reason, candidate.standing, candidate.system, candidate.application)
