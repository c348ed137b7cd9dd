from schemas.eligibility import Outcome
from services.eligibility.rules.project_year import Parameters, judge
from tests.eligibility.examples import NEW, case, project


def test_a_year_that_the_round_gives_nothing_to_is_told_which_years_there_are() -> None:
    answer = judge(Parameters(), case(NEW.but(project=project(4))))
    assert (answer.outcome, answer.inputs, answer.threshold) == (
        Outcome.UNMET,
        {"project_year": "4"},
        "one of 1, 2, 3",
    )
