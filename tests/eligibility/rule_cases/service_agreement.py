from datetime import date

from services.eligibility.rules.case import Case
from tests.eligibility.examples import AGREEMENT, FJELLVIK, FOUNDATION, NEW, case
from tests.eligibility.examples import UNCLEAR as WITH_A_COMPANY
from tests.eligibility.rule_examples import MET, UNCLEAR, UNMET, Example


def _until(day: date | None) -> Case:
    return case(FOUNDATION.but(service_agreement=AGREEMENT.but(valid_until=day)))


EXAMPLES = [
    Example("A municipality needs no agreement with itself", case(NEW), MET),
    Example("A foundation with an agreement with a health trust", case(FOUNDATION), MET),
    Example(
        "A foundation with an agreement with a municipality",
        case(FOUNDATION.but(service_agreement=AGREEMENT.but(counterparty=FJELLVIK))),
        MET,
    ),
    Example("A foundation without an agreement", case(FOUNDATION.but(service_agreement=None)), UNMET),
    Example("The counterparty is no public body that we know", case(WITH_A_COMPANY), UNCLEAR),
    Example("The agreement ends on the day of the deadline", _until(date(2019, 3, 1)), MET),
    Example("The agreement ended the day before the deadline", _until(date(2019, 2, 28)), UNCLEAR),
    Example("The agreement has no end", _until(None), MET),
]
