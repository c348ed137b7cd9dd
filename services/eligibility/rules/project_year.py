"""The project year is one that the round gives money to.

Source: Fagrådet (rusfeltet.no) on the round of 2018: ceilings for project years 1, 2 and 3. A project year is an
operating year that has been granted, not a calendar year. The years are those of the rulebook's groups.
"""

from schemas.eligibility import Finding
from schemas.reasons import Reason
from schemas.scheme import ProjectYearRule
from services.eligibility.rules.case import Case, Evidence

UNMET = Reason.YEAR_NOT_FUNDABLE


def judge(rule: ProjectYearRule, case: Case) -> Finding:
    year = case.application.project.year
    years = sorted(year for group in case.scheme.groups for year in group.project_years)
    evidence = Evidence(rule, case, {"project_year": str(year)}, f"one of {', '.join(map(str, years))}")
    return evidence.met() if year in years else evidence.unmet(UNMET)
