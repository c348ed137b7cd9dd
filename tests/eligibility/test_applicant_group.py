from schemas.application import ApplicantKind
from schemas.eligibility import Outcome
from services.eligibility.rules.applicant_group import Parameters, judge
from tests.eligibility.examples import FOUNDATION, NEW, SEAGULL, case, organisation

ONLY_MUNICIPALITIES = Parameters(kinds=(ApplicantKind.NAV_MUNICIPALITY, ApplicantKind.MUNICIPAL_HEALTH))


def test_an_applicant_outside_the_groups_is_told_which_they_are() -> None:
    answer = judge(ONLY_MUNICIPALITIES, case(NEW.but(applicant=organisation(SEAGULL, ApplicantKind.OTHER))))
    assert (answer.outcome, answer.inputs) == (Outcome.UNMET, {"kind": "other"})
    assert answer.threshold == "one of nav_municipality, municipal_health"


def test_which_groups_may_apply_is_the_rulebooks_choice() -> None:
    assert judge(ONLY_MUNICIPALITIES, case(FOUNDATION)).outcome is Outcome.UNMET
    assert judge(ONLY_MUNICIPALITIES, case(NEW)).outcome is Outcome.MET
