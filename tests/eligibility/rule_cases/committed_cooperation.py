from schemas.application import ApplicantKind, Party, PartyRole
from services.eligibility.rules.case import Case
from tests.eligibility.examples import (
    COOPERATION,
    FJELLVIK,
    FOUNDATION,
    HAVEN,
    NEW,
    NORDFJORD_TRUST,
    case,
    organisation,
    party,
)
from tests.eligibility.rule_examples import MET, UNMET, Example

_NAV = party(FJELLVIK, PartyRole.NAV)
_TRUST = party(NORDFJORD_TRUST, PartyRole.SPECIALIST_HEALTH)
_LOCAL = party(FJELLVIK, PartyRole.MUNICIPAL_HEALTH)
_SILENT_NAV = party(FJELLVIK, PartyRole.NAV, consents=False)
_SILENT_TRUST = party(NORDFJORD_TRUST, PartyRole.SPECIALIST_HEALTH, consents=False)
_STRANGER = organisation(HAVEN, ApplicantKind.SPECIALIST_HEALTH)


def _together(*parties: Party) -> Case:
    return case(NEW.but(cooperation=COOPERATION.but(parties=parties)))


EXAMPLES = [
    Example("NAV and the health trust, both with consent", _together(_NAV, _TRUST), MET),
    Example("NAV and the health service of one municipality", _together(_NAV, _LOCAL), MET),
    Example("One health service of two has consented", _together(_NAV, _SILENT_TRUST, _LOCAL), MET),
    Example("NAV alone", _together(_NAV), UNMET),
    Example("The health service alone", _together(_LOCAL, _TRUST), UNMET),
    Example("NAV has not consented", _together(_SILENT_NAV, _TRUST), UNMET),
    Example("No health service has consented", _together(_NAV, _SILENT_TRUST), UNMET),
    Example("There is no agreement", case(NEW.but(cooperation=COOPERATION.but(agreement=None))), UNMET),
    Example("The applicant is not one of them", case(NEW.but(applicant=_STRANGER)), UNMET),
    Example("A foundation acts for them", case(FOUNDATION), MET),
]
