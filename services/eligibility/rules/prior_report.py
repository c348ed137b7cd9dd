"""Whoever continues has sent in the reports on the project's earlier years, as far as these were due.

Source: Helsedirektoratet, "Tilskuddsprosessen": for continuation the earlier report is assessed first. But the report
on a year is due after the deadline for the next one: that on 2023 was due on 1 April 2024 (Helsedirektoratet, "IPS i
helse- og omsorgstjenesten"), and the deadlines of those years are in February and March. Such a report is not yet due,
and not missing. A report sent in late is a report: the form does not close when the day has passed (Altinn,
"Rapportering på tilskudd fra Helsedirektoratet"). What is due on the day of the deadline is due.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from schemas.base import Message
from schemas.reasons import Reason
from schemas.scheme import PlainDate
from services.eligibility.rules.case import Answer, Case, met, unmet

VERSION = 1
UNMET = Reason.PRIOR_REPORT_MISSING

YearsBack = Annotated[int, Field(ge=1, le=20)]


class Parameters(Message):
    due: Annotated[Mapping[YearsBack, PlainDate], Field(min_length=1)]
    """By how many project years back: the last day for the report on that year."""


def judge(parameters: Parameters, case: Case) -> Answer:
    deadline, year = case.scheme.deadline.date, case.application.project.year
    reported = {report.project_year for report in case.application.reports}
    earlier = {year - back: due for back, due in sorted(parameters.due.items()) if back < year}
    required = {project_year: due for project_year, due in earlier.items() if due <= deadline}
    inputs = {"project_year": str(year), "reports_on_years": ", ".join(map(str, sorted(reported))) or "none"}
    if not earlier:
        return met(inputs, "no earlier year to report on")
    threshold = "; ".join(
        f"on year {project_year}: by {due}{'' if project_year in required else ', not yet due'}"
        for project_year, due in earlier.items()
    )
    return met(inputs, threshold) if reported.issuperset(required) else unmet(inputs, threshold)
