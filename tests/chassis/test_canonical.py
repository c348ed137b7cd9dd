"""What must never change, for stored hashes, ids and partitions rest on it. A red test here means: do not."""

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.canonical import canonical, canonical_message, derived_id, digest, namespace, share_of
from schemas.base import instant_text
from schemas.time import SourceAdded, TimePassed

INTAKE = namespace("intake")


def test_each_service_has_its_own_space_of_ids() -> None:
    assert str(INTAKE) == "7d1d3009-12a9-594c-ae9b-8efc95073f59"
    assert namespace("allocation") != INTAKE


@pytest.mark.parametrize(
    ("place", "id"),
    [
        (("inbound.fjordnes-sak", 2, 41, 0), "4bee5f45-979b-56b9-920a-8d61009241ff"),
        (("inbound.fjordnes-sak", 2, 41, 1), "42ece978-6e40-589c-81a7-40be5c0cb86d"),
        (("clock", 0, 1, 0), "f3cea13e-e3ad-5cca-9d29-ec1f6be6c1dc"),
    ],
)
def test_a_place_gives_the_same_id_for_good(place: tuple[str, int, int, int], id: str) -> None:
    assert derived_id(INTAKE, *place) == id


PLACES = st.tuples(st.sampled_from(["intake", "clock", "inbound.a"]), *[st.integers(0, 10**9)] * 3)


@given(PLACES, PLACES)
def test_two_places_share_no_id(one: tuple[str, int, int, int], other: tuple[str, int, int, int]) -> None:
    assert (derived_id(INTAKE, *one) == derived_id(INTAKE, *other)) == (one == other)


def test_a_digest_is_sha_256_in_lower_case() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_keys_are_sorted_at_every_depth_and_nothing_stands_between() -> None:
    assert canonical({"b": [{"d": 1, "c": "å"}], "a": None}) == '{"a":null,"b":[{"c":"å","d":1}]}'.encode()


def test_a_message_has_the_bytes_that_were_hashed_yesterday() -> None:
    source = canonical_message(SourceAdded(topic="inbound.fjordnes-sak", partition=2))
    assert source == b'{"partition":2,"topic":"inbound.fjordnes-sak"}'
    assert digest(source) == "02c55deae0bde1e4563bc585c8702d559db3b2ba96ebe9126727c493030afb88"


def test_an_instant_is_written_in_one_form_whatever_its_zone() -> None:
    noon = datetime(2019, 3, 1, 12, tzinfo=UTC)
    oslo = noon.astimezone(timezone(timedelta(hours=1)))
    assert canonical_message(TimePassed(until=noon)) == b'{"until":"2019-03-01T12:00:00Z"}'
    assert canonical_message(TimePassed(until=oslo)) == canonical_message(TimePassed(until=noon))
    assert instant_text(noon + timedelta(microseconds=1)) == "2019-03-01T12:00:00.000001Z"


@pytest.mark.parametrize(
    ("frame", "partition"),
    [("ips-2018", 2), ("ips-2019", 3), ("ips-2020", 0), ("ips-2023", 1), ("rusarbeid-2018", 0), ("blåbær", 2)],
)
def test_a_frame_lies_in_the_same_partition_for_good(frame: str, partition: int) -> None:
    assert share_of(frame, 4) == partition


def test_keys_spread_over_all_partitions() -> None:
    shares = Counter(share_of(f"frame-{number}", 4) for number in range(4_000))
    assert set(shares) == {0, 1, 2, 3}
    assert min(shares.values()) > 800
