from schemas.application import OtherFunding
from services.eligibility.rules.case import Case
from tests.eligibility.examples import NEW
from tests.eligibility.other_rounds import IPS_2018, case_in
from tests.eligibility.rule_examples import MET, UNCLEAR, UNMET, Example

_DRUG_ABUSE = OtherFunding(scheme="rusarbeid-2018", amount_nok=330_000, same_costs=False)
_NAV = OtherFunding(scheme="nav-tiltak", amount_nok=250_000, same_costs=False)


def _beside(*grants: OtherFunding) -> Case:
    return case_in(IPS_2018, NEW.but(other_funding=grants))


EXAMPLES = [
    Example("No other grant", _beside(), MET),
    Example("A grant for other positions in the same project", _beside(_DRUG_ABUSE), MET),
    Example("A grant for the same positions", _beside(_DRUG_ABUSE.but(same_costs=True)), UNMET),
    Example("It is not told what the other grant covers", _beside(_DRUG_ABUSE.but(same_costs=None)), UNCLEAR),
    Example(
        "One of two covers the same costs, the other is not told of",
        _beside(_NAV.but(same_costs=None), _DRUG_ABUSE.but(same_costs=True)),
        UNMET,
    ),
    Example(
        "One of two covers other costs, the other is not told of",
        _beside(_NAV, _DRUG_ABUSE.but(same_costs=None)),
        UNCLEAR,
    ),
]
