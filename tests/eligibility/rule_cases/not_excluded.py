from datetime import date

from schemas.ids import SchemeId
from schemas.reference import Exclusion, Succession
from services.eligibility.rules.case import Case, World
from tests.eligibility.examples import FJELLVIK, NEW, SEAGULL
from tests.eligibility.other_rounds import IPS_2023, case_in
from tests.eligibility.rule_examples import MET, UNCLEAR, UNMET, Example

_JUDGED = date(2023, 3, 2)
_EXCLUDED = Exclusion(
    organisation_number=FJELLVIK,
    scheme=SchemeId("ips"),
    decision="2022/114",
    valid_from=date(2022, 6, 1),
    valid_to=date(2025, 1, 1),
)
_MERGED = Succession(predecessor=SEAGULL, successor=FJELLVIK, from_day=date(2023, 1, 1), kind="merged")


def _after(*exclusions: Exclusion, successions: tuple[Succession, ...] = ()) -> Case:
    return case_in(IPS_2023, NEW, World(exclusions=exclusions, successions=successions))


EXAMPLES = [
    Example("No exclusion", _after(), MET),
    Example("An exclusion from this scheme", _after(_EXCLUDED), UNMET),
    Example("An exclusion from all schemes", _after(_EXCLUDED.but(scheme=None)), UNMET),
    Example("An exclusion from another scheme", _after(_EXCLUDED.but(scheme=SchemeId("rusarbeid"))), MET),
    Example("An exclusion of another organisation", _after(_EXCLUDED.but(organisation_number=SEAGULL)), MET),
    Example("Its last day was the day before", _after(_EXCLUDED.but(valid_to=_JUDGED)), MET),
    Example("Its last day is the day of judgement", _after(_EXCLUDED.but(valid_to=date(2023, 3, 3))), UNMET),
    Example("It begins on the day after", _after(_EXCLUDED.but(valid_from=date(2023, 3, 3))), MET),
    Example(
        "An exclusion of a body that the applicant has taken over",
        _after(_EXCLUDED.but(organisation_number=SEAGULL), successions=(_MERGED,)),
        UNCLEAR,
    ),
]
