"""What goes on an authority's work list: what to assess, what to review, what to approve."""

from collections.abc import Sequence

from chassis.decider import Said
from schemas.allocation import ApprovalRecorded, FundsReserved, PromotionProposed, RankingFixed, RejectionProposed
from schemas.eligibility import EligibilityDecided, Outcome
from schemas.ids import Digest
from schemas.notification import (
    ApplicationToAssess,
    ApprovalCounted,
    PlaceProposed,
    PromotionToApprove,
    RankingProposed,
    ReviewWanted,
)
from services.notification.replies import reply
from services.notification.state import Case, Round


def judged(fact: EligibilityDecided, case: Case, announced: Round) -> Sequence[Said]:
    """An ineligible application is nobody's work: its rejection comes with the ranking."""
    authority = case.decided_by or announced.announced().decided_by
    match fact.outcome:
        case "eligible":
            return [reply(_to_assess(fact, case), authority, announced.rules)]
        case "needs_review":
            unclear = [finding for finding in fact.findings if finding.outcome is Outcome.UNCLEAR]
            return [
                reply(
                    ReviewWanted(
                        application=fact.application,
                        version=fact.version,
                        round=fact.round,
                        rule=finding.rule,
                        finding=finding,
                    ),
                    authority,
                    announced.rules,
                )
                for finding in unclear
            ]
        case "ineligible":
            return []


def _to_assess(fact: EligibilityDecided, case: Case) -> ApplicationToAssess:
    if fact.group is None:
        raise ValueError(f"{fact.application} is eligible, but in no group")
    content = case.contents[fact.version]
    return ApplicationToAssess(
        application=fact.application,
        version=fact.version,
        round=fact.round,
        applicant=content.applicant.name,
        organisation_number=content.applicant.organisation_number,
        group=fact.group,
        project_year=fact.project_year,
        applied_nok=content.amount_nok,
        grantable_nok=fact.grantable_nok,
        positions=content.positions.total,
        findings=fact.findings,
    )


def ranked(fact: RankingFixed, rules: Digest | None) -> Said:
    proposed = RankingProposed(
        round=fact.round,
        list_hash=fact.list_hash,
        count=fact.count,
        to_award=fact.to_award,
        to_reject=fact.to_reject,
        total_nok=fact.total_nok,
        below_quota=fact.below_quota,
    )
    return reply(proposed, fact.authority, rules)


def reserved(fact: FundsReserved, rules: Digest | None) -> list[Said]:
    """A promoted application, and one that is filled up, is shown by its own list of one."""
    if fact.promoted or fact.tops_up:
        return []
    place = PlaceProposed(
        round=fact.round,
        list_hash=fact.list_hash,
        place=fact.place,
        application=fact.application,
        outcome="partial_award" if fact.partial else "award",
        amount_nok=fact.amount_nok,
        reasons=fact.reasons,
        score=fact.score,
    )
    return [reply(place, fact.authority, rules)]


def rejection_proposed(fact: RejectionProposed, rules: Digest | None) -> Said:
    place = PlaceProposed(
        round=fact.round,
        list_hash=fact.list_hash,
        place=fact.place,
        application=fact.application,
        outcome="rejection",
        amount_nok=0,
        reasons=fact.reasons,
        score=fact.score,
        waiting_place=fact.waiting_place,
    )
    return reply(place, fact.authority, rules)


def promotion_proposed(fact: PromotionProposed, rules: Digest | None) -> Said:
    promotion = PromotionToApprove(
        round=fact.round,
        list_hash=fact.list_hash,
        application=fact.application,
        waiting_place=fact.waiting_place,
        amount_nok=fact.amount_nok,
        tops_up=fact.tops_up,
    )
    return reply(promotion, fact.authority, rules)


def approved(fact: ApprovalRecorded, rules: Digest | None) -> Said:
    counted = ApprovalCounted(round=fact.round, list_hash=fact.list_hash, approvals=fact.approvals)
    return reply(counted, fact.authority, rules)
