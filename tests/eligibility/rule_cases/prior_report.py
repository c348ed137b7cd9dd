from schemas.application import ProjectReport
from schemas.scheme import Scheme
from services.eligibility.rules.case import Case
from tests.eligibility.examples import NEW, document, project
from tests.eligibility.other_rounds import IPS_2023, RUSARBEID_2018, case_in
from tests.eligibility.rule_examples import MET, UNMET, Example


def _year(year: int, *reported: int, scheme: Scheme = IPS_2023) -> Case:
    reports = tuple(ProjectReport(project_year=on, document=document(f"report-{on}")) for on in reported)
    return case_in(scheme, NEW.but(project=project(year), reports=reports))


EXAMPLES = [
    Example("Year 1 has nothing behind it", _year(1), MET),
    Example("Year 2: the report on year 1 is due a month after the deadline", _year(2), MET),
    Example("Year 3 without the report on year 1, due last year", _year(3), UNMET),
    Example("Year 3 with the report on year 1", _year(3, 1), MET),
    Example("Year 3 with the report on year 2 alone", _year(3, 2), UNMET),
    Example(
        "Municipal work against drug abuse in 2018: the report on year 1 was due two weeks before the deadline",
        _year(2, scheme=RUSARBEID_2018),
        UNMET,
    ),
    Example("The same, with the report", _year(2, 1, scheme=RUSARBEID_2018), MET),
]
