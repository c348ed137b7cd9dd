"""NAV and at least one health service have agreed to cooperate, each with its own consent, and one of them applies.

Source: Helsedirektoratet's call of 2018 ("Arbeidsrehabilitering etter modell av IPS og/eller JMO"): a committed
cooperation between NAV and the health service is a condition, and one party applies on behalf of all. An institution
is no party: it acts for those who are, by the agreement that the rule service_agreement asks for.
"""

from schemas.application import ApplicantKind, Application, PartyRole
from schemas.eligibility import Finding
from schemas.reasons import Reason
from schemas.scheme import CommittedCooperationRule
from services.eligibility.rules.case import Case, Evidence

UNMET = Reason.NO_COOPERATION_AGREEMENT

_APPLY_AS_A_PARTY = (
    ApplicantKind.NAV_MUNICIPALITY,
    ApplicantKind.MUNICIPAL_HEALTH,
    ApplicantKind.SPECIALIST_HEALTH,
)


def judge(rule: CommittedCooperationRule, case: Case) -> Finding:
    application = case.application
    agreement = application.cooperation.agreement
    consenting = {party.role for party in application.cooperation.parties if party.consent is not None}
    takes_part = _applicant_takes_part(application)
    inputs = {
        "agreement": agreement.reference if agreement else "none",
        "consent_of": ", ".join(role for role in PartyRole if role in consenting) or "none",
        "applicant": takes_part,
    }
    threshold = f"an agreement; consent of {rule.nav} and of {' or '.join(rule.any_of)}; the applicant a party"
    evidence = Evidence(rule, case, inputs, threshold)
    cooperates = agreement is not None and rule.nav in consenting and not consenting.isdisjoint(rule.any_of)
    return evidence.met() if cooperates and takes_part != "not a party" else evidence.unmet(UNMET)


def _applicant_takes_part(application: Application) -> str:
    if application.applicant.kind not in _APPLY_AS_A_PARTY:
        return "acts for the parties"
    numbers = {party.organisation_number for party in application.cooperation.parties}
    return "a party" if application.applicant.organisation_number in numbers else "not a party"
