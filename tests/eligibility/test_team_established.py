from datetime import date, timedelta

import pytest

from schemas.application import Team, TeamKind
from schemas.eligibility import Outcome
from services.eligibility.rules.case import Answer
from services.eligibility.rules.team_established import Parameters, judge
from tests.eligibility.examples import IPS_2019, NEW, case

OUTREACH_TEAMS = Parameters(purposes=("team-specialist",), kinds=(TeamKind.FACT, TeamKind.FACT_UNG))
DEADLINE = IPS_2019.deadline.date


def found(team: Team | None, purpose: str | None = "team-specialist") -> Answer:
    return judge(OUTREACH_TEAMS, case(NEW.but(purpose=purpose, team=team)))


@pytest.mark.parametrize(("days_after", "outcome"), [(-1, Outcome.MET), (0, Outcome.MET), (1, Outcome.UNMET)])
def test_a_team_is_established_when_it_works_on_the_day_of_the_deadline(days_after: int, outcome: Outcome) -> None:
    began = DEADLINE + timedelta(days=days_after)
    answer = found(Team(kind=TeamKind.FACT, established=began))
    assert (answer.outcome, answer.inputs["established"]) == (outcome, began.isoformat())


def test_a_team_of_another_kind_does_not_count_however_old_it_is() -> None:
    answer = found(Team(kind=TeamKind.ACT, established=date(2010, 1, 1)))
    assert answer.outcome is Outcome.UNMET
    assert answer.threshold == "a team of FACT, FACT_UNG, established by 2019-03-01"


def test_a_team_of_another_kind_is_refused_even_where_its_first_day_is_not_told() -> None:
    assert found(Team(kind=TeamKind.ACT)).outcome is Outcome.UNMET


def test_a_team_that_does_not_tell_its_first_day_is_left_to_an_officer() -> None:
    answer = found(Team(kind=TeamKind.FACT_UNG))
    assert (answer.outcome, answer.inputs["established"]) == (Outcome.UNCLEAR, "not told")


def test_no_team_is_no_established_team() -> None:
    answer = found(None)
    assert (answer.outcome, answer.inputs["team"]) == (Outcome.UNMET, "none")


def test_a_team_is_asked_for_only_where_the_purpose_needs_one() -> None:
    answer = found(None, purpose="resource-environment")
    assert (answer.outcome, answer.threshold) == (Outcome.MET, "not required for this purpose")


def test_where_no_purpose_is_named_nobody_can_tell_whether_a_team_is_asked_for() -> None:
    assert found(None, purpose=None).outcome is Outcome.UNCLEAR
