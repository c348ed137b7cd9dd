"""Those who must take part have agreed to cooperate, each with its own consent, and one of them applies.

Source: Helsedirektoratet's call of 2018 ("Arbeidsrehabilitering etter modell av IPS og/eller JMO"): a committed
cooperation between NAV and the health service is a condition, and one party applies on behalf of all. An institution
is no party: it acts for those who are, by the agreement that the rule service_agreement asks for.
"""

from typing import Annotated

from pydantic import Field

from schemas.application import ApplicantKind, Application, PartyRole
from schemas.base import Message
from schemas.reasons import Reason
from services.eligibility.rules.case import Answer, Case, met, unmet

VERSION = 1
UNMET = Reason.NO_COOPERATION_AGREEMENT

_APPLY_AS_A_PARTY = (
    ApplicantKind.NAV_MUNICIPALITY,
    ApplicantKind.MUNICIPAL_HEALTH,
    ApplicantKind.SPECIALIST_HEALTH,
)


class Parameters(Message):
    all_of: Annotated[tuple[PartyRole, ...], Field(min_length=1)]
    """Who must all take part."""
    any_of: tuple[PartyRole, ...] = ()
    """Of whom at least one must take part besides; nobody where none is named."""


def judge(parameters: Parameters, case: Case) -> Answer:
    application = case.application
    agreement = application.cooperation.agreement
    consenting = {party.role for party in application.cooperation.parties if party.consent is not None}
    takes_part = _applicant_takes_part(application)
    inputs = {
        "agreement": agreement.reference if agreement else "none",
        "consent_of": ", ".join(role for role in PartyRole if role in consenting) or "none",
        "applicant": takes_part,
    }
    wanted = [*parameters.all_of, *([" or ".join(parameters.any_of)] if parameters.any_of else [])]
    threshold = f"an agreement; consent of {' and of '.join(wanted)}; the applicant a party"
    all_consent = consenting.issuperset(parameters.all_of)
    any_consents = not parameters.any_of or not consenting.isdisjoint(parameters.any_of)
    cooperates = agreement is not None and all_consent and any_consents and takes_part != "not a party"
    return met(inputs, threshold) if cooperates else unmet(inputs, threshold)


def _applicant_takes_part(application: Application) -> str:
    if application.applicant.kind not in _APPLY_AS_A_PARTY:
        return "acts for the parties"
    numbers = {party.organisation_number for party in application.cooperation.parties}
    return "a party" if application.applicant.organisation_number in numbers else "not a party"
