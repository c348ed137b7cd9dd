"""What is judged when, and what an officer's answer changes."""

from schemas.application import ApplicantKind
from schemas.base import Message
from schemas.eligibility import EligibilityDecided, Outcome, ReviewRefused
from schemas.reasons import Reason
from tests.eligibility.examples import (
    BODIES,
    FIRST_YEAR_AWARD,
    FOUNDATION,
    NEW,
    ROUND,
    RULEBOOK_HASH,
    SEAGULL,
    SECOND_YEAR,
    UNCLEAR,
    organisation,
    project,
)
from tests.eligibility.history import History, given
from tests.eligibility.told import answer, dismissed, received, stated, superseded, withdrawn

A_COMPANY = organisation(SEAGULL, ApplicantKind.OTHER)


def decided(history: History, message: Message) -> EligibilityDecided:
    said, *_ = history.hears(message)
    assert isinstance(said.fact, EligibilityDecided)
    assert said.rules == RULEBOOK_HASH
    return said.fact


def test_an_application_that_meets_every_criterion_is_eligible_for_all_that_it_asks() -> None:
    arrived = received(NEW)
    fact = decided(given(ROUND, BODIES, arrived), stated(arrived))
    assert (fact.outcome, fact.version, fact.reasons) == ("eligible", 1, ())
    assert (fact.group, fact.project_year, fact.ceiling_nok, fact.grantable_nok) == ("new", 1, 1_500_000, 770_000)
    assert [finding.rule for finding in fact.findings] == [criterion.rule for criterion in ROUND.rulebook.criteria]
    assert {finding.outcome for finding in fact.findings} == {Outcome.MET}


def test_nothing_is_said_of_an_application_before_its_earlier_awards_are_stated() -> None:
    said = given(ROUND, BODIES).hears(received(NEW))
    assert {type(one.fact).__name__ for one in said} == {"ApplicationNoted"}


def test_a_continuing_project_stands_in_its_own_group() -> None:
    arrived = received(SECOND_YEAR)
    fact = decided(given(ROUND, arrived), stated(arrived, FIRST_YEAR_AWARD))
    assert (fact.outcome, fact.group, fact.ceiling_nok) == ("eligible", "continuation", 1_200_000)
    assert fact.continuing


def test_above_the_ceiling_is_a_reduction_and_not_a_refusal() -> None:
    arrived = received(NEW.but(amount_nok=1_600_000))
    fact = decided(given(ROUND, arrived), stated(arrived))
    assert (fact.outcome, fact.grantable_nok, fact.reasons) == ("eligible", 1_500_000, ())
    assert [(reduction.from_nok, reduction.to_nok) for reduction in fact.reductions] == [(1_600_000, 1_500_000)]


def test_every_criterion_that_is_not_met_gives_its_reason_and_no_money_is_grantable() -> None:
    arrived = received(SECOND_YEAR.but(applicant=A_COMPANY, amount_nok=2_000_000))
    fact = decided(given(ROUND, arrived), stated(arrived))
    assert fact.outcome == "ineligible"
    assert fact.reasons == (Reason.NOT_IN_APPLICANT_GROUP, Reason.NO_PRIOR_AWARD)
    assert (fact.grantable_nok, fact.reductions) == (0, ())


def test_a_project_year_outside_the_round_has_neither_group_nor_ceiling() -> None:
    arrived = received(NEW.but(project=project(4)))
    fact = decided(given(ROUND, arrived), stated(arrived, FIRST_YEAR_AWARD.but(project_year=3)))
    assert (fact.outcome, fact.reasons) == ("ineligible", (Reason.YEAR_NOT_FUNDABLE,))
    assert (fact.group, fact.ceiling_nok, fact.grantable_nok) == (None, None, 0)


def test_a_rulebook_that_asks_for_no_project_year_still_grants_only_where_there_is_a_ceiling() -> None:
    others = tuple(criterion for criterion in ROUND.rulebook.criteria if criterion.rule == "applicant_group")
    lenient = ROUND.but(rulebook=ROUND.rulebook.but(criteria=others))
    arrived = received(NEW.but(project=project(4)))
    fact = decided(given(lenient, arrived), stated(arrived))
    assert (fact.outcome, fact.reasons, fact.grantable_nok) == ("ineligible", (Reason.YEAR_NOT_FUNDABLE,), 0)


def test_what_a_rule_can_not_tell_waits_for_an_officer() -> None:
    arrived = received(UNCLEAR)
    fact = decided(given(ROUND, BODIES, arrived), stated(arrived))
    assert (fact.outcome, fact.reasons, fact.grantable_nok) == ("needs_review", (), 770_000)


def test_a_criterion_that_is_not_met_decides_whatever_else_is_unclear() -> None:
    arrived = received(UNCLEAR.but(project=SECOND_YEAR.project))
    fact = decided(given(ROUND, BODIES, arrived), stated(arrived))
    assert (fact.outcome, fact.reasons) == ("ineligible", (Reason.NO_PRIOR_AWARD,))


def test_the_public_bodies_that_count_are_those_adopted_last() -> None:
    arrived = received(FOUNDATION)
    assert decided(given(ROUND, BODIES, arrived), stated(arrived)).outcome == "eligible"
    nobody = BODIES.but(content=[])
    assert decided(given(ROUND, BODIES, nobody, arrived), stated(arrived)).outcome == "needs_review"
    elsewhere = BODIES.but(name="municipalities", content={"other": "facts"})
    assert decided(given(ROUND, BODIES, elsewhere, arrived), stated(arrived)).outcome == "eligible"


def test_an_officers_yes_makes_the_application_eligible_in_that_officers_name() -> None:
    arrived = received(UNCLEAR.but(amount_nok=1_600_000))
    fact = decided(given(ROUND, BODIES, arrived, stated(arrived)), answer(arrived, "met"))
    finding = fact.findings[1]
    assert (finding.outcome, finding.reason, finding.by_officer) == (Outcome.MET, None, "officer-1")
    assert (fact.outcome, fact.grantable_nok, fact.version) == ("eligible", 1_500_000, 1)


def test_an_officers_no_refuses_with_the_rules_own_reason() -> None:
    arrived = received(UNCLEAR)
    fact = decided(given(ROUND, BODIES, arrived, stated(arrived)), answer(arrived, "unmet"))
    assert (fact.outcome, fact.reasons) == ("ineligible", (Reason.NO_AGREEMENT_WITH_PUBLIC_BODY,))
    assert (fact.findings[1].by_officer, fact.grantable_nok) == ("officer-1", 0)


def test_an_answer_that_meets_nothing_to_answer_is_refused() -> None:
    clear, unclear, gone = received(NEW), received(UNCLEAR), received(UNCLEAR, reference="A-2")
    met_all = given(ROUND, BODIES, clear, stated(clear))
    answered_once = given(ROUND, BODIES, unclear, stated(unclear), answer(unclear, "met"))
    other_rule = answer(unclear, "met", rule="prior_award")
    lost = received(UNCLEAR.but(project=SECOND_YEAR.project), reference="A-3")
    for history, message in [
        (met_all, answer(clear, "unmet")),
        (answered_once, answer(unclear, "unmet")),
        (given(ROUND, BODIES, unclear), answer(unclear, "met")),
        (given(ROUND, BODIES, unclear, stated(unclear)), other_rule),
        (given(ROUND, BODIES, lost, stated(lost)), answer(lost, "met")),
        (given(ROUND, BODIES, gone, stated(gone), withdrawn(gone)), answer(gone, "met")),
    ]:
        (said,) = history.hears(message)
        assert said.fact == ReviewRefused(
            application=message.application,
            round=message.round,
            frame=message.frame,
            rule=message.rule,
            authority="directorate",
        )


def test_a_withdrawn_application_is_not_judged() -> None:
    arrived = received(NEW)
    assert given(ROUND, arrived, withdrawn(arrived)).hears(stated(arrived)) == ()


def test_only_the_version_that_stands_is_judged() -> None:
    first, second = received(NEW), received(NEW.but(amount_nok=500_000), version=2)
    history = given(ROUND, first, superseded(first), second)
    assert history.hears(stated(first)) == ()
    fact = decided(history, stated(second))
    assert (fact.version, fact.grantable_nok) == (2, 500_000)


def test_a_new_version_is_judged_anew_when_its_earlier_awards_are_stated() -> None:
    first, second = received(NEW), received(NEW.but(amount_nok=500_000), version=2)
    history = given(ROUND, first, stated(first), superseded(first), second)
    assert decided(history, stated(second)).version == 2


def test_the_same_version_is_judged_once() -> None:
    arrived = received(NEW)
    assert given(ROUND, arrived, stated(arrived)).hears(stated(arrived)) == ()


def test_all_that_is_unclear_must_be_answered() -> None:
    arrived = received(UNCLEAR)
    history = given(ROUND, BODIES, arrived)
    fact = decided(history, stated(arrived))
    doubtful = [
        finding.but(outcome=Outcome.UNCLEAR) if finding.rule == "committed_cooperation" else finding
        for finding in fact.findings
    ]
    history.recalls(arrived.application, fact.but(findings=tuple(doubtful)))
    half = decided(history, answer(arrived, "met"))
    assert (half.outcome, half.reasons) == ("needs_review", ())
    assert decided(history, answer(arrived, "met", rule="committed_cooperation")).outcome == "eligible"


def test_a_project_that_no_group_takes_in_a_funded_year_lies_outside_the_scheme() -> None:
    """Where groups are by purpose, the purpose is what is missing; the year is not."""
    teams = tuple(group.but(purposes=("team",)) for group in ROUND.rulebook.groups)
    only_teams = ROUND.but(rulebook=ROUND.rulebook.but(groups=teams))
    arrived = received(NEW.but(purpose="office"))
    fact = decided(given(only_teams, arrived), stated(arrived))
    assert (fact.outcome, fact.reasons, fact.group) == ("ineligible", (Reason.PURPOSE_OUTSIDE_SCHEME,), None)


def test_an_application_dismissed_for_what_was_not_corrected_is_not_judged() -> None:
    arrived = received(NEW)
    assert given(ROUND, arrived, dismissed(arrived)).hears(stated(arrived)) == ()
