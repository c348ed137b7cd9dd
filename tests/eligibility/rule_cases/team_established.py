from datetime import date

from schemas.application import Team, TeamKind
from services.eligibility.rules.case import Case
from tests.eligibility.examples import NEW
from tests.eligibility.other_rounds import IPS_2023, case_in
from tests.eligibility.rule_examples import MET, UNCLEAR, UNMET, Example


def _in(kind: TeamKind, established: date | None) -> Case:
    team = Team(kind=kind, established=established)
    return case_in(IPS_2023, NEW.but(purpose="team_specialists", team=team))


def _without_team(purpose: str | None) -> Case:
    return case_in(IPS_2023, NEW.but(purpose=purpose))


EXAMPLES = [
    Example("A FACT team that has worked for years", _in(TeamKind.FACT, date(2019, 9, 1)), MET),
    Example("An ACT team of long standing", _in(TeamKind.ACT, date(2010, 1, 4)), MET),
    Example("A FACT ung team begins on the deadline's day", _in(TeamKind.FACT_UNG, date(2023, 3, 1)), MET),
    Example("It begins on the day after", _in(TeamKind.FACT_UNG, date(2023, 3, 2)), UNMET),
    Example("It does not tell when it began", _in(TeamKind.FACT, None), UNCLEAR),
    Example("There is no team", _without_team("team_specialists"), UNMET),
    Example("A resource environment needs no team", _without_team("resource_environment"), MET),
    Example("No purpose is named, so nobody can tell", _without_team(None), UNCLEAR),
]
