"""What a fact makes true of a frame. No decision is taken here: only what was said is remembered."""

from schemas import allocation, eligibility, intake
from schemas.base import Message
from schemas.ids import ApplicationId
from services.allocation.state import Candidate, Frame, OpenList, Standing

Decided = allocation.AwardDecided | allocation.ApplicationRejected


def evolve(frame: Frame, message: Message) -> None:
    movement = getattr(message, "movement", None)
    if isinstance(movement, allocation.Movement):
        frame.ledger = frame.ledger.follow(movement)
    match message:
        case intake.RoundAnnounced():
            frame.scheme, frame.rulebook_hash = message.rulebook, message.rulebook_hash
        case intake.ApplicationReceived() | intake.ApplicationWithdrawn():
            _application(frame, message)
        case eligibility.EligibilityDecided():
            candidate = frame.candidates[message.application]
            if candidate.version == message.version:
                _settling(frame, candidate, eligibility=message)
        case intake.ApplicationScored():
            if not frame.ranked:
                candidate = frame.candidates[message.application]
                _settling(frame, candidate, score=message.score)
                candidate.considerations = message.considerations
        case intake.RoundClosed():
            frame.closed = True
        case allocation.RankingFixed():
            frame.ranked = True
            frame.lists[message.list_hash] = OpenList()
        case allocation.FundsReserved() | allocation.RejectionProposed():
            _proposed(frame, message)
        case allocation.ApprovalRecorded():
            frame.lists[message.list_hash].officers += (message.officer,)
            if message.approvals == 2:
                frame.approved.add(message.list_hash)
                del frame.lists[message.list_hash]
        case allocation.AwardDecided() | allocation.ApplicationRejected():
            _decided(frame, message)
        case allocation.AcceptancePeriodSet():
            frame.candidates[message.application].until = message.until
            frame.awaited[message.application] = message.until
        case allocation.AwardAccepted():
            _ended(frame, message.application, Standing.ACCEPTED)
        case allocation.AwardDeclined():
            _ended(frame, message.application, Standing.DECLINED)
        case allocation.CommitmentLapsed():
            _ended(frame, message.application, Standing.LAPSED)


def _application(frame: Frame, message: intake.ApplicationReceived | intake.ApplicationWithdrawn) -> None:
    if isinstance(message, intake.ApplicationWithdrawn):
        candidate = frame.candidates[message.application]
        candidate.withdrawn = True
        if candidate.standing in (Standing.RECEIVED, Standing.RESERVED, Standing.REJECTION_PROPOSED):
            _settling(frame, candidate, withdrawn=True)
        if message.application in frame.waiting:
            frame.waiting.remove(message.application)
        return
    if message.application not in frame.candidates:
        frame.unsettled += 1
    frame.candidates[message.application] = Candidate(
        application=message.application,
        system=message.system,
        organisation_number=message.content.applicant.organisation_number,
        version=message.version,
        applied_nok=message.content.amount_nok,
        project_year=message.content.project.year,
    )


def _settling(
    frame: Frame,
    candidate: Candidate,
    *,
    eligibility: eligibility.EligibilityDecided | None = None,
    score: int | None = None,
    withdrawn: bool = False,
) -> None:
    """Changes what may settle a candidate, and keeps the count of the unsettled."""
    required = frame.rules.scoring.required
    before = candidate.settled(scoring_required=required)
    candidate.eligibility = eligibility or candidate.eligibility
    candidate.score = score if score is not None else candidate.score
    candidate.standing = Standing.WITHDRAWN if withdrawn else candidate.standing
    frame.unsettled -= candidate.settled(scoring_required=required) - before


def _proposed(frame: Frame, message: allocation.FundsReserved | allocation.RejectionProposed) -> None:
    candidate = frame.candidates[message.application]
    candidate.place, candidate.reasons = message.place, message.reasons
    frame.lists.setdefault(message.list_hash, OpenList()).applications.append(message.application)
    if isinstance(message, allocation.FundsReserved):
        candidate.standing, candidate.parts = Standing.RESERVED, message.parts
        candidate.amount_nok, candidate.partial = message.amount_nok, message.partial
        candidate.promoted = message.promoted
        if message.promoted:
            frame.waiting.remove(message.application)
    else:
        candidate.standing, candidate.waiting_place = Standing.REJECTION_PROPOSED, message.waiting_place
        if message.waiting_place is not None:
            frame.waiting.append(message.application)
    if frame.rules.assessment == "continuous":
        frame.decided_in_order += 1


def _decided(frame: Frame, message: Decided) -> None:
    candidate = frame.candidates[message.application]
    if isinstance(message, allocation.AwardDecided):
        candidate.standing = Standing.AWARDED
    else:
        candidate.standing = Standing.REJECTED


def _ended(frame: Frame, application: ApplicationId, standing: Standing) -> None:
    candidate = frame.candidates[application]
    candidate.standing = standing
    frame.awaited.pop(candidate.application, None)
