"""For whom a system may act, which numbers can exist, and what a refusal tells."""

import pytest

from schemas.application import Application
from schemas.intake import (
    SubmissionRefused,
)
from schemas.reasons import Refusal
from tests.given import kinds, the
from tests.intake.examples import (
    AGREEMENT,
    APPLICATION,
    FJELLVIK,
    IMPOSSIBLE,
    NAME,
    STRANGER,
    WEBSAK,
    applied_by,
    in_the_round,
    submit,
    systems,
)
from tests.intake.refusals import refusal


def test_a_system_applies_only_for_whom_it_may_act() -> None:
    intake = in_the_round()
    assert refusal(intake.system(submit(applied_by(STRANGER)))) == (
        Refusal.SYSTEM_MAY_NOT_ACT,
        ["/application/applicant/organisation_number"],
    )
    assert kinds(intake.system(submit(applied_by(STRANGER)), topic=WEBSAK)) == ["ApplicationReceived"]


def test_a_system_that_nobody_has_adopted_may_act_for_nobody() -> None:
    reason, _ = refusal(in_the_round().system(submit(), topic="inbound.unheard-of"))
    assert reason == Refusal.SYSTEM_MAY_NOT_ACT


def test_the_list_of_systems_adopted_last_counts() -> None:
    intake = in_the_round()
    intake.operations(systems().but(content={"admit_synthetic_numbers": True, "systems": []}))
    assert refusal(intake.system(submit()))[0] == Refusal.SYSTEM_MAY_NOT_ACT


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        (applied_by(IMPOSSIBLE), "/application/applicant/organisation_number"),
        (
            APPLICATION.but(
                cooperation=APPLICATION.cooperation.but(
                    parties=(
                        APPLICATION.cooperation.parties[0],
                        APPLICATION.cooperation.parties[1].but(organisation_number=IMPOSSIBLE),
                    )
                )
            ),
            "/application/cooperation/parties/1/organisation_number",
        ),
        (APPLICATION.but(service_agreement=AGREEMENT), "/application/service_agreement/counterparty"),
    ],
)
def test_a_number_that_can_not_exist_is_refused_where_it_stands(content: Application, pointer: str) -> None:
    facts = in_the_round().system(submit(content))
    assert refusal(facts) == (Refusal.IMPOSSIBLE_ORGANISATION_NUMBER, [pointer])
    assert IMPOSSIBLE not in the(SubmissionRefused, facts).model_dump_json()


def test_synthetic_numbers_are_admitted_only_where_the_list_of_systems_says_so() -> None:
    intake = in_the_round()
    intake.operations(systems(admit_synthetic_numbers=False))
    reason, pointers = refusal(intake.system(submit()))
    assert reason == Refusal.IMPOSSIBLE_ORGANISATION_NUMBER
    assert len(pointers) == 3
    assert FJELLVIK.startswith("3")


def test_a_refusal_tells_its_sender_which_record_it_means() -> None:
    intake = in_the_round({"m-1": submit()})
    fact = the(SubmissionRefused, intake.system(submit(applied_by(STRANGER)), id="m-2"))
    at = fact.coordinates
    assert (at.topic, at.partition, at.offset) == ("inbound.public360", 1, 1)
    assert (fact.sender, fact.message, fact.reference, fact.application) == ("public360", "m-2", "A-1", NAME)
