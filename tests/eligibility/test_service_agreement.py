from datetime import date

from schemas.application import ApplicantKind
from schemas.eligibility import Outcome
from services.eligibility.rules.service_agreement import Parameters, judge
from tests.eligibility.examples import AGREEMENT, FOUNDATION, NEW, SEAGULL, UNCLEAR, case

OF_INSTITUTIONS = Parameters(required_of=(ApplicantKind.INSTITUTION,))


def test_a_foundation_without_an_agreement_is_told_what_was_wanted() -> None:
    answer = judge(OF_INSTITUTIONS, case(FOUNDATION.but(service_agreement=None)))
    assert answer.inputs == {"kind": "institution", "agreement": "none"}
    assert answer.threshold == (
        "with a municipality, a regional health authority or a health trust, in force on 2019-03-01"
    )
    assert answer.outcome is Outcome.UNMET


def test_an_unknown_counterparty_is_left_to_an_officer_with_its_number() -> None:
    answer = judge(OF_INSTITUTIONS, case(UNCLEAR))
    assert answer.outcome is Outcome.UNCLEAR
    assert (answer.inputs["counterparty"], answer.inputs["counterparty_kind"]) == (SEAGULL, "unknown")


def test_an_ended_agreement_is_left_to_an_officer_with_its_last_day() -> None:
    ended = AGREEMENT.but(valid_until=date(2018, 12, 31))
    answer = judge(OF_INSTITUTIONS, case(FOUNDATION.but(service_agreement=ended)))
    assert (answer.outcome, answer.inputs["valid_until"]) == (Outcome.UNCLEAR, "2018-12-31")


def test_an_agreement_is_asked_only_of_those_whom_the_rulebook_names() -> None:
    of_municipalities = Parameters(required_of=(ApplicantKind.NAV_MUNICIPALITY,))
    assert judge(of_municipalities, case(NEW)).outcome is Outcome.UNMET
    assert judge(of_municipalities, case(FOUNDATION.but(service_agreement=None))).threshold == "not required"
