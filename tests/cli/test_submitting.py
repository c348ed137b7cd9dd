"""What a file becomes on its way, and which reply is its own."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click import BadParameter

from cli.correspondents import REFERENCE, correspondents
from cli.in_words import in_words
from cli.reference import read_systems
from cli.sending import Place, Sent, UnknownSender, topic_of
from cli.submitting import concerns, read_sending
from deploy.provision import Installation
from schemas.ids import Digest, MessageId, Reference
from schemas.intake import Answer, Coordinates, Problem, Receipt, RoundClosed
from schemas.notification import AnswerRecorded, AnswerRepeated, ReceiptIssued, RefusalIssued
from schemas.outside import SubmitApplication
from schemas.reasons import Refusal
from services.intake.numbers import impossible_numbers

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "application.json"
KIND = "SubmitApplication"
SENT = Sent(KIND, "mine-1", "A-1", b"{}")
PLACE = Place("inbound.acos-kommune", 2, 17)
HERE = Coordinates(topic=PLACE.topic, partition=2, offset=17)
RECEIPT = Receipt(topic=PLACE.topic, partition=2, offset=17, received_at=datetime(2026, 1, 5, 8, tzinfo=UTC))
INSTALLATION = Installation("tilsagn", "127.0.0.1:9092", {}, {}, correspondents())


def test_the_example_is_an_application_that_its_system_may_send() -> None:
    example = SubmitApplication.model_validate_json(EXAMPLE.read_bytes(), extra="forbid")
    (acos,) = (one for one in read_systems(REFERENCE / "systems.yaml").systems if one.id == "acos-kommune")

    assert example.application.applicant.organisation_number in acos.may_act_for
    assert not impossible_numbers(example.application, admits_synthetic=True)
    assert impossible_numbers(example.application, admits_synthetic=False)


def test_the_same_content_gets_the_same_id_and_a_correction_another() -> None:
    first, again = (read_sending(b'{"reference": "A-1", "amount": 1}', KIND, {}, None) for _ in range(2))
    corrected = read_sending(b'{"reference": "A-1", "amount": 2}', KIND, {}, None)

    assert first.id == again.id != corrected.id
    assert first.key == "A-1"


def test_a_reference_given_on_the_command_line_replaces_the_one_in_the_file() -> None:
    sent = read_sending(b'{"reference": "A-1", "round": "r"}', KIND, {"reference": "B-2"}, None)

    assert json.loads(sent.value) == {"reference": "B-2", "round": "r"}
    assert sent.key == "B-2"


@pytest.mark.parametrize("content", [b"no JSON at all", b"\xff\xfe", b"[1, 2]"])
def test_what_is_no_json_object_is_sent_as_it_stands_but_nothing_in_it_can_be_replaced(content: bytes) -> None:
    assert read_sending(content, KIND, {}, None).value == content
    with pytest.raises(BadParameter):
        read_sending(content, KIND, {"reference": "B-2"}, None)


def test_a_reply_is_known_by_its_place_then_by_its_message_then_by_its_reference() -> None:
    elsewhere = Coordinates(topic=PLACE.topic, partition=2, offset=16)
    mine, other = MessageId("mine-1"), MessageId("other")

    assert concerns(RefusalIssued(reason=Refusal.INVALID, coordinates=HERE), SENT, PLACE)
    assert not concerns(RefusalIssued(reason=Refusal.INVALID, coordinates=elsewhere, message=mine), SENT, PLACE)
    assert concerns(_receipt(mine), SENT, PLACE)
    assert not concerns(_receipt(other), SENT, PLACE)
    assert concerns(AnswerRecorded(reference=Reference("A-1"), status="accepted", amount_nok=1), SENT, PLACE)


def _receipt(message: MessageId) -> ReceiptIssued:
    return ReceiptIssued(reference=Reference("A-1"), message=message, status="received", version=1, receipt=RECEIPT)


def test_an_authority_writes_to_its_casework_and_a_stranger_nowhere() -> None:
    assert topic_of(INSTALLATION, "directorate") == "casework.directorate"
    assert topic_of(INSTALLATION, "acos-kommune") == "inbound.acos-kommune"
    with pytest.raises(UnknownSender, match="acos-kommune"):
        topic_of(INSTALLATION, "acos")


def test_a_receipt_tells_when_and_where_in_norwegian_time() -> None:
    told = in_words(_receipt(MessageId("mine-1")))

    assert told.startswith("RECEIVED: A-1, version 1")
    assert "5 January 2026 09:00:00 (Oslo)" in told
    assert "inbound.acos-kommune, partition 2, offset 17" in told


def test_a_refusal_tells_each_place_and_what_was_expected_there() -> None:
    refusal = RefusalIssued(
        reason=Refusal.INVALID, problems=(Problem(pointer="/application/amount_nok", expected="a whole number"),)
    )

    assert in_words(refusal) == "REFUSED: INVALID\n  at /application/amount_nok: expected a whole number"


def test_a_repetition_is_told_with_the_answer_that_it_had() -> None:
    repeated = AnswerRepeated(
        reference=Reference("A-1"), message=MessageId("mine-1"), original=Answer(outcome="received", receipt=RECEIPT)
    )

    assert in_words(repeated).startswith("SENT BEFORE: A-1; nothing changes. The answer was: received")


def test_a_message_without_words_of_its_own_shows_its_fields() -> None:
    closed = RoundClosed.model_validate({"round": "r", "frame": "f", "count": 3, "digest": Digest("0" * 64)})

    assert in_words(closed).splitlines()[:2] == ["RoundClosed", "  round: r"]
