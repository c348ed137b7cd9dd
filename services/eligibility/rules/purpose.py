"""What is applied for is one of the purposes that the round gives money to.

Source: bevilgningsreglementet § 5: an appropriation may not be used for other purposes; bestemmelser om
økonomistyring i staten 6.2.1: the criteria for the award are set beforehand. Fagrådet (rusfeltet.no) names the
purposes: in 2018 job specialists and those who guide and lead them; in 2023 continued positions, resource
environments, and specialists in established teams. Whoever has named none is asked by an officer, not refused.
"""

from typing import Annotated

from pydantic import Field

from schemas.base import Message
from schemas.ids import Slug
from schemas.reasons import Reason
from services.eligibility.rules.case import Answer, Case, met, unclear, unmet

VERSION = 1
UNMET = Reason.PURPOSE_OUTSIDE_SCHEME


class Parameters(Message):
    purposes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """What the round gives money to, by the codes that it announced."""


def judge(parameters: Parameters, case: Case) -> Answer:
    purpose = case.application.purpose
    inputs = {"purpose": purpose or "none named"}
    threshold = f"one of {', '.join(parameters.purposes)}"
    if purpose is None:
        return unclear(inputs, threshold)
    return met(inputs, threshold) if purpose in parameters.purposes else unmet(inputs, threshold)
