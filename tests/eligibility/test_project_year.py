from schemas.application import Project
from schemas.ids import ProjectId
from schemas.reasons import Reason
from schemas.scheme import ProjectYearRule
from services.eligibility.rules.project_year import judge
from tests.eligibility.examples import NEW, case


def test_a_year_that_the_round_gives_nothing_to_is_told_which_years_there_are() -> None:
    fourth = NEW.but(project=Project(project=ProjectId("fjellvik-ips"), year=4))
    finding = judge(ProjectYearRule(rule="project_year", version=1, citation="the call"), case(fourth))
    assert finding.inputs == {"project_year": "4"}
    assert finding.threshold == "one of 1, 2, 3"
    assert finding.reason is Reason.YEAR_NOT_FUNDABLE
