"""Whoever applies for project year 2 or later was granted the year before, for the same project, in the same scheme.

Source: Fagrådet (rusfeltet.no) on the round of 2018 (ceilings by project year); Helsedirektoratet,
"Tilskuddsprosessen": continuation needs a new application. Awards from before this system are recorded as facts, and
count the same. An award that was only put off to the next calendar year is no year of operation yet (NAPHA, 31 January
2020, on those granted in 2019 who start in 2020): an officer answers whether the year has been run.

An officer answers, too, where the applicant has taken over another body and has no award of its own for the year
before: a new municipality has the rights and duties of those that it came from (Fagrådet on municipal work against
drug abuse in 2020), but which of their years are now its own follows from no table. So it is with year 1, where it
may be a restart of what the other body began.
"""

from schemas.base import Message
from schemas.reasons import Reason
from services.eligibility.rules.case import Answer, Case, met, unclear, unmet

VERSION = 1
UNMET = Reason.NO_PRIOR_AWARD


class Parameters(Message):
    """None."""


def judge(parameters: Parameters, case: Case) -> Answer:
    project, before = case.application.project, case.application.project.year - 1
    awards = [
        award for award in case.prior_awards if (award.scheme, award.project) == (case.scheme.scheme, project.project)
    ]
    granted = {award.project_year for award in awards if not award.carried_over}
    put_off = {award.project_year for award in awards} - granted
    predecessors = _predecessors(case)
    inputs = {
        "project": project.project,
        "project_year": str(project.year),
        "granted_years": _listed(granted),
        **({"put_off_years": _listed(put_off)} if put_off else {}),
        **({"took_over": ", ".join(predecessors)} if predecessors else {}),
    }
    threshold = f"an award for project year {before}" if before else "not required in project year 1"
    if before in granted or (before == 0 and not (predecessors and not awards)):
        return met(inputs, threshold)
    if before in put_off or predecessors:
        return unclear(inputs, threshold)
    return unmet(inputs, threshold)


def _listed(years: set[int]) -> str:
    return ", ".join(map(str, sorted(years))) or "none"


def _predecessors(case: Case) -> list[str]:
    applicant = case.application.applicant.organisation_number
    return sorted(
        succession.predecessor
        for succession in case.world.successions
        if succession.successor == applicant and succession.from_day <= case.on
    )
