"""A foundation or organisation has an agreement with a public body to run the service.

Source: Helsedirektoratet's call of 2018 ("Arbeidsrehabilitering etter modell av IPS og/eller JMO"): only with an
agreement with a municipality or a regional health authority. NAPHA, 31 January 2020, tells of four institutions with
an agreement with the specialist health service: so an agreement with a health trust counts. An officer answers where
the counterparty is no public body that we know, and where the agreement ended before the deadline.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from schemas.application import ApplicantKind, ServiceAgreement
from schemas.base import Message
from schemas.reasons import Reason
from services.eligibility.rules.case import Answer, Case, met, unclear, unmet

VERSION = 1
UNMET = Reason.NO_AGREEMENT_WITH_PUBLIC_BODY


class Parameters(Message):
    required_of: Annotated[tuple[ApplicantKind, ...], Field(min_length=1)]
    """Which applicants must have an agreement."""


def judge(parameters: Parameters, case: Case) -> Answer:
    kind = case.application.applicant.kind
    if kind not in parameters.required_of:
        return met({"kind": kind.value}, "not required")
    deadline = case.scheme.deadline.date
    agreement = case.application.service_agreement
    threshold = f"with a municipality, a regional health authority or a health trust, in force on {deadline}"
    inputs = {"kind": kind.value, **_facts(agreement, case)}
    if agreement is None:
        return unmet(inputs, threshold)
    if agreement.counterparty not in case.world.public_bodies or _ended_before(agreement, deadline):
        return unclear(inputs, threshold)
    return met(inputs, threshold)


def _facts(agreement: ServiceAgreement | None, case: Case) -> dict[str, str]:
    if agreement is None:
        return {"agreement": "none"}
    body = case.world.public_bodies.get(agreement.counterparty)
    return {
        "agreement": agreement.document.reference,
        "counterparty": agreement.counterparty,
        "counterparty_kind": body.kind if body else "unknown",
        "valid_until": agreement.valid_until.isoformat() if agreement.valid_until else "no end",
    }


def _ended_before(agreement: ServiceAgreement, day: date) -> bool:
    return agreement.valid_until is not None and agreement.valid_until < day
