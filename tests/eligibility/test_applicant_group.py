from schemas.application import ApplicantKind
from schemas.eligibility import Outcome
from schemas.reasons import Reason
from schemas.scheme import ApplicantGroupRule
from services.eligibility.rules.applicant_group import judge
from tests.eligibility.examples import FOUNDATION, NEW, SEAGULL, case, organisation

ONLY_MUNICIPALITIES = ApplicantGroupRule(
    rule="applicant_group",
    version=1,
    kinds=(ApplicantKind.NAV_MUNICIPALITY, ApplicantKind.MUNICIPAL_HEALTH),
    citation="a call for municipalities alone",
)


def test_an_applicant_outside_the_groups_is_told_which_they_are() -> None:
    finding = judge(ONLY_MUNICIPALITIES, case(NEW.but(applicant=organisation(SEAGULL, ApplicantKind.OTHER))))
    assert finding.inputs == {"kind": "other"}
    assert finding.threshold == "one of nav_municipality, municipal_health"
    assert finding.reason is Reason.NOT_IN_APPLICANT_GROUP


def test_which_groups_may_apply_is_the_rulebooks_choice() -> None:
    assert judge(ONLY_MUNICIPALITIES, case(FOUNDATION)).outcome is Outcome.UNMET
    assert judge(ONLY_MUNICIPALITIES, case(NEW)).outcome is Outcome.MET
