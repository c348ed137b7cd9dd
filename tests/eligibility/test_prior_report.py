import json
from datetime import date, timedelta

import pytest

from schemas.application import ProjectReport
from schemas.eligibility import Outcome
from services.eligibility.rules.case import Answer
from services.eligibility.rules.prior_report import Parameters, judge
from tests.eligibility.examples import NEW, document, project
from tests.eligibility.other_rounds import IPS_2023, case_in

MARCH_1_2023 = date(2023, 3, 1)
DUE = Parameters(due={1: date(2023, 4, 1), 2: date(2022, 4, 1)})
"""As in the round of 2023: the report on the year before comes after the deadline, the one before that is in."""


def found(year: int, *reported: int, parameters: Parameters = DUE) -> Answer:
    reports = tuple(ProjectReport(project_year=on, document=document(f"report-{on}")) for on in reported)
    application = NEW.but(project=project(year), reports=reports)
    return judge(parameters, case_in(IPS_2023, application))


def test_trap_22_the_rounds_own_days_are_these() -> None:
    criterion = next(criterion for criterion in IPS_2023.criteria if criterion.rule == "prior_report")
    assert Parameters.model_validate_json(json.dumps(criterion.parameters)) == DUE
    assert IPS_2023.deadline.date == MARCH_1_2023


def test_trap_22_a_report_that_is_due_after_the_deadline_is_not_missing() -> None:
    answer = found(2)
    assert answer.outcome is Outcome.MET
    assert answer.threshold == "on year 1: by 2023-04-01, not yet due"


def test_a_report_that_was_due_is_missed_by_its_project_year() -> None:
    answer = found(3)
    assert answer.outcome is Outcome.UNMET
    assert answer.inputs == {"project_year": "3", "reports_on_years": "none"}
    assert answer.threshold == "on year 2: by 2023-04-01, not yet due; on year 1: by 2022-04-01"


def test_the_report_on_another_year_does_not_stand_in_for_the_one_that_was_due() -> None:
    assert found(3, 2).outcome is Outcome.UNMET
    assert found(3, 1).outcome is Outcome.MET


def test_a_report_on_a_year_that_is_not_asked_for_is_not_missed() -> None:
    """Year 4 has two years behind it whose reports the round names, and a third whose it does not."""
    assert found(4, 2).outcome is Outcome.MET


def test_a_first_year_has_nothing_to_report_on() -> None:
    answer = found(1)
    assert (answer.outcome, answer.threshold) == (Outcome.MET, "no earlier year to report on")


@pytest.mark.parametrize(("days_after", "outcome"), [(-1, Outcome.UNMET), (0, Outcome.UNMET), (1, Outcome.MET)])
def test_a_report_due_on_the_day_of_the_deadline_is_due(days_after: int, outcome: Outcome) -> None:
    due = Parameters(due={1: MARCH_1_2023 + timedelta(days=days_after)})
    assert found(2, parameters=due).outcome is outcome
