from schemas.eligibility import Outcome
from schemas.ids import ApplicationId
from services.eligibility.rules.one_per_cooperation import Parameters, judge
from tests.eligibility.examples import NEW, case

OTHERS = (ApplicationId("elements/B-2"), ApplicationId("public360/A-7"))


def test_trap_5_an_officer_is_told_which_others_stand_for_the_cooperation() -> None:
    answer = judge(Parameters(), case(NEW, same_cooperation=OTHERS))
    assert answer.outcome is Outcome.UNCLEAR
    assert answer.inputs == {"cooperation": "fjellvik-nordfjord", "others": "elements/B-2, public360/A-7"}


def test_the_only_application_of_a_cooperation_is_told_that_there_is_no_other() -> None:
    answer = judge(Parameters(), case(NEW))
    assert (answer.outcome, answer.inputs["others"]) == (Outcome.MET, "none")
