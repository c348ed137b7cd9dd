"""No other public grant covers the costs that are applied for here.

Source: Helsedirektoratet, "Standardvilkår for tilskudd" (in grant letters from 12 September 2022): no double public
funding. Another grant to the same project is no hindrance where it covers other costs; an officer answers where the
applicant has not told which costs it covers.
"""

from schemas.base import Message
from schemas.reasons import Reason
from services.eligibility.rules.case import Answer, Case, met, unclear, unmet

VERSION = 1
UNMET = Reason.DOUBLE_FUNDING

_COVERS = {True: "the same costs", False: "other costs", None: "costs not told"}


class Parameters(Message):
    """None: the rule is the same in every round."""


def judge(parameters: Parameters, case: Case) -> Answer:
    grants = case.application.other_funding
    told = ", ".join(f"{grant.scheme} ({_COVERS[grant.same_costs]})" for grant in grants)
    inputs, threshold = {"other_grants": told or "none"}, "no other grant for the same costs"
    covers = {grant.same_costs for grant in grants}
    if True in covers:
        return unmet(inputs, threshold)
    return unclear(inputs, threshold) if None in covers else met(inputs, threshold)
