"""What a message makes true of a candidate, and of how many its share still waits for."""

from dataclasses import replace

from schemas import allocation, eligibility, intake
from schemas.base import Message
from schemas.ids import ApplicationId
from services.allocation.candidate import UNDECIDED, Candidate, Standing, TopUp
from services.allocation.state import Frame

ENDED: dict[type[Message], Standing] = {
    allocation.ApplicationRejected: Standing.REJECTED,
    allocation.AwardAccepted: Standing.ACCEPTED,
    allocation.AwardDeclined: Standing.DECLINED,
    allocation.CommitmentLapsed: Standing.LAPSED,
}


def is_fixed(frame: Frame, candidate: Candidate) -> bool:
    """Whether it has its place: then neither its content nor its score can change any more."""
    _, share = frame.place_of(candidate)
    return share.ranking is not None or candidate.standing is not Standing.RECEIVED


def may_score(frame: Frame, message: intake.ApplicationScored) -> bool:
    """Not once the ranking is fixed; and not an officer who is disqualified in the application (fvl § 6)."""
    _, share = frame.place_of(frame.candidates[message.application])
    return share.ranking is None and message.application not in frame.recused.get(message.officer, ())


def evolve(frame: Frame, message: Message) -> None:
    if isinstance(message, intake.ApplicationReceived):
        _received(frame, message)
        return
    candidate = frame.candidates.get(ApplicationId(getattr(message, "application", "")))
    if candidate is None:
        return
    match message:
        case intake.ApplicationWithdrawn():
            leaves = candidate.standing in UNDECIDED
            standing = Standing.WITHDRAWN if leaves else candidate.standing
            put(frame, replace(candidate, stands=False, standing=standing))
        case intake.ApplicationDismissed() if message.stood is not None:
            standing = candidate.standing if is_fixed(frame, candidate) else Standing.DISMISSED
            put(frame, replace(candidate, stands=False, standing=standing))
        case intake.DeficiencyNoticed() if not is_fixed(frame, candidate):
            put(frame, replace(candidate, deficient=True))
        case eligibility.EligibilityDecided() if candidate.version == message.version:
            put(frame, replace(candidate, eligibility=message))
        case intake.ApplicationScored() if may_score(frame, message):
            put(frame, replace(candidate, score=message.score, considerations=message.considerations))
        case allocation.FundsReserved():
            put(frame, _reserved(candidate, message))
        case allocation.RejectionProposed():
            put(frame, _to_be_rejected(candidate, message))
        case allocation.ReservationReleased():
            put(frame, _released(candidate))
        case allocation.AwardDecided():
            awarded = candidate.topped_up() if message.tops_up else replace(candidate, standing=Standing.AWARDED)
            put(frame, awarded)
        case allocation.AcceptancePeriodSet():
            put(frame, replace(candidate, until=message.until))
        case _ if type(message) in ENDED:
            put(frame, replace(candidate, standing=ENDED[type(message)]))


def put(frame: Frame, candidate: Candidate) -> None:
    """Remembers a candidate, and keeps the count of the unsettled."""
    round_, share = frame.place_of(candidate)
    known, required = frame.candidates.get(candidate.application), round_.rules.scoring.required
    share.unsettled += not candidate.settled(scoring_required=required)
    if known is not None:
        share.unsettled -= not known.settled(scoring_required=required)
    frame.candidates[candidate.application] = candidate


def _received(frame: Frame, message: intake.ApplicationReceived) -> None:
    """A new version is judged and scored anew; one that comes after the ranking is only counted."""
    known = frame.candidates.get(message.application)
    if known is not None and is_fixed(frame, known):
        put(frame, replace(known, latest=message.version))
        return
    put(frame, as_received(message))


def as_received(message: intake.ApplicationReceived) -> Candidate:
    return Candidate(
        application=message.application,
        round=message.round,
        authority=message.decided_by,
        system=message.system,
        organisation_number=message.content.applicant.organisation_number,
        cooperation=message.content.cooperation.cooperation,
        version=message.version,
        latest=message.version,
        applied_nok=message.content.amount_nok,
        project_year=message.content.project.year,
    )


def _reserved(candidate: Candidate, message: allocation.FundsReserved) -> Candidate:
    if message.tops_up:
        return replace(candidate, top_up=TopUp(message.amount_nok, message.parts, message.partial, message.reasons))
    return replace(
        candidate,
        standing=Standing.RESERVED,
        place=message.place,
        reasons=message.reasons,
        amount_nok=message.amount_nok,
        partial=message.partial,
        promoted=message.promoted,
        parts=message.parts,
    )


def _to_be_rejected(candidate: Candidate, message: allocation.RejectionProposed) -> Candidate:
    return replace(
        candidate,
        standing=Standing.REJECTION_PROPOSED,
        place=message.place,
        waiting_place=message.waiting_place,
        reasons=message.reasons,
    )


def _released(candidate: Candidate) -> Candidate:
    """A promotion that comes to nothing leaves the refusal that was decided before."""
    if candidate.top_up is not None:
        return replace(candidate, top_up=None)
    refused = candidate.promoted and candidate.standing is Standing.RESERVED
    standing = Standing.REJECTED if refused else candidate.standing
    return replace(candidate, standing=standing, amount_nok=0, parts=(), partial=False, promoted=False)
