"""What one service says to another is read whole, or stops the reader."""

import pytest

from chassis import inside
from chassis.inside import BrokenEnvelope
from chassis.service import Elsewhere, Heard, Place
from tests.chassis.coins import CoinsAdded, Deposit
from tests.chassis.hand_made import NOON, Fetched, fact

READ = inside.reader({"Deposit": Deposit})
PLACE = Place("vault", 1, 40)
RECORD = fact(40, Deposit(jar="blue", coins=1), 9, 4)


def without(name: str, value: bytes | None = None) -> Fetched:
    """The record above without a header, or with another value in it."""
    others = [header for header in RECORD.headers if header[0] != name]
    return RECORD._replace(headers=[*others, (name, value)] if value is not None else others)


def test_a_fact_is_read_with_all_that_its_envelope_says() -> None:
    assert READ(PLACE, RECORD) == Heard(
        message=Deposit(jar="blue", coins=1), id="fact-9", correlation="jar", at=NOON, position=9, previous=4
    )


def test_a_fact_for_others_is_not_even_parsed() -> None:
    other = fact(40, CoinsAdded(jar="blue", coins=1), 9, 4)._replace(value=b"not even JSON")
    assert READ(PLACE, other) == Elsewhere(9, 4)


@pytest.mark.parametrize("name", ["ce_type", "ce_id", "ce_journalpos", "ce_prevpos", "ce_time", "ce_correlationid"])
def test_a_fact_without_one_of_its_headers_is_a_broken_envelope(name: str) -> None:
    with pytest.raises(BrokenEnvelope, match=r"vault.*40"):
        READ(PLACE, without(name))


@pytest.mark.parametrize(
    ("name", "value"),
    [("ce_journalpos", b"ninth"), ("ce_prevpos", b""), ("ce_time", b"noon"), ("ce_type", b"\xff"), ("ce_id", b"\xff")],
)
def test_a_header_that_makes_no_sense_is_a_broken_envelope(name: str, value: bytes) -> None:
    with pytest.raises(BrokenEnvelope, match=r"vault.*40"):
        READ(PLACE, without(name, value))


@pytest.mark.parametrize("value", [None, b"", b"[", b'{"jar":"blue"}', b'{"jar":"blue","coins":"1"}'])
def test_a_fact_that_is_no_such_message_stops_its_reader_and_names_the_record(value: bytes | None) -> None:
    with pytest.raises(BrokenEnvelope, match=r"vault.*40"):
        READ(PLACE, RECORD._replace(value=value))


def test_what_stops_the_reader_does_not_tell_what_the_message_said() -> None:
    with pytest.raises(BrokenEnvelope) as caught:
        READ(PLACE, RECORD._replace(value=b'{"jar":7654321,"coins":1}'))
    assert "7654321" not in str(caught.value)
    assert caught.value.__suppress_context__
