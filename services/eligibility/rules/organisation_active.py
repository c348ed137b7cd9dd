"""The applicant is neither dissolved nor bankrupt on the day on which the application is judged.

Source: bestemmelser om økonomistyring i staten 2.5.2 and 6.3.8.2: whoever grants checks what the applicant has told,
and that the expense is prudent. The states are those of Enhetsregisteret (slettedato, konkurs, underAvvikling,
underTvangsavvikling), as adopted. That one who is dissolved or bankrupt gets no grant is inferred. An officer answers
where an organisation is being wound up, and where one that is dissolved has a successor, for a successor may take
over rights and duties.
"""

from schemas.base import Message
from schemas.reasons import Reason
from services.eligibility.rules.case import Answer, Case, met, unclear, unmet

VERSION = 1
UNMET = Reason.ORGANISATION_DISSOLVED_OR_BANKRUPT


class Parameters(Message):
    """None: the rule is the same in every round."""


def judge(parameters: Parameters, case: Case) -> Answer:
    number = case.application.applicant.organisation_number
    states = {
        row.state for row in case.world.organisation_states if row.organisation_number == number and row.holds(case.on)
    }
    successors = [
        row.successor for row in case.world.successions if row.predecessor == number and row.from_day <= case.on
    ]
    inputs = {"applicant": number, "state": ", ".join(sorted(states)) or "none recorded"}
    if successors:
        inputs["successor"] = ", ".join(successors)
    threshold = f"neither dissolved nor bankrupt on {case.on}"
    if "bankrupt" in states or ("dissolved" in states and not successors):
        return unmet(inputs, threshold)
    return unclear(inputs, threshold) if states else met(inputs, threshold)
