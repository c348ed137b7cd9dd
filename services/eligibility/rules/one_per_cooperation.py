"""One application for one cooperation: of two or more in a round, an officer answers which of them may stand.

Source: Helsedirektoratet's call of 2018 ("Arbeidsrehabilitering etter modell av IPS og/eller JMO"): only one party,
the health service or NAV in the municipality, applies on behalf of all who cooperate. One municipality or health trust
may take part in several cooperations, so what counts is the cooperation, not the place. Where all applications are
assessed together, each of them goes to an officer; where assessment is continuous, whatever came after the first.
"""

from schemas.base import Message
from schemas.reasons import Reason
from services.eligibility.rules.case import Answer, Case, met, unclear

VERSION = 1
UNMET = Reason.DUPLICATE_FOR_SAME_COOPERATION


class Parameters(Message):
    """None."""


def judge(parameters: Parameters, case: Case) -> Answer:
    others = ", ".join(case.same_cooperation)
    inputs = {"cooperation": case.application.cooperation.cooperation, "others": others or "none"}
    threshold = "no other application for the same cooperation in the round"
    return unclear(inputs, threshold) if others else met(inputs, threshold)
