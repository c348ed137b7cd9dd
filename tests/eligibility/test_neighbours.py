"""Applications that stand beside each other: for one cooperation, and of one applicant under one ceiling."""

from schemas.base import Message
from schemas.eligibility import EligibilityDecided, Finding, Outcome
from schemas.ids import CooperationId
from schemas.intake import ApplicationReceived
from schemas.reasons import Reason
from tests.eligibility.examples import (
    CONTINUOUS,
    COOPERATION,
    FIRST_YEAR_AWARD,
    FJELLVIK,
    FOUNDATION,
    NEW,
    NORDFJORD_TRUST,
    ROUND,
    SECOND_YEAR,
    organisation,
)
from tests.eligibility.history import History, given
from tests.eligibility.told import CLOSED, answer, dismissed, received, stated, superseded, withdrawn

ELSEWHERE = COOPERATION.but(cooperation=CooperationId("fjellvik-south"))
NAV = received(NEW)
TRUST = received(NEW.but(applicant=organisation(NORDFJORD_TRUST, NEW.applicant.kind)), reference="A-2")
"""The other party, for the same cooperation."""
MUCH = received(NEW.but(amount_nok=1_500_000))
MORE = received(NEW.but(amount_nok=500_000, cooperation=ELSEWHERE), reference="A-2")
"""The same applicant, for another cooperation."""


def decided(history: History, of: ApplicationReceived) -> EligibilityDecided:
    said, *_ = history.hears(stated(of))
    assert isinstance(said.fact, EligibilityDecided)
    return said.fact


def found(history: History, of: ApplicationReceived, rule: str = "one_per_cooperation") -> Finding:
    return next(finding for finding in decided(history, of).findings if finding.rule == rule)


def closed(*messages: Message) -> History:
    return given(ROUND, *messages, CLOSED)


def test_both_of_two_applications_for_one_cooperation_go_to_an_officer() -> None:
    history = closed(NAV, TRUST)
    for mine, other in ((NAV, TRUST), (TRUST, NAV)):
        finding = found(history, mine)
        assert (finding.outcome, finding.inputs["others"]) == (Outcome.UNCLEAR, other.application)


def test_an_officer_says_which_of_the_two_may_stand() -> None:
    history = closed(NAV, TRUST)
    decided(history, NAV)
    decided(history, TRUST)
    (kept,) = history.hears(answer(NAV, "met", rule="one_per_cooperation"))
    (refused,) = history.hears(answer(TRUST, "unmet", rule="one_per_cooperation"))
    assert isinstance(kept.fact, EligibilityDecided)
    assert isinstance(refused.fact, EligibilityDecided)
    assert (kept.fact.outcome, kept.fact.grantable_nok) == ("eligible", 770_000)
    assert (refused.fact.outcome, refused.fact.reasons) == ("ineligible", (Reason.DUPLICATE_FOR_SAME_COOPERATION,))


def test_two_cooperations_of_one_municipality_are_no_duplicates() -> None:
    history = closed(NAV, MORE)
    assert found(history, NAV).outcome is found(history, MORE).outcome is Outcome.MET


def test_what_was_withdrawn_dismissed_or_moved_before_the_closing_stands_beside_nobody() -> None:
    moved = received(TRUST.content.but(cooperation=ELSEWHERE), reference="A-2", version=2)
    for gone in ((withdrawn(TRUST),), (dismissed(TRUST),), (superseded(TRUST), moved)):
        assert found(closed(NAV, TRUST, *gone), NAV).outcome is Outcome.MET


def test_new_content_that_came_too_late_leaves_what_stands_as_it_is() -> None:
    history = closed(NAV, TRUST, dismissed(TRUST, late=True))
    assert found(history, NAV).outcome is Outcome.UNCLEAR
    assert decided(history, TRUST).outcome == "needs_review"


def test_what_is_withdrawn_after_the_closing_is_left_to_the_officer_whenever_it_was_heard() -> None:
    before, after = closed(NAV, TRUST), closed(NAV, TRUST)
    before.hears(withdrawn(TRUST))
    assert decided(before, NAV) == decided(after, NAV)
    assert given(ROUND, NAV, TRUST, CLOSED).hears(withdrawn(TRUST)) == ()


def test_where_assessment_is_continuous_the_second_for_one_cooperation_goes_to_an_officer() -> None:
    history = given(CONTINUOUS, NAV, TRUST)
    assert found(history, NAV).outcome is Outcome.MET
    assert (found(history, TRUST).inputs["others"]) == NAV.application


def test_where_assessment_is_continuous_whoever_came_first_may_be_gone() -> None:
    history = given(CONTINUOUS, NAV, stated(NAV), withdrawn(NAV), TRUST)
    assert found(history, TRUST).outcome is Outcome.MET


def test_the_ceiling_of_an_applicant_is_shared_between_its_applications_of_one_project_year() -> None:
    history = closed(MUCH, MORE)
    first, second = decided(history, MUCH), decided(history, MORE)
    assert [first.grantable_nok, second.grantable_nok] == [1_125_000, 375_000]
    for fact in (first, second):
        assert [reduction.reason for reduction in fact.reductions] == [Reason.REDUCED_TO_CEILING]
        assert (fact.outcome, fact.ceiling_nok) == ("eligible", 1_500_000)


def test_two_applications_that_fit_under_the_ceiling_get_what_they_ask() -> None:
    history = closed(received(NEW), MORE)
    assert [decided(history, one).grantable_nok for one in (NAV, MORE)] == [770_000, 500_000]


def test_ceilings_are_not_shared_with_other_applicants_nor_with_other_project_years() -> None:
    foundation = received(FOUNDATION.but(amount_nok=1_500_000, cooperation=ELSEWHERE), reference="A-2")
    assert decided(closed(MUCH, foundation), MUCH).grantable_nok == 1_500_000
    second_year = received(SECOND_YEAR.but(amount_nok=1_200_000, cooperation=ELSEWHERE), reference="A-2")
    history = closed(MUCH, second_year)
    assert decided(history, MUCH).grantable_nok == 1_500_000
    said, *_ = history.hears(stated(second_year, FIRST_YEAR_AWARD))
    assert isinstance(said.fact, EligibilityDecided)
    assert said.fact.grantable_nok == 1_200_000


def test_a_correction_after_the_closing_takes_nothing_of_what_is_the_other_applications() -> None:
    history = closed(MUCH, MORE)
    greedy = received(MORE.content.but(amount_nok=1_500_000), reference="A-2", version=2)
    history.hears(superseded(MORE))
    history.hears(greedy)
    assert [decided(history, one).grantable_nok for one in (MUCH, greedy)] == [1_125_000, 375_000]


def test_where_assessment_is_continuous_the_later_gets_what_the_earlier_has_left() -> None:
    history = given(CONTINUOUS, received(NEW.but(amount_nok=1_200_000)), MORE)
    first = received(NEW.but(amount_nok=1_200_000))
    assert [decided(history, one).grantable_nok for one in (first, MORE)] == [1_200_000, 300_000]


def test_where_nothing_of_the_ceiling_is_left_there_is_nothing_to_grant() -> None:
    history = given(CONTINUOUS, MUCH, stated(MUCH), MORE)
    fact = decided(history, MORE)
    assert (fact.outcome, fact.grantable_nok, fact.reasons) == ("ineligible", 0, (Reason.REDUCED_TO_CEILING,))
    assert fact.reductions[-1].to_nok == 0


def test_a_withdrawal_gives_its_part_of_the_ceiling_to_those_who_come_later() -> None:
    history = given(CONTINUOUS, MUCH, stated(MUCH), withdrawn(MUCH), MORE)
    assert decided(history, MORE).grantable_nok == 500_000


def test_an_application_is_noted_for_its_cooperation_and_for_its_applicant_where_there_is_a_ceiling() -> None:
    applicant, cooperation = f"applicant/ips-2019/{FJELLVIK}", "cooperation/ips-2019/fjellvik-nordfjord"
    assert {one.stream for one in given(ROUND).hears(NAV)} == {applicant, cooperation}
    groups = tuple(group.but(ceilings_nok={}) for group in ROUND.rulebook.groups)
    without_ceilings = ROUND.but(rulebook=ROUND.rulebook.but(groups=groups))
    assert {one.stream for one in given(without_ceilings).hears(NAV)} == {cooperation}
    assert decided(given(without_ceilings, MUCH, MORE, CLOSED), MUCH).grantable_nok == 1_500_000


def test_where_a_position_carries_an_amount_it_is_that_which_counts_under_the_shared_ceiling() -> None:
    """Or else whoever asks most beyond its positions would take from the applicant's other application."""
    groups = tuple(
        group.but(per_position_nok=dict.fromkeys(group.ceilings_nok, 500_000)) for group in ROUND.rulebook.groups
    )
    by_position = ROUND.but(rulebook=ROUND.rulebook.but(groups=groups))
    greedy = received(NEW.but(amount_nok=9_000_000))
    history = given(by_position, greedy, received(MORE.content, reference="A-2"), CLOSED)
    assert [decided(history, one).grantable_nok for one in (greedy, MORE)] == [1_000_000, 500_000]
