from dataclasses import replace
from datetime import date

import pytest

from schemas.eligibility import Outcome
from services.eligibility.rules.prior_award import Parameters, judge
from tests.eligibility.examples import FIRST_YEAR_AWARD, NEW, OLD_FJELLVIK, SECOND_YEAR, TOOK_OVER, case

NONE = Parameters()
PUT_OFF = FIRST_YEAR_AWARD.but(carried_over=True)


def test_a_second_year_without_an_award_is_told_which_year_was_wanted() -> None:
    answer = judge(NONE, case(SECOND_YEAR, FIRST_YEAR_AWARD.but(project_year=3)))
    assert answer.inputs == {"project": "fjellvik-ips", "project_year": "2", "granted_years": "3"}
    assert (answer.threshold, answer.outcome) == ("an award for project year 1", Outcome.UNMET)


def test_the_years_granted_are_told_in_order_however_they_were_stated() -> None:
    second = FIRST_YEAR_AWARD.but(project_year=2)
    answer = judge(NONE, case(SECOND_YEAR, second, FIRST_YEAR_AWARD))
    assert (answer.inputs["granted_years"], answer.outcome) == ("1, 2", Outcome.MET)


def test_a_first_year_is_not_asked_for_an_award() -> None:
    answer = judge(NONE, case(NEW))
    assert (answer.threshold, answer.inputs["granted_years"]) == ("not required in project year 1", "none")


def test_trap_9_an_award_that_was_only_carried_over_is_no_year_of_operation() -> None:
    answer = judge(NONE, case(SECOND_YEAR, PUT_OFF))
    assert (answer.outcome, answer.inputs["granted_years"], answer.inputs["put_off_years"]) == (
        Outcome.UNCLEAR,
        "none",
        "1",
    )
    assert "put_off_years" not in judge(NONE, case(SECOND_YEAR, PUT_OFF, FIRST_YEAR_AWARD)).inputs


def test_trap_6_who_took_over_which_years_of_a_merged_body_is_for_an_officer_to_say() -> None:
    answer = judge(NONE, case(SECOND_YEAR, world=TOOK_OVER))
    assert (answer.outcome, answer.inputs["took_over"]) == (Outcome.UNCLEAR, OLD_FJELLVIK)


def test_a_merged_body_does_not_begin_again_at_year_1_unseen() -> None:
    assert judge(NONE, case(NEW, world=TOOK_OVER)).outcome is Outcome.UNCLEAR
    assert judge(NONE, case(NEW, FIRST_YEAR_AWARD, world=TOOK_OVER)).outcome is Outcome.MET


@pytest.mark.parametrize(
    ("from_day", "outcome"), [(date(2019, 3, 2), Outcome.UNCLEAR), (date(2019, 3, 3), Outcome.UNMET)]
)
def test_a_body_is_taken_over_from_its_day_and_not_before(from_day: date, outcome: Outcome) -> None:
    (succession,) = TOOK_OVER.successions
    world = replace(TOOK_OVER, successions=(succession.but(from_day=from_day),))
    assert judge(NONE, case(SECOND_YEAR, world=world)).outcome is outcome


def test_what_another_took_over_concerns_the_applicant_in_nothing() -> None:
    (succession,) = TOOK_OVER.successions
    turned = succession.but(predecessor=succession.successor, successor=succession.predecessor)
    world = replace(TOOK_OVER, successions=(turned,))
    assert judge(NONE, case(SECOND_YEAR, world=world)).outcome is Outcome.UNMET
