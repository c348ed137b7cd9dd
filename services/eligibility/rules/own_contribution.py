"""Where the round finances only a part, the applicant carries at least a share of the whole itself.

Source: Fagrådet (rusfeltet.no) on the round of 2023: all three groups get part financing (delfinansiering). How great
the share must be no source states: it is assumed in every round that asks for one. The whole is the amount applied
for and the own contribution together; it is reckoned in whole kroner, and one krone short is short.
"""

from typing import Annotated

from pydantic import Field

from schemas.base import Message
from schemas.money import Nok
from schemas.reasons import Reason
from services.eligibility.rules.case import Answer, Case, met, unmet

VERSION = 1
UNMET = Reason.OWN_CONTRIBUTION_TOO_LOW


class Parameters(Message):
    minimum_percent: Annotated[int, Field(ge=1, le=99)]
    """Of the whole, in per cent."""


def judge(parameters: Parameters, case: Case) -> Answer:
    own_nok = case.application.own_contribution_nok
    whole_nok = case.application.amount_nok + own_nok
    least_nok = _least_nok(parameters.minimum_percent, whole_nok)
    inputs = {"own_contribution": _kroner(own_nok), "whole": _kroner(whole_nok)}
    threshold = f"at least {parameters.minimum_percent} % of the whole: {_kroner(least_nok)}"
    return met(inputs, threshold) if own_nok >= least_nok else unmet(inputs, threshold)


def _least_nok(percent: int, whole_nok: Nok) -> Nok:
    """The share, rounded up to a whole krone: own >= this exactly where own * 100 >= percent * whole."""
    return -(-percent * whole_nok // 100)


def _kroner(amount_nok: Nok) -> str:
    return f"{amount_nok:,} kr".replace(",", " ")
