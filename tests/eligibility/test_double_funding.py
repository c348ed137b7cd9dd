from schemas.application import OtherFunding
from schemas.eligibility import Outcome
from services.eligibility.rules.case import Answer
from services.eligibility.rules.double_funding import Parameters, judge
from tests.eligibility.examples import NEW, case


def grant(scheme: str, same_costs: bool | None) -> OtherFunding:
    return OtherFunding(scheme=scheme, amount_nok=400_000, same_costs=same_costs)


def found(*grants: OtherFunding) -> Answer:
    return judge(Parameters(), case(NEW.but(other_funding=grants)))


def test_another_grant_for_the_same_costs_is_named() -> None:
    answer = found(grant("nav-tiltak", same_costs=False), grant("rusarbeid", same_costs=True))
    assert answer.outcome is Outcome.UNMET
    assert answer.inputs == {"other_grants": "nav-tiltak (other costs), rusarbeid (the same costs)"}


def test_one_grant_for_the_same_costs_is_enough_whatever_is_not_told_of_another() -> None:
    assert found(grant("nav-tiltak", None), grant("rusarbeid", same_costs=True)).outcome is Outcome.UNMET


def test_a_grant_of_which_it_is_not_told_what_it_covers_is_left_to_an_officer() -> None:
    answer = found(grant("rusarbeid", same_costs=False), grant("nav-tiltak", None))
    assert (answer.outcome, answer.inputs["other_grants"]) == (
        Outcome.UNCLEAR,
        "rusarbeid (other costs), nav-tiltak (costs not told)",
    )


def test_a_project_may_have_grants_that_cover_other_costs() -> None:
    assert found(grant("rusarbeid", same_costs=False)).outcome is Outcome.MET


def test_whoever_tells_of_no_other_grant_has_none() -> None:
    answer = found()
    assert (answer.outcome, answer.inputs) == (Outcome.MET, {"other_grants": "none"})
