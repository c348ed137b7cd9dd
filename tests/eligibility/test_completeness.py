from dataclasses import replace

import pytest

from schemas.application import Application
from schemas.eligibility import Outcome
from services.eligibility.rules.case import Answer
from services.eligibility.rules.completeness import Parameters, judge
from tests.eligibility.examples import COOPERATION, FOUNDATION, NEW, case

WITHOUT_AGREEMENT = NEW.but(cooperation=COOPERATION.but(agreement=None))


def found(application: Application, *asked_for: str) -> Answer:
    return judge(Parameters(), replace(case(application), asked_for=asked_for))


def test_nothing_is_missing_where_nothing_was_asked_for() -> None:
    answer = found(WITHOUT_AGREEMENT)
    assert (answer.outcome, answer.threshold) == (Outcome.MET, "not required")


def test_what_was_asked_for_and_came_is_there() -> None:
    answer = found(NEW, "/cooperation/agreement")
    assert answer.outcome is Outcome.MET
    assert answer.inputs == {"asked_for": "/cooperation/agreement", "still_missing": "nothing"}


def test_what_was_asked_for_and_did_not_come_is_named() -> None:
    answer = found(WITHOUT_AGREEMENT, "/cooperation/agreement")
    assert answer.outcome is Outcome.UNMET
    assert answer.inputs["still_missing"] == "/cooperation/agreement"


def test_one_of_two_is_not_both() -> None:
    answer = found(NEW, "/cooperation/agreement", "/service_agreement")
    assert (answer.outcome, answer.inputs["still_missing"]) == (Outcome.UNMET, "/service_agreement")
    assert found(FOUNDATION, "/cooperation/agreement", "/service_agreement").outcome is Outcome.MET


def test_a_member_of_a_list_is_asked_for_by_its_place() -> None:
    assert found(NEW, "/cooperation/parties/1/consent").outcome is Outcome.MET
    assert found(NEW, "/cooperation/parties/2/consent").outcome is Outcome.UNMET


@pytest.mark.parametrize("pointer", ["/reports", "/reports/0", "/reports/first", "/no_such_field", "/amount_nok/0"])
def test_an_empty_list_and_a_place_that_is_not_are_nothing(pointer: str) -> None:
    assert found(NEW, pointer).outcome is Outcome.UNMET


def test_a_zero_is_something() -> None:
    assert found(NEW.but(own_contribution_nok=0), "/own_contribution_nok").outcome is Outcome.MET
