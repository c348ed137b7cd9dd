"""A foundation or organisation has an agreement with a public body to run the service.

Source: Helsedirektoratet's call of 2018 ("Arbeidsrehabilitering etter modell av IPS og/eller JMO"): only with an
agreement with a municipality or a regional health authority. NAPHA, 31 January 2020, tells of four institutions with
an agreement with the specialist health service: so an agreement with a health trust counts. An officer answers where
the counterparty is no public body that we know, and where the agreement ended before the deadline.
"""

from datetime import date

from schemas.application import ServiceAgreement
from schemas.eligibility import Finding
from schemas.reasons import Reason
from schemas.scheme import ServiceAgreementRule
from services.eligibility.rules.case import Case, Evidence

UNMET = Reason.NO_AGREEMENT_WITH_PUBLIC_BODY


def judge(rule: ServiceAgreementRule, case: Case) -> Finding:
    kind = case.application.applicant.kind
    if kind not in rule.required_of:
        return Evidence(rule, case, {"kind": kind.value}, "not required").met()
    deadline = case.scheme.deadline.date
    agreement = case.application.service_agreement
    threshold = f"with a municipality, a regional health authority or a health trust, in force on {deadline}"
    evidence = Evidence(rule, case, {"kind": kind.value, **_facts(agreement, case)}, threshold)
    if agreement is None:
        return evidence.unmet(UNMET)
    if agreement.counterparty not in case.public_bodies or _ended_before(agreement, deadline):
        return evidence.unclear()
    return evidence.met()


def _facts(agreement: ServiceAgreement | None, case: Case) -> dict[str, str]:
    if agreement is None:
        return {"agreement": "none"}
    body = case.public_bodies.get(agreement.counterparty)
    return {
        "agreement": agreement.document.reference,
        "counterparty": agreement.counterparty,
        "counterparty_kind": body.kind if body else "unknown",
        "valid_until": agreement.valid_until.isoformat() if agreement.valid_until else "no end",
    }


def _ended_before(agreement: ServiceAgreement, day: date) -> bool:
    return agreement.valid_until is not None and agreement.valid_until < day
