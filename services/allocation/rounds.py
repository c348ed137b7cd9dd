"""A round up to the decision: its frame is opened, its applications are settled, ranked, and approved by two."""

from collections.abc import Iterator
from dataclasses import replace

from chassis.canonical import digest
from chassis.decider import Said
from schemas import allocation, intake
from schemas.eligibility import EligibilityDecided
from schemas.ids import ApplicationId, Digest, OrganisationNumber
from schemas.reasons import Refusal
from services.allocation.awards import promote
from services.allocation.facts import contender, of, refused, reserve
from services.allocation.ranking import Placed, list_hash, rank
from services.allocation.state import Candidate, Frame, History, Standing

RANKINGS = {1: rank}
"""By the version that a rulebook pins: a changed ranking is a new one beside the old."""


class Inconsistent(Exception):
    """Intake and allocation count different applications: nothing may be decided on this."""


def open_frame(frame: Frame, message: intake.RoundAnnounced, group: str) -> list[Said]:
    _, movement = frame.ledger.appropriate(message.rulebook.sub_frames)
    fact = allocation.FrameAllocated(frame=message.frame, budget_year=message.rulebook.budget_year, movement=movement)
    return [Said(fact, rules=message.rulebook_hash, group=group)]


def received(frame: Frame, message: intake.ApplicationReceived, history: History) -> list[Said]:
    """Where assessment is continuous, an application is judged at once; else when its round has closed."""
    if frame.rules.assessment == "together":
        return []
    return [
        _prior_awards(
            frame, message.application, message.version, message.content.applicant.organisation_number, history
        )
    ]


def closed(frame: Frame, message: intake.RoundClosed, history: History) -> list[Said]:
    """Raises Inconsistent when the standing applications are not those that intake counted."""
    standing = [one for one in frame.candidates.values() if not one.withdrawn]
    lines = sorted(f"{one.application} {one.version}" for one in standing)
    if message.count != len(lines) or message.digest != digest("\n".join(lines).encode()):
        raise Inconsistent(f"{message.round}: intake counts {message.count} applications, allocation {len(lines)}")
    stated = [_prior_awards(frame, one.application, one.version, one.organisation_number, history) for one in standing]
    return stated if frame.rules.assessment == "together" else []


def _prior_awards(frame: Frame, application: ApplicationId, version: int, organisation: str, history: History) -> Said:
    number = OrganisationNumber(organisation)
    awards = [award for award in history.awards.get(number, []) if award.scheme == frame.rules.scheme]
    fact = allocation.PriorAwardsStated(
        application=application,
        version=version,
        round=frame.round,
        frame=frame.ledger.frame,
        organisation_number=number,
        awards=tuple(awards),
    )
    return of(frame, fact)


def judged(frame: Frame, message: EligibilityDecided) -> list[Said]:
    candidate = frame.candidates[message.application]
    if candidate.version != message.version or candidate.standing is not Standing.RECEIVED:
        return []
    after = replace(candidate, eligibility=message)
    if frame.rules.assessment == "continuous":
        return _place_alone(frame, after) if message.outcome != "needs_review" else []
    return _fix_if_complete(frame, candidate, after)


def scored(frame: Frame, message: intake.ApplicationScored) -> list[Said]:
    candidate = frame.candidates[message.application]
    if frame.ranked:
        return [refused(frame, "score", Refusal.RANKING_IS_FIXED, "ranked", message.authority, message.application)]
    after = replace(candidate, score=message.score, considerations=message.considerations)
    return _fix_if_complete(frame, candidate, after)


def withdrawn(frame: Frame, message: intake.ApplicationWithdrawn) -> list[Said]:
    candidate = frame.candidates[message.application]
    if candidate.standing is Standing.RESERVED:
        ledger, movement = frame.ledger.move(candidate.parts, "reserved", "available")
        released = allocation.ReservationReleased(
            application=message.application,
            round=frame.round,
            frame=frame.ledger.frame,
            amount_nok=candidate.amount_nok,
            parts=candidate.parts,
            movement=movement,
        )
        return [of(frame, released), *promote(frame, ledger)]
    if candidate.standing is Standing.RECEIVED:
        return _fix_if_complete(frame, candidate, replace(candidate, standing=Standing.WITHDRAWN))
    if candidate.standing in (Standing.REJECTION_PROPOSED, Standing.REJECTED):
        return []
    system = candidate.system
    return [refused(frame, "withdrawal", Refusal.NO_OPEN_AWARD, candidate.standing, system, message.application)]


def _fix_if_complete(frame: Frame, before: Candidate, after: Candidate) -> list[Said]:
    """Ranks when the round is closed and this was the last thing that was missing."""
    required = frame.rules.scoring.required
    settled = after.settled(scoring_required=required) - before.settled(scoring_required=required)
    together = frame.rules.assessment == "together"
    if not together or not frame.closed or frame.ranked or frame.unsettled - settled > 0:
        return []
    candidates = {**frame.candidates, after.application: after}
    contenders = [contender(one) for one in candidates.values() if one.standing is not Standing.WITHDRAWN]
    placed = RANKINGS[frame.rules.versions.ranking](contenders, frame.rules, frame.ledger.available_nok)
    hash_ = list_hash((one.place, one.contender.application, one.outcome, one.amount_nok) for one in placed)
    awards = [one for one in placed if one.outcome != "rejection"]
    fixed = allocation.RankingFixed(
        round=frame.round,
        frame=frame.ledger.frame,
        authority=frame.authority,
        list_hash=hash_,
        count=len(placed),
        to_award=len(awards),
        to_reject=len(placed) - len(awards),
        total_nok=sum(one.amount_nok for one in awards),
    )
    return [of(frame, fixed), *_propose(frame, placed, hash_)]


def _propose(frame: Frame, placed: list[Placed], hash_: Digest) -> Iterator[Said]:
    ledger = frame.ledger
    for one in placed:
        if one.outcome == "rejection":
            yield of(frame, _rejection(frame, one, hash_))
        else:
            ledger, reserved = reserve(frame, ledger, one, hash_)
            yield of(frame, reserved)


def _rejection(frame: Frame, one: Placed, hash_: Digest) -> allocation.RejectionProposed:
    return allocation.RejectionProposed(
        application=one.contender.application,
        version=one.contender.version,
        round=frame.round,
        frame=frame.ledger.frame,
        authority=frame.authority,
        list_hash=hash_,
        place=one.place,
        reasons=one.reasons,
        score=one.contender.score,
        waiting_place=one.waiting_place,
    )


def _place_alone(frame: Frame, candidate: Candidate) -> list[Said]:
    """Where assessment is continuous: a list of one, in the order in which applications were judged."""
    [alone] = rank([contender(candidate)], frame.rules, frame.ledger.available_nok)
    waiting_place = alone.waiting_place and len(frame.waiting) + 1
    placed = replace(alone, place=frame.decided_in_order + 1, waiting_place=waiting_place)
    hash_ = list_hash([(placed.place, candidate.application, placed.outcome, placed.amount_nok)])
    return list(_propose(frame, [placed], hash_))
