from services.eligibility.rules.case import Case
from tests.eligibility.examples import NEW
from tests.eligibility.other_rounds import IPS_2018, IPS_2023, case_in
from tests.eligibility.rule_examples import MET, UNCLEAR, UNMET, Example


def _for(purpose: str | None) -> Case:
    return case_in(IPS_2023, NEW.but(purpose=purpose))


EXAMPLES = [
    Example("Specialists in an outreach team", _for("team_specialists"), MET),
    Example("Positions that continue from an earlier year", _for("continued_positions"), MET),
    Example("A resource environment", _for("resource_environment"), MET),
    Example("New job specialists outside a team, as in 2018", _for("job_specialists"), UNMET),
    Example("The same, in the round of 2018", case_in(IPS_2018, NEW.but(purpose="job_specialists")), MET),
    Example("No purpose is named", _for(None), UNCLEAR),
]
