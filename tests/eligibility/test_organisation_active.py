from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

import pytest

from schemas.eligibility import Outcome
from schemas.ids import OrganisationNumber
from schemas.reference import OrganisationState, Succession
from services.eligibility.rules.case import Answer, World
from services.eligibility.rules.organisation_active import Parameters, judge
from tests.eligibility.examples import FOUNDATION, HAVEN, SEAGULL, case

FROM = date(2019, 3, 20)
ANY_DAY = date(2019, 4, 1)


def state(
    name: Literal["dissolved", "bankrupt", "under_liquidation"],
    until: date | None = None,
    number: OrganisationNumber = HAVEN,
) -> OrganisationState:
    return OrganisationState(organisation_number=number, state=name, valid_from=FROM, valid_to=until)


def found(*rows: OrganisationState | Succession, on: date = ANY_DAY) -> Answer:
    states = tuple(row for row in rows if isinstance(row, OrganisationState))
    successions = tuple(row for row in rows if isinstance(row, Succession))
    world = World(organisation_states=states, successions=successions)
    return judge(Parameters(), replace(case(FOUNDATION), world=world, on=on))


def taken_over(from_day: date) -> Succession:
    return Succession(predecessor=HAVEN, successor=SEAGULL, from_day=from_day, kind="merged")


@pytest.mark.parametrize("name", ["dissolved", "bankrupt"])
def test_an_organisation_that_is_no_more_gets_nothing(name: Literal["dissolved", "bankrupt"]) -> None:
    answer = found(state(name))
    assert (answer.outcome, answer.inputs) == (Outcome.UNMET, {"applicant": HAVEN, "state": name})
    assert answer.threshold == "neither dissolved nor bankrupt on 2019-04-01"


@pytest.mark.parametrize(("days_after", "outcome"), [(-1, Outcome.MET), (0, Outcome.UNMET)])
def test_trap_28_the_state_on_the_day_of_judgement_counts(days_after: int, outcome: Outcome) -> None:
    assert found(state("bankrupt"), on=FROM + timedelta(days=days_after)).outcome is outcome


def test_a_bankruptcy_that_was_set_aside_counts_no_more_from_that_day() -> None:
    assert found(state("bankrupt", until=ANY_DAY), on=ANY_DAY - timedelta(days=1)).outcome is Outcome.UNMET
    assert found(state("bankrupt", until=ANY_DAY), on=ANY_DAY).outcome is Outcome.MET


def test_an_organisation_that_is_being_wound_up_is_left_to_an_officer() -> None:
    answer = found(state("under_liquidation"))
    assert (answer.outcome, answer.inputs["state"]) == (Outcome.UNCLEAR, "under_liquidation")


def test_the_worst_state_decides() -> None:
    answer = found(state("under_liquidation"), state("bankrupt"))
    assert (answer.outcome, answer.inputs["state"]) == (Outcome.UNMET, "bankrupt, under_liquidation")


def test_another_organisations_state_does_not_count() -> None:
    answer = found(state("dissolved", number=SEAGULL))
    assert (answer.outcome, answer.inputs["state"]) == (Outcome.MET, "none recorded")


def test_a_dissolved_organisation_with_a_successor_is_left_to_an_officer() -> None:
    answer = found(state("dissolved"), taken_over(ANY_DAY))
    assert (answer.outcome, answer.inputs["successor"]) == (Outcome.UNCLEAR, SEAGULL)


def test_a_successor_helps_nobody_before_it_has_taken_over_nor_out_of_bankruptcy() -> None:
    assert found(state("dissolved"), taken_over(ANY_DAY + timedelta(days=1))).outcome is Outcome.UNMET
    assert found(state("bankrupt"), taken_over(FROM)).outcome is Outcome.UNMET
