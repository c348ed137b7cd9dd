"""Whoever applies for project year 2 or later was granted the year before, for the same project, in the same scheme.

Source: Fagrådet (rusfeltet.no) on the round of 2018 (ceilings by project year); Helsedirektoratet,
"Tilskuddsprosessen": continuation needs a new application. Awards from before this system are recorded as facts, and
count the same.
"""

from schemas.eligibility import Finding
from schemas.reasons import Reason
from schemas.scheme import PriorAwardRule
from services.eligibility.rules.case import Case, Evidence

UNMET = Reason.NO_PRIOR_AWARD


def judge(rule: PriorAwardRule, case: Case) -> Finding:
    project = case.application.project
    granted = sorted(
        award.project_year
        for award in case.prior_awards
        if (award.scheme, award.project) == (case.scheme.scheme, project.project)
    )
    inputs = {
        "project": project.project,
        "project_year": str(project.year),
        "granted_years": ", ".join(map(str, granted)) or "none",
    }
    if project.year == 1:
        return Evidence(rule, case, inputs, "not required in project year 1").met()
    evidence = Evidence(rule, case, inputs, f"an award for project year {project.year - 1}")
    return evidence.met() if project.year - 1 in granted else evidence.unmet(UNMET)
