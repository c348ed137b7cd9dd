from datetime import date
from typing import Literal

from schemas.reference import OrganisationState, Succession
from services.eligibility.rules.case import Case, World
from tests.eligibility.examples import FOUNDATION, HAVEN, SEAGULL
from tests.eligibility.other_rounds import IPS_2023, case_in
from tests.eligibility.rule_examples import MET, UNCLEAR, UNMET, Example

_JUDGED, _DAY_AFTER = date(2023, 3, 2), date(2023, 3, 3)
_SUCCESSOR = Succession(predecessor=HAVEN, successor=SEAGULL, from_day=_JUDGED, kind="merged")


def _is(
    state: Literal["dissolved", "bankrupt", "under_liquidation"],
    since: date = _JUDGED,
    successions: tuple[Succession, ...] = (),
) -> Case:
    row = OrganisationState(organisation_number=HAVEN, state=state, valid_from=since)
    return case_in(IPS_2023, FOUNDATION, World(organisation_states=(row,), successions=successions))


EXAMPLES = [
    Example("A foundation of which nothing is known", case_in(IPS_2023, FOUNDATION), MET),
    Example("Bankrupt since the day of judgement", _is("bankrupt"), UNMET),
    Example("Bankrupt from the day after: this judgement does not know it", _is("bankrupt", _DAY_AFTER), MET),
    Example("Dissolved", _is("dissolved"), UNMET),
    Example("Being wound up", _is("under_liquidation"), UNCLEAR),
    Example("Dissolved, with a successor", _is("dissolved", successions=(_SUCCESSOR,)), UNCLEAR),
    Example("Bankrupt, with a successor", _is("bankrupt", successions=(_SUCCESSOR,)), UNMET),
]
