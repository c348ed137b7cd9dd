from dataclasses import replace
from datetime import date, timedelta

import pytest

from schemas.eligibility import Outcome
from schemas.ids import SchemeId
from schemas.reference import Exclusion, Succession
from services.eligibility.rules.case import Answer, World
from services.eligibility.rules.not_excluded import Parameters, judge
from tests.eligibility.examples import FJELLVIK, NEW, NORDFJORD_TRUST, SEAGULL, case

FROM, UNTIL = date(2019, 1, 1), date(2020, 1, 1)
EXCLUDED = Exclusion(
    organisation_number=FJELLVIK,
    scheme=SchemeId("ips"),
    decision="2018/114",
    valid_from=FROM,
    valid_to=UNTIL,
)
IN_FORCE = date(2019, 4, 1)


TAKEN_OVER = Succession(predecessor=SEAGULL, successor=FJELLVIK, from_day=IN_FORCE, kind="merged")


def found(*exclusions: Exclusion, on: date = IN_FORCE, successions: tuple[Succession, ...] = ()) -> Answer:
    world = World(exclusions=exclusions, successions=successions)
    return judge(Parameters(), replace(case(NEW), world=world, on=on))


def test_an_exclusion_names_the_decision_that_it_rests_on() -> None:
    answer = found(EXCLUDED)
    assert answer.outcome is Outcome.UNMET
    assert answer.inputs == {"applicant": FJELLVIK, "excluded_by": "2018/114"}
    assert answer.threshold == "no exclusion from ips or from all schemes on 2019-04-01"


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        (FROM - timedelta(days=1), Outcome.MET),
        (FROM, Outcome.UNMET),
        (UNTIL - timedelta(days=1), Outcome.UNMET),
        (UNTIL, Outcome.MET),
    ],
)
def test_an_exclusion_holds_from_its_first_day_to_its_last(on: date, outcome: Outcome) -> None:
    assert found(EXCLUDED, on=on).outcome is outcome


def test_an_exclusion_from_all_schemes_counts_in_this_one() -> None:
    assert found(EXCLUDED.but(scheme=None)).outcome is Outcome.UNMET


def test_an_exclusion_from_another_scheme_does_not_count() -> None:
    assert found(EXCLUDED.but(scheme=SchemeId("rusarbeid"))).outcome is Outcome.MET


def test_an_exclusion_of_another_organisation_does_not_count() -> None:
    assert found(EXCLUDED.but(organisation_number=SEAGULL)).outcome is Outcome.MET


def test_each_of_several_exclusions_is_named_and_one_that_is_over_is_not() -> None:
    over = EXCLUDED.but(decision="2015/9", valid_to=FROM, valid_from=None)
    answer = found(over, EXCLUDED, EXCLUDED.but(scheme=None, decision="2018/200"))
    assert answer.inputs["excluded_by"] == "2018/114, 2018/200"


def test_whoever_took_over_an_excluded_body_is_left_to_an_officer_from_that_day() -> None:
    of_another = EXCLUDED.but(organisation_number=SEAGULL)
    answer = found(of_another, successions=(TAKEN_OVER,))
    assert (answer.outcome, answer.inputs["excluded_before_taken_over"]) == (Outcome.UNCLEAR, "2018/114")
    day_before = IN_FORCE - timedelta(days=1)
    assert found(of_another, on=day_before, successions=(TAKEN_OVER,)).outcome is Outcome.MET


def test_an_exclusion_of_ones_own_counts_whomever_one_took_over() -> None:
    of_both = (EXCLUDED, EXCLUDED.but(organisation_number=SEAGULL))
    assert found(*of_both, successions=(TAKEN_OVER,)).outcome is Outcome.UNMET


def test_what_another_body_took_over_does_not_count() -> None:
    by_another = TAKEN_OVER.but(successor=NORDFJORD_TRUST)
    assert found(EXCLUDED.but(organisation_number=SEAGULL), successions=(by_another,)).outcome is Outcome.MET
