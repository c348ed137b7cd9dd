"""The applicant belongs to one of the groups that may apply in this round.

Source: Fagrådet (rusfeltet.no) on the round of 2018, which names who may apply; NAPHA, 31 January 2020, which counts
the grants of 2019 by NAV in the municipality, municipal health, specialist health and institution.
"""

from schemas.eligibility import Finding
from schemas.reasons import Reason
from schemas.scheme import ApplicantGroupRule
from services.eligibility.rules.case import Case, Evidence

UNMET = Reason.NOT_IN_APPLICANT_GROUP


def judge(rule: ApplicantGroupRule, case: Case) -> Finding:
    kind = case.application.applicant.kind
    evidence = Evidence(rule, case, {"kind": kind.value}, f"one of {', '.join(rule.kinds)}")
    return evidence.met() if kind in rule.kinds else evidence.unmet(UNMET)
