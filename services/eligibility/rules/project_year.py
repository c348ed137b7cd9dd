"""The project year is one that the round gives money to.

Source: Fagrådet (rusfeltet.no) on the round of 2018: ceilings for project years 1, 2 and 3. A project year is an
operating year that has been granted, not a calendar year. The years are those of the rulebook's groups.
"""

from schemas.base import Message
from schemas.reasons import Reason
from services.eligibility.rules.case import Answer, Case, met, unmet

VERSION = 1
UNMET = Reason.YEAR_NOT_FUNDABLE


class Parameters(Message):
    """None: the years stand in the round's groups."""


def judge(parameters: Parameters, case: Case) -> Answer:
    year, years = case.application.project.year, case.scheme.project_years
    inputs, threshold = {"project_year": str(year)}, f"one of {', '.join(map(str, years))}"
    return met(inputs, threshold) if year in years else unmet(inputs, threshold)
