"""What is sent: shuffled by seed, in order within an application, stamped rising, wrong only where meant to be."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from demo.arrivals import Arrival, arriving, shuffled, stamped, submission
from demo.data import load
from demo.outcome import in_words
from schemas.ids import MessageId, Reference
from schemas.intake import Problem
from schemas.notification import RefusalIssued
from schemas.outside import SubmitApplication
from schemas.reasons import Refusal
from services.intake.reading import LENGTH_MAX_BYTES

DATA = load()
DAYS = DATA.file.days
BAD = DATA.bad_input or pytest.fail("the round of 2019 has bad input")
CORRECTED = next(told for told in DATA.applications if told.first_asked_nok)


def ids(arrivals: list[Arrival]) -> list[str]:
    return [arrival.sending.id or arrival.kind or "" for arrival in arrivals]


def one(kind: str) -> Arrival:
    (found,) = (arrival for arrival in shuffled(DATA, 1) if arrival.kind == kind)
    return found


def test_a_seed_names_one_order_and_another_seed_another() -> None:
    assert ids(shuffled(DATA, 1)) == ids(shuffled(DATA, 1))
    assert ids(shuffled(DATA, 1)) != ids(shuffled(DATA, 2))
    assert sorted(ids(shuffled(DATA, 1))) == sorted(ids(shuffled(DATA, 2)))


@pytest.mark.parametrize("seed", range(20))
def test_an_applications_own_messages_keep_their_order(seed: int) -> None:
    sent = ids(shuffled(DATA, seed))
    assert sent.index(f"{CORRECTED.reference}-1") < sent.index(f"{CORRECTED.reference}-2")
    withdrawn = BAD.withdrawal.reference
    assert sent.index(f"{withdrawn}-1") < sent.index(f"{withdrawn}-2")


def test_all_79_are_sent_but_for_the_two_that_have_a_time_of_their_own() -> None:
    sent = {arrival.reference for arrival in shuffled(DATA, 1)}
    apart = {
        one.reference for when in ("before the announcement", "in the last second") for one in arriving(DATA, when)
    }
    assert set(DATA.by_reference) - sent == apart
    assert len(apart) == 2


def test_times_rise_from_the_first_to_the_last_and_some_lie_on_either_side_of_half_time() -> None:
    times = [at for _, at in stamped(shuffled(DATA, 1), DAYS.first_arrival, DAYS.last_arrival)]
    assert times == sorted(set(times))
    assert (times[0], times[-1]) == (DAYS.first_arrival, DAYS.last_arrival)
    assert times[0] < DAYS.half_time < times[-1]
    assert all(at < datetime(2019, 3, 1, tzinfo=UTC) for at in times)


def test_the_same_message_twice_is_the_same_to_the_byte_and_the_contradiction_is_not() -> None:
    repeated, contradicting = one("same_message_twice"), one("same_id_other_content")
    for bad, is_same in ((repeated, True), (contradicting, False)):
        original = submission(DATA, DATA.by_reference[bad.reference])
        assert original.sending.id == bad.sending.id
        assert (original.sending.value == bad.sending.value) is is_same


def test_the_correction_asks_what_stands_and_the_first_word_asked_more() -> None:
    asked = [
        SubmitApplication.model_validate_json(arrival.sending.value).application.amount_nok
        for arrival in shuffled(DATA, 1)
        if arrival.reference == CORRECTED.reference
    ]
    assert asked == [790_000, 770_000]


def test_what_is_no_json_and_what_breaks_the_schema_deep_down_break_just_there() -> None:
    with pytest.raises(ValidationError) as no_json:
        SubmitApplication.model_validate_json(one("not_json").sending.value)
    assert {problem["type"] for problem in no_json.value.errors()} == {"json_invalid"}
    with pytest.raises(ValidationError) as deep:
        SubmitApplication.model_validate_json(one("schema_error").sending.value)
    assert [problem["loc"] for problem in deep.value.errors()] == [("application", "cooperation", "parties", 0, "role")]


def test_the_noise_is_longer_than_any_message_may_be() -> None:
    noise = one("one_megabyte_of_noise").sending
    assert len(noise.value) == 1_000_000 > LENGTH_MAX_BYTES
    assert noise.headers == []


def test_a_refusal_reads_with_reason_and_pointers() -> None:
    refusal = RefusalIssued(
        reason=Refusal.INVALID,
        problems=(Problem(pointer="/application/cooperation/parties/0/role", expected="a role"),),
        message=MessageId("2019-0105-1"),
        reference=Reference("2019-0105"),
    )
    assert in_words(refusal) == "refused: INVALID /application/cooperation/parties/0/role"
