from schemas.eligibility import Outcome
from services.eligibility.rules.purpose import Parameters, judge
from tests.eligibility.examples import NEW, case

JOB_SPECIALISTS = Parameters(purposes=("job-specialist", "team-leader"))


def test_a_purpose_of_the_round_is_met_whichever_it_is() -> None:
    for purpose in ("job-specialist", "team-leader"):
        answer = judge(JOB_SPECIALISTS, case(NEW.but(purpose=purpose)))
        assert (answer.outcome, answer.inputs) == (Outcome.MET, {"purpose": purpose})


def test_another_purpose_is_refused_with_those_that_the_round_has() -> None:
    answer = judge(JOB_SPECIALISTS, case(NEW.but(purpose="office-rent")))
    assert (answer.outcome, answer.threshold) == (Outcome.UNMET, "one of job-specialist, team-leader")


def test_whoever_names_no_purpose_is_asked_by_an_officer() -> None:
    answer = judge(JOB_SPECIALISTS, case(NEW))
    assert (answer.outcome, answer.inputs) == (Outcome.UNCLEAR, {"purpose": "none named"})
