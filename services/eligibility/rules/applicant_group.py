"""The applicant belongs to one of the groups that may apply in this round.

Source: Fagrådet (rusfeltet.no) on the round of 2018, which names who may apply; NAPHA, 31 January 2020, which counts
the grants of 2019 by NAV in the municipality, municipal health, specialist health and institution.
"""

from typing import Annotated

from pydantic import Field

from schemas.application import ApplicantKind
from schemas.base import Message
from schemas.reasons import Reason
from services.eligibility.rules.case import Answer, Case, met, unmet

VERSION = 1
UNMET = Reason.NOT_IN_APPLICANT_GROUP


class Parameters(Message):
    kinds: Annotated[tuple[ApplicantKind, ...], Field(min_length=1)]
    """Who may apply."""


def judge(parameters: Parameters, case: Case) -> Answer:
    kind = case.application.applicant.kind
    inputs, threshold = {"kind": kind.value}, f"one of {', '.join(parameters.kinds)}"
    return met(inputs, threshold) if kind in parameters.kinds else unmet(inputs, threshold)
