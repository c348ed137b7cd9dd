"""Whatever the outside sends is read, or set aside with a precise reason that repeats nothing of it."""

from hashlib import sha256
from typing import Any

import pytest

from chassis.canonical import canonical_message, share_of
from chassis.service import Heard, Mark, Place, Unreadable
from schemas.base import Message
from schemas.flow import PARTITIONS
from schemas.intake import SubmissionRefused
from schemas.reasons import Refusal
from schemas.time import TimeMark
from services.intake.reading import ID_LENGTH_MAX, LENGTH_MAX_BYTES, read
from tests.intake.examples import (
    APPLICATION,
    DIRECTORATE,
    NAME,
    OPERATIONS,
    POST,
    PUBLIC360,
    ROUND,
    SCORE,
    submit,
    systems,
    withdraw,
)
from tests.intake.records import INBOUND, Arrived, carrying, changed, record


def refused(sent: Arrived, place: Place = INBOUND) -> SubmissionRefused:
    reading = read(place, sent)
    assert isinstance(reading, Unreadable)
    assert reading.value == (sent.value or b"")
    assert isinstance(reading.said.fact, SubmissionRefused)
    return reading.said.fact


def found(sent: Arrived, place: Place = INBOUND) -> tuple[Refusal, list[str]]:
    fact = refused(sent, place)
    return fact.reason, [problem.pointer for problem in fact.problems]


@pytest.mark.parametrize(
    ("message", "topic", "about"),
    [
        (submit(), PUBLIC360, NAME),
        (withdraw(), PUBLIC360, NAME),
        (SCORE, DIRECTORATE, NAME),
        (ROUND, DIRECTORATE, "casework.directorate/m-1"),
        (systems(), OPERATIONS, "casework.operations/m-1"),
    ],
)
def test_a_message_is_read_from_whom_may_say_it(message: Message, topic: str, about: str) -> None:
    reading = read(Place(topic, 0, 7), carrying(message))
    assert reading == Heard(message, "m-1", about)


@pytest.mark.parametrize(
    ("message", "topic", "expected"),
    [
        (
            submit(),
            DIRECTORATE,
            "one of AnnounceRound, AnswerReview, ApproveList, ChangeFrame, NoticeDeficiency, RecuseOfficer, "
            "ScoreApplication",
        ),
        (ROUND, OPERATIONS, "one of AdoptReference, RecordHistoricalAward"),
        (SCORE, PUBLIC360, "one of AnswerAward, SubmitApplication, WithdrawApplication"),
        (withdraw(), POST, "one of ReportNotice"),
    ],
)
def test_what_a_sender_may_not_say_is_refused_with_what_it_may(message: Message, topic: str, expected: str) -> None:
    fact = refused(carrying(message), Place(topic, 0, 7))
    assert fact.reason == Refusal.UNKNOWN_TYPE
    assert [(problem.pointer, problem.expected) for problem in fact.problems] == [("/headers/ce_type", expected)]


@pytest.mark.parametrize("topic", [PUBLIC360, POST, DIRECTORATE])
def test_a_mark_of_time_is_a_mark_in_every_topic_whatever_it_carries(topic: str) -> None:
    assert read(Place(topic, 0, 7), carrying(TimeMark())) == Mark()
    assert read(Place(topic, 0, 7), record(b"\xff", "TimeMark", None)) == Mark()


def test_a_refusal_tells_record_hash_and_length_and_goes_where_its_senders_refusals_go() -> None:
    reading = read(INBOUND, record(b"no json"))
    assert isinstance(reading, Unreadable)
    fact = reading.said.fact
    assert isinstance(fact, SubmissionRefused)
    at = fact.coordinates
    assert (at.topic, at.partition, at.offset) == ("inbound.public360", 1, 7)
    assert (fact.sender, fact.message) == ("public360", "m-1")
    assert (fact.sha256, fact.length_bytes) == (sha256(b"no json").hexdigest(), 7)
    assert reading.said.partition == share_of("public360", PARTITIONS)


@pytest.mark.parametrize("value", [b"", b"no json", b"\xff\xfe", b"{", b"[" * 5000, None])
def test_bytes_that_are_no_json_are_unreadable(value: bytes | None) -> None:
    assert found(record(value)) == (Refusal.UNREADABLE, [""])


def test_a_message_of_the_greatest_length_is_read_and_one_byte_more_is_too_much() -> None:
    value = canonical_message(submit())
    full = value + b" " * (LENGTH_MAX_BYTES - len(value))
    assert isinstance(read(INBOUND, record(full)), Heard)
    assert found(record(full + b" ")) == (Refusal.TOO_LARGE, [""])


def test_a_megabyte_of_noise_is_refused_by_its_length_alone() -> None:
    assert refused(record(b"\x00" * 1_048_576, None, None)).length_bytes == 1_048_576


def test_a_message_without_its_type_or_its_id_is_refused_at_the_header() -> None:
    body = canonical_message(submit())
    assert found(record(body, kind=None)) == (Refusal.MISSING_HEADER, ["/headers/ce_type"])
    assert found(record(body, id=None)) == (Refusal.MISSING_HEADER, ["/headers/ce_id"])


@pytest.mark.parametrize("id", ["", "æ", "a\nb", "x" * (ID_LENGTH_MAX + 1)])
def test_an_id_that_can_not_be_passed_on_counts_as_missing(id: str) -> None:
    fact = refused(record(canonical_message(submit()), id=id))
    assert (fact.reason, fact.message) == (Refusal.MISSING_HEADER, None)
    assert refused(record(b"x" * (LENGTH_MAX_BYTES + 1), id=id)).message is None
    assert isinstance(read(INBOUND, record(canonical_message(submit()), id="x" * ID_LENGTH_MAX)), Heard)


@pytest.mark.parametrize("value", [b"\xff", None])
def test_a_header_that_is_no_text_counts_as_missing(value: Any) -> None:
    """Kafka admits a header without a value."""
    body = canonical_message(submit())
    assert found(Arrived(body, [("ce_type", value), ("ce_id", b"m-1")]))[1] == ["/headers/ce_type"]
    assert found(Arrived(body, [("ce_type", b"SubmitApplication"), ("ce_id", value)]))[1] == ["/headers/ce_id"]


def test_a_mistake_deep_in_the_document_is_told_where_it_stands() -> None:
    sent = changed(submit(), "application", "cooperation", "parties", 1, "role", to="dentist")
    fact = refused(sent)
    assert fact.reason == Refusal.INVALID
    assert [problem.pointer for problem in fact.problems] == ["/application/cooperation/parties/1/role"]
    assert "'specialist_health'" in fact.problems[0].expected


def test_what_is_missing_is_told_where_it_should_stand() -> None:
    sent = changed(submit(), "application", to={})
    reason, pointers = found(sent)
    assert reason == Refusal.INVALID
    assert "/application/applicant" in pointers
    assert "/application/amount_nok" in pointers


@pytest.mark.parametrize("value", ["770000", 770_000.5, -1, None, True])
def test_an_amount_is_a_whole_number_of_kroner(value: Any) -> None:
    sent = changed(submit(), "application", "amount_nok", to=value)
    assert found(sent) == (Refusal.INVALID, ["/application/amount_nok"])


def test_an_unknown_field_is_refused_without_its_name() -> None:
    sent = changed(submit(), "application", "applicant", "fodselsnummer", to="01017012345")
    fact = refused(sent)
    (problem,) = fact.problems
    assert (problem.pointer, problem.expected) == ("/application/applicant", "no other fields than the schema's")
    assert "fodselsnummer" not in fact.model_dump_json()


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        (changed(ROUND, "scheme", "criteria", 0, "version", to="secret"), "/scheme/criteria/0/version"),
        (changed(ROUND, "scheme", "criteria", 0, "parameters", "secret ø", to=1), "/scheme/criteria/0/parameters"),
        (changed(ROUND, "scheme", "criteria", 0, "parameters", "secret", to=1.5), "/scheme/criteria/0/parameters"),
        (changed(ROUND, "scheme", "criteria", 1, "citation", to=5), "/scheme/criteria/1/citation"),
        (changed(ROUND, "scheme", "groups", 0, "ceilings_nok", "secret", to="x"), "/scheme/groups/0/ceilings_nok"),
        (changed(ROUND, "scheme", "sources", "secret ø", to="x"), "/scheme/sources"),
        (changed(ROUND, "scheme", "deadline", "date", to="secret"), "/scheme/deadline/date"),
    ],
)
def test_a_mistake_in_a_rulebook_is_told_by_a_true_pointer_and_nothing_else(sent: Arrived, pointer: str) -> None:
    fact = refused(sent, Place(DIRECTORATE, 0, 7))
    assert [problem.pointer for problem in fact.problems] == [pointer]
    assert "secret" not in fact.model_dump_json()


@pytest.mark.parametrize("content", ['"secret"', '{"secret ø": 1}', '[{"secret": {"deep": 1.5}}]', f"[{2**70}]"])
def test_reference_data_without_one_byte_form_is_refused(content: str) -> None:
    sent = record(f'{{"name":"systems","content":{content}}}'.encode(), "AdoptReference")
    fact = refused(sent, Place(OPERATIONS, 0, 7))
    assert {problem.pointer for problem in fact.problems} == {"/content"}
    assert "secret" not in fact.model_dump_json()


def test_amounts_that_were_read_are_the_ones_that_were_sent() -> None:
    reading = read(INBOUND, carrying(submit(APPLICATION.but(amount_nok=999_999))))
    assert isinstance(reading, Heard)
    assert reading.message == submit(APPLICATION.but(amount_nok=999_999))
