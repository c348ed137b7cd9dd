from schemas.application import Application
from services.eligibility.rules.case import Case
from tests.eligibility.examples import COOPERATION, FOUNDATION, NEW
from tests.eligibility.other_rounds import IPS_2023, case_in
from tests.eligibility.rule_examples import MET, UNMET, Example

_AGREEMENT, _CONSENT = "/cooperation/agreement", "/cooperation/parties/1/consent"
_WITHOUT_AGREEMENT = NEW.but(cooperation=COOPERATION.but(agreement=None))


def _asked(application: Application, *pointers: str) -> Case:
    return case_in(IPS_2023, application, asked_for=pointers)


EXAMPLES = [
    Example("Nothing was asked for", _asked(_WITHOUT_AGREEMENT), MET),
    Example("The agreement was asked for, and came", _asked(NEW, _AGREEMENT), MET),
    Example("The agreement was asked for, and did not come", _asked(_WITHOUT_AGREEMENT, _AGREEMENT), UNMET),
    Example("The second party's consent was asked for, and came", _asked(NEW, _CONSENT), MET),
    Example("Of two things that were asked for one came", _asked(_WITHOUT_AGREEMENT, _AGREEMENT, _CONSENT), UNMET),
    Example("Reports were asked for, and the list is empty", _asked(NEW, "/reports"), UNMET),
    Example("A service agreement was asked for, and came", _asked(FOUNDATION, "/service_agreement"), MET),
]
