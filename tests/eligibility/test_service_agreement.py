from datetime import date

from schemas.application import ApplicantKind
from schemas.eligibility import Finding, Outcome
from schemas.reasons import Reason
from schemas.scheme import ServiceAgreementRule
from services.eligibility.rules.case import Case
from services.eligibility.rules.service_agreement import judge
from tests.eligibility.examples import AGREEMENT, FOUNDATION, NEW, SEAGULL, UNCLEAR, case
from tests.eligibility.rule_page import criterion_of


def found(of: Case) -> Finding:
    rule = criterion_of("service_agreement")
    assert isinstance(rule, ServiceAgreementRule)
    return judge(rule, of)


def test_a_foundation_without_an_agreement_is_told_what_was_wanted() -> None:
    finding = found(case(FOUNDATION.but(service_agreement=None)))
    assert finding.inputs == {"kind": "institution", "agreement": "none"}
    assert finding.threshold == (
        "with a municipality, a regional health authority or a health trust, in force on 2019-03-01"
    )
    assert finding.reason is Reason.NO_AGREEMENT_WITH_PUBLIC_BODY


def test_an_unknown_counterparty_is_left_to_an_officer_with_its_number() -> None:
    finding = found(case(UNCLEAR))
    assert finding.outcome is Outcome.UNCLEAR
    assert finding.reason is None
    assert (finding.inputs["counterparty"], finding.inputs["counterparty_kind"]) == (SEAGULL, "unknown")


def test_an_ended_agreement_is_left_to_an_officer_with_its_last_day() -> None:
    finding = found(case(FOUNDATION.but(service_agreement=AGREEMENT.but(valid_until=date(2018, 12, 31)))))
    assert finding.outcome is Outcome.UNCLEAR
    assert finding.inputs["valid_until"] == "2018-12-31"


def test_an_agreement_is_asked_only_of_those_whom_the_rulebook_names() -> None:
    rule = ServiceAgreementRule(
        rule="service_agreement", version=1, required_of=(ApplicantKind.NAV_MUNICIPALITY,), citation="the other way"
    )
    assert judge(rule, case(NEW)).outcome is Outcome.UNMET
    assert judge(rule, case(FOUNDATION.but(service_agreement=None))).threshold == "not required"
