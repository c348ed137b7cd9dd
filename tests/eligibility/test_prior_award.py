from schemas.eligibility import Outcome
from schemas.reasons import Reason
from schemas.scheme import PriorAwardRule
from services.eligibility.rules.prior_award import judge
from tests.eligibility.examples import FIRST_YEAR_AWARD, NEW, SECOND_YEAR, case

RULE = PriorAwardRule(rule="prior_award", version=1, citation="the call")


def test_a_second_year_without_an_award_is_told_which_year_was_wanted() -> None:
    finding = judge(RULE, case(SECOND_YEAR, FIRST_YEAR_AWARD.but(project_year=3)))
    assert finding.inputs == {"project": "fjellvik-ips", "project_year": "2", "granted_years": "3"}
    assert finding.threshold == "an award for project year 1"
    assert finding.reason is Reason.NO_PRIOR_AWARD


def test_the_years_granted_are_told_in_order_however_they_were_stated() -> None:
    second = FIRST_YEAR_AWARD.but(project_year=2)
    finding = judge(RULE, case(SECOND_YEAR, second, FIRST_YEAR_AWARD))
    assert (finding.inputs["granted_years"], finding.outcome) == ("1, 2", Outcome.MET)


def test_a_first_year_is_not_asked_for_an_award() -> None:
    finding = judge(RULE, case(NEW))
    assert (finding.threshold, finding.inputs["granted_years"]) == ("not required in project year 1", "none")
