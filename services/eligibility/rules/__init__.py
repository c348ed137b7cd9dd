"""One file per criterion of the law. A rulebook names a rule with version and parameters; here is the code for each."""

from typing import assert_never

from schemas.eligibility import Finding
from schemas.reasons import Reason
from schemas.scheme import (
    ApplicantGroupRule,
    CommittedCooperationRule,
    Criterion,
    PriorAwardRule,
    ProjectYearRule,
    ServiceAgreementRule,
)
from services.eligibility.rules import (
    applicant_group,
    committed_cooperation,
    prior_award,
    project_year,
    service_agreement,
)
from services.eligibility.rules.case import Case


def judge(criterion: Criterion, case: Case) -> Finding:
    match criterion:
        case ApplicantGroupRule():
            return applicant_group.judge(criterion, case)
        case ServiceAgreementRule():
            return service_agreement.judge(criterion, case)
        case CommittedCooperationRule():
            return committed_cooperation.judge(criterion, case)
        case ProjectYearRule():
            return project_year.judge(criterion, case)
        case PriorAwardRule():
            return prior_award.judge(criterion, case)
        case _:
            assert_never(criterion)


def reason_if_unmet(criterion: Criterion) -> Reason:
    """What it means for an application when an officer answers that the criterion is not met."""
    match criterion:
        case ApplicantGroupRule():
            return applicant_group.UNMET
        case ServiceAgreementRule():
            return service_agreement.UNMET
        case CommittedCooperationRule():
            return committed_cooperation.UNMET
        case ProjectYearRule():
            return project_year.UNMET
        case PriorAwardRule():
            return prior_award.UNMET
        case _:
            assert_never(criterion)
