from schemas.application import ApplicantKind
from schemas.ids import OrganisationNumber
from services.eligibility.rules.case import Case
from tests.eligibility.examples import FJELLVIK, FOUNDATION, NEW, NORDFJORD_TRUST, SEAGULL, case, organisation
from tests.eligibility.rule_examples import MET, UNMET, Example


def _kind(number: OrganisationNumber, kind: ApplicantKind) -> Case:
    return case(NEW.but(applicant=organisation(number, kind)))


EXAMPLES = [
    Example("A municipality's NAV office", case(NEW), MET),
    Example("A municipality's health service", _kind(FJELLVIK, ApplicantKind.MUNICIPAL_HEALTH), MET),
    Example("A health trust", _kind(NORDFJORD_TRUST, ApplicantKind.SPECIALIST_HEALTH), MET),
    Example("A foundation that runs the service", case(FOUNDATION), MET),
    Example("A company that is none of these", _kind(SEAGULL, ApplicantKind.OTHER), UNMET),
]
