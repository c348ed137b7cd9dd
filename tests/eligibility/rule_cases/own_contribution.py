from services.eligibility.rules.case import Case
from tests.eligibility.examples import NEW
from tests.eligibility.other_rounds import IPS_2023, case_in
from tests.eligibility.rule_examples import MET, UNMET, Example


def _carries(amount_nok: int, own_nok: int) -> Case:
    return case_in(IPS_2023, NEW.but(amount_nok=amount_nok, own_contribution_nok=own_nok))


EXAMPLES = [
    Example("Exactly a fifth of the whole", _carries(800_000, 200_000), MET),
    Example("One krone less", _carries(800_000, 199_999), UNMET),
    Example("One krone more is applied for", _carries(800_001, 200_000), UNMET),
    Example("A fifth of the amount is less than a fifth of the whole", _carries(1_000_000, 200_000), UNMET),
    Example("The fifth is no whole krone: it is rounded up", _carries(801, 201), MET),
    Example("Rounded down it is too little", _carries(801, 200), UNMET),
    Example("Nothing of one's own", _carries(770_000, 0), UNMET),
    Example("More of one's own than what is applied for", _carries(300_000, 900_000), MET),
]
