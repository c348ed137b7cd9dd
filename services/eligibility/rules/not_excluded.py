"""The applicant is not shut out from grants after a breach of the terms of an earlier one.

Source: Helsedirektoratet, "Standardvilkår for tilskudd" (in grant letters from 12 September 2022): breach of the
terms may lead to exclusion in the following years. Each exclusion is a decision of its own; the adopted list tells of
whom, from which scheme (or all) and for which days. What counts is the day on which the application is judged. An
officer answers where the applicant has taken over a body that is excluded: a new municipality has the rights and
duties of those that it came from (Fagrådet on municipal work against drug abuse in 2020).
"""

from schemas.base import Message
from schemas.reasons import Reason
from schemas.reference import Exclusion
from services.eligibility.rules.case import Answer, Case, met, unclear, unmet

VERSION = 1
UNMET = Reason.PRIOR_BREACH_EXCLUSION


class Parameters(Message):
    """None: the rule is the same in every round."""


def judge(parameters: Parameters, case: Case) -> Answer:
    number = case.application.applicant.organisation_number
    taken_over = {
        row.predecessor for row in case.world.successions if row.successor == number and row.from_day <= case.on
    }
    in_force = [row for row in case.world.exclusions if _holds(row, case)]
    own = [row.decision for row in in_force if row.organisation_number == number]
    inherited = [row.decision for row in in_force if row.organisation_number in taken_over]
    inputs = {"applicant": number, "excluded_by": ", ".join(own) or "none"}
    if inherited:
        inputs["excluded_before_taken_over"] = ", ".join(inherited)
    threshold = f"no exclusion from {case.scheme.scheme} or from all schemes on {case.on}"
    if own:
        return unmet(inputs, threshold)
    return unclear(inputs, threshold) if inherited else met(inputs, threshold)


def _holds(exclusion: Exclusion, case: Case) -> bool:
    return exclusion.scheme in (None, case.scheme.scheme) and exclusion.holds(case.on)
