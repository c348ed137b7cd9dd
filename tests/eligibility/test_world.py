"""What is known outside the application: adopted lists, earlier letters, and the day in Norway."""

from datetime import UTC, datetime

import pytest
from pydantic import JsonValue, ValidationError

from schemas.base import Message
from schemas.eligibility import EligibilityDecided, Finding, Outcome
from schemas.ids import Digest
from schemas.intake import ReferenceAdopted
from schemas.reference import ReferenceName
from services.eligibility.state import ApplicationState, ReferenceState
from tests.eligibility.examples import FJELLVIK, NEW, OLD_FJELLVIK, ROUND, SECOND_YEAR
from tests.eligibility.history import History, given
from tests.eligibility.told import CLOSED, deficient, received, stated, superseded


def adopted(name: ReferenceName, *rows: JsonValue) -> ReferenceAdopted:
    return ReferenceAdopted(name=name, hash=Digest("cd" * 32), content=list(rows))


EXCLUDED = adopted("exclusions", {"organisation_number": FJELLVIK, "decision": "breach-2018"})
BANKRUPT = adopted(
    "organisation_states",
    {"organisation_number": FJELLVIK, "state": "bankrupt", "valid_from": "2019-03-02"},
)
MERGED = adopted(
    "successions",
    {"predecessor": OLD_FJELLVIK, "successor": FJELLVIK, "from_day": "2018-01-01", "kind": "merged"},
)


def found(history: History, rule: str, at: datetime | None = None) -> Finding:
    arrived = received(SECOND_YEAR)
    history.hears(arrived)
    said, *_ = history.hears(stated(arrived), at) if at else history.hears(stated(arrived))
    assert isinstance(said.fact, EligibilityDecided)
    return next(finding for finding in said.fact.findings if finding.rule == rule)


def test_each_adopted_list_is_known_beside_the_others() -> None:
    state = given(EXCLUDED, BANKRUPT, MERGED).states["reference/2"]
    assert isinstance(state, ReferenceState)
    world = state.world
    assert [len(rows) for rows in (world.exclusions, world.organisation_states, world.successions)] == [1, 1, 1]


def test_a_list_adopted_anew_takes_the_place_of_the_one_before() -> None:
    state = given(EXCLUDED, adopted("exclusions")).states["reference/2"]
    assert isinstance(state, ReferenceState)
    assert state.world.exclusions == ()


def test_a_list_that_can_not_be_read_stops_the_service() -> None:
    with pytest.raises(ValidationError):
        given(adopted("successions", {"predecessor": "nobody"}))


def test_an_excluded_applicant_is_found_by_its_rule() -> None:
    assert found(given(ROUND, EXCLUDED), "not_excluded").outcome is Outcome.UNMET
    assert found(given(ROUND), "not_excluded").outcome is Outcome.MET


def test_a_succession_leaves_the_earlier_award_to_an_officer() -> None:
    assert found(given(ROUND, MERGED), "prior_award").outcome is Outcome.UNCLEAR
    assert found(given(ROUND), "prior_award").outcome is Outcome.UNMET


def test_the_day_of_the_decision_is_the_one_that_the_calendar_in_norway_has() -> None:
    last_minute_of_march_1 = datetime(2019, 3, 1, 22, 59, 59, tzinfo=UTC)
    midnight_in_norway = datetime(2019, 3, 1, 23, tzinfo=UTC)
    assert found(given(ROUND, BANKRUPT), "organisation_active", last_minute_of_march_1).outcome is Outcome.MET
    assert found(given(ROUND, BANKRUPT), "organisation_active", midnight_in_norway).outcome is not Outcome.MET


def test_what_deficiency_letters_asked_for_is_remembered_across_versions_and_once() -> None:
    first, second = received(NEW), received(NEW, version=2)
    asked = [deficient(first, "/team", "/reports"), superseded(first), second, deficient(second, "/team", "/purpose")]
    state = given(ROUND, first, *asked).states[f"application/{first.application}"]
    assert isinstance(state, ApplicationState)
    assert state.asked_for == ("/team", "/reports", "/purpose")


def test_a_correction_after_a_letter_is_judged_anew_by_what_the_letter_asked_for() -> None:
    first = received(NEW.but(cooperation=NEW.cooperation.but(agreement=None)))
    second = received(NEW, version=2)
    history = given(ROUND, first, deficient(first, "/cooperation/agreement"), CLOSED)
    lacking, *_ = history.hears(stated(first))
    history.hears(superseded(first))
    history.hears(second)
    whole, *_ = history.hears(stated(second))
    assert [_of_the_rule(said.fact, "completeness") for said in (lacking, whole)] == [Outcome.UNMET, Outcome.MET]
    assert isinstance(whole.fact, EligibilityDecided)
    assert (whole.fact.version, whole.fact.outcome) == (2, "eligible")


def _of_the_rule(fact: Message, rule: str) -> Outcome:
    assert isinstance(fact, EligibilityDecided)
    return next(finding.outcome for finding in fact.findings if finding.rule == rule)
