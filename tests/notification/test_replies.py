"""What systems and authorities are answered."""

from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from chassis.decider import Command, Input, Said
from schemas.allocation import AwardAccepted, AwardDeclined, RequestRefused
from schemas.base import Message
from schemas.eligibility import ReviewRefused
from schemas.flow import Party, heard_by
from schemas.ids import SystemId
from schemas.intake import (
    Answer,
    ApplicationWithdrawn,
    Coordinates,
    Problem,
    SubmissionRefused,
    SubmissionRepeated,
)
from schemas.notification import (
    AnswerRecorded,
    AnswerRepeated,
    DismissalIssued,
    ReceiptIssued,
    RefusalIssued,
    WithdrawalConfirmed,
)
from schemas.reasons import Reason, Refusal
from schemas.reference import ReferenceName
from services.notification.decider import decide
from tests.notification.examples import (
    ANNOUNCED,
    APPLICATION,
    DIRECTORATE,
    HELD,
    LIST,
    MESSAGE,
    OF_APPLICATION,
    OF_ROUND,
    PERIOD_SET,
    RECEIPT,
    REFERENCE,
    RULES,
    SENT_BY,
    STOOD,
    SYSTEM,
    awarded,
    dismissed,
    judged,
    received,
)
from tests.notification.history import given, in_the_round
from tests.notification.places import OFFICES_ADOPTED, adopted


def reply(fact: Message, to: str, rules: str | None = RULES) -> tuple[Said, ...]:
    return (Said(fact, to=to, partition=0, rules=rules),)


def test_a_received_application_gets_a_receipt() -> None:
    receipt = ReceiptIssued(reference=REFERENCE, message=MESSAGE, status="received", version=1, receipt=RECEIPT)
    assert given(ANNOUNCED).hears(received()) == reply(receipt, SYSTEM)


def test_an_application_that_is_held_gets_a_receipt_that_says_so() -> None:
    receipt = ReceiptIssued(reference=REFERENCE, message=MESSAGE, status="held", version=1, receipt=RECEIPT)
    assert given().hears(HELD) == reply(receipt, SYSTEM, rules=None)


def test_held_is_not_said_after_received() -> None:
    assert in_the_round().hears(HELD) == ()


def test_a_late_application_is_told_when_the_round_closed() -> None:
    late = dismissed(Reason.LATE)
    dismissal = DismissalIssued(
        reference=REFERENCE, message=MESSAGE, reason=Reason.LATE, closes_at=ANNOUNCED.closes_at, receipt=RECEIPT
    )
    assert given(ANNOUNCED).hears(late) == reply(dismissal, SYSTEM)


def test_a_withdrawal_is_confirmed() -> None:
    withdrawn = ApplicationWithdrawn(**OF_APPLICATION, message=MESSAGE, version=1, stood=STOOD)
    assert in_the_round().hears(withdrawn) == reply(WithdrawalConfirmed(reference=REFERENCE, message=MESSAGE), SYSTEM)


def test_a_repeated_message_gets_the_original_answer_again() -> None:
    original = Answer(outcome="received", version=1, receipt=RECEIPT)
    again = SubmissionRepeated(application=APPLICATION, **SENT_BY, original=original)
    answer = AnswerRepeated(reference=REFERENCE, message=MESSAGE, original=original)
    assert in_the_round().hears(again) == reply(answer, SYSTEM, rules=None)


COORDINATES = Coordinates(topic="inbound.public360", partition=1, offset=3)


@pytest.mark.parametrize("application", [None, APPLICATION])
def test_a_refused_message_gets_its_problems_with_pointers(application: Any) -> None:
    problems = (Problem(pointer="/application/amount_nok", expected="a whole number"),)
    refused = SubmissionRefused(
        sender=SYSTEM, coordinates=COORDINATES, reason=Refusal.INVALID, problems=problems, application=application
    )
    refusal = RefusalIssued(reason=Refusal.INVALID, problems=problems, coordinates=COORDINATES, application=application)
    assert given().hears(refused) == reply(refusal, SYSTEM, rules=None)


def test_the_post_office_is_answered_like_any_system() -> None:
    refused = SubmissionRefused(sender=SystemId("post"), coordinates=COORDINATES, reason=Refusal.UNREADABLE)
    refusal = RefusalIssued(reason=Refusal.UNREADABLE, coordinates=COORDINATES)
    assert given().hears(refused) == reply(refusal, "post", rules=None)


def test_a_review_that_nobody_asked_for_meets_the_state_that_it_met() -> None:
    refused = ReviewRefused(**OF_APPLICATION, rule="service_agreement", authority="directorate")
    (said,) = in_the_round(received(), judged("eligible")).hears(refused)
    assert isinstance(said.fact, RefusalIssued)
    assert (said.to, said.fact.reason, said.fact.state) == (DIRECTORATE, Refusal.NOT_AWAITING_REVIEW, "eligible")


def test_a_score_after_the_ranking_is_refused_to_the_authority() -> None:
    refused = RequestRefused(
        request="score", **OF_APPLICATION, reason=Refusal.RANKING_IS_FIXED, state="ranked", to=DIRECTORATE
    )
    refusal = RefusalIssued(reason=Refusal.RANKING_IS_FIXED, application=APPLICATION, state="ranked")
    assert in_the_round().hears(refused) == reply(refusal, DIRECTORATE)


def test_an_approval_of_an_unknown_list_is_refused_to_the_authority() -> None:
    refused = RequestRefused(
        request="approval", **OF_ROUND, reason=Refusal.UNKNOWN_LIST, state="open", to=DIRECTORATE, list_hash=LIST
    )
    refusal = RefusalIssued(reason=Refusal.UNKNOWN_LIST, state="open")
    assert in_the_round().hears(refused) == reply(refusal, DIRECTORATE)


def test_an_acceptance_of_a_lapsed_award_is_refused_to_the_system_under_its_own_reference() -> None:
    refused = RequestRefused(
        request="answer", **OF_APPLICATION, reason=Refusal.NO_OPEN_AWARD, state="lapsed", to=SYSTEM
    )
    refusal = RefusalIssued(reason=Refusal.NO_OPEN_AWARD, application=APPLICATION, reference=REFERENCE, state="lapsed")
    assert in_the_round().hears(refused) == reply(refusal, SYSTEM)


def test_a_system_learns_until_when_it_can_accept_and_how_much() -> None:
    (said,) = in_the_round(received(), awarded()).hears(PERIOD_SET)
    record = AnswerRecorded(reference=REFERENCE, status="open", amount_nok=1_500_000, until=PERIOD_SET.until)
    assert (said,) == reply(record, SYSTEM)


def test_an_acceptance_and_a_decline_are_recorded() -> None:
    history = in_the_round(received(), awarded(), PERIOD_SET)
    accepted = AwardAccepted(**OF_APPLICATION, amount_nok=1_500_000)
    declined = AwardDeclined(**OF_APPLICATION, amount_nok=1_500_000, parts=awarded().parts, movement=awarded().movement)
    (first,), (second,) = history.hears(accepted), history.hears(declined)
    assert (first,) == reply(AnswerRecorded(reference=REFERENCE, status="accepted", amount_nok=1_500_000), SYSTEM)
    assert (second,) == reply(AnswerRecorded(reference=REFERENCE, status="declined", amount_nok=1_500_000), SYSTEM)


def test_what_only_informs_is_heard_and_answered_with_nothing() -> None:
    history = given()
    assert history.hears(ANNOUNCED) == ()
    assert history.hears(OFFICES_ADOPTED) == ()


def test_a_message_for_others_is_a_bug() -> None:
    with pytest.raises(TypeError):
        given().hears(PastMessage(when=datetime(2019, 1, 1, tzinfo=UTC)))


class PastMessage(Message):
    when: datetime


@pytest.mark.parametrize("name", get_args(ReferenceName))
def test_a_list_that_does_not_concern_notification_changes_nothing(name: str) -> None:
    history = given(OFFICES_ADOPTED)
    before = deepcopy(history.states)
    if name not in ("county_governors", "municipalities"):
        assert history.hears(adopted(name, [])) == ()
        assert history.states == before


@pytest.mark.parametrize("kind", heard_by(Party.NOTIFICATION).values(), ids=lambda kind: kind.__name__)
def test_everything_that_is_sent_to_notification_is_decided(kind: type[Message]) -> None:
    source = Input("allocation", 2, 0, RECEIPT.received_at, "allocation", "id", "", "")
    # An empty message gets as far as its own decision, which misses its fields; only one for others is a TypeError.
    with suppress(AttributeError, LookupError):
        decide(Command("round/ips-2019", kind.model_construct(), source), {})
