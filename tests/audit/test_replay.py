"""A replay decides the same again, and names what was changed down to the value."""

import pytest

from audit.differences import Difference
from tests.audit.whole import changed, found, journals, replayed, resealed


@pytest.mark.parametrize("service", ["intake", "eligibility", "allocation", "notification"])
def test_a_whole_round_decided_again_gives_the_same_rows(service: str) -> None:
    rows = journals()[service]

    result = replayed(service, rows)

    assert result.difference is None
    assert result.rows == len(rows)
    assert result.identical == result.decisions > 0


def test_what_the_shell_observed_is_followed_and_not_counted_as_a_decision() -> None:
    result = replayed("intake", journals()["intake"])

    assert result.followed == 5, "four sources were added, and one message was no JSON"


def test_a_changed_decision_is_named_by_its_position_field_and_values() -> None:
    rows = journals()["eligibility"]
    judged = found(rows, "EligibilityDecided")
    changed(judged, grantable_nok=699_999)

    assert replayed("eligibility", resealed(rows)).difference == Difference(
        "eligibility", judged.position, "data/grantable_nok", "699999", "700000"
    )


def test_one_changed_byte_of_an_input_is_found_though_it_decides_nothing_else() -> None:
    rows = journals()["intake"]
    submitted = found(rows, "SubmitApplication")
    submitted.data = submitted.data.replace(b"fjord.example", b"fjort.example", 1)

    difference = replayed("intake", rows).difference

    assert difference is not None
    assert (difference.position, difference.field) == (submitted.position, "hash")


def test_an_award_moved_to_another_topic_is_found() -> None:
    rows = journals()["allocation"]
    awarded = found(rows, "AwardDecided")
    awarded.topic = "replies.public360"

    difference = replayed("allocation", resealed(rows)).difference

    assert difference == Difference("allocation", awarded.position, "topic", "replies.public360", "allocation")


def test_a_decision_taken_at_another_time_is_found() -> None:
    rows = journals()["allocation"]
    lapsed, late = found(rows, "CommitmentLapsed"), found(rows, "AwardAccepted")
    lapsed.at = late.at

    difference = replayed("allocation", resealed(rows)).difference

    assert difference is not None
    assert (difference.position, difference.field) == (lapsed.position, "at")


def test_rows_that_changed_places_are_found_at_the_first_of_them() -> None:
    rows = journals()["allocation"]
    first = found(rows, "AwardDecided")
    place = rows.index(first)
    rows[place], rows[place + 1] = rows[place + 1], rows[place]

    difference = replayed("allocation", resealed(rows)).difference

    assert difference is not None
    assert difference.position == first.position


def test_a_missing_decision_is_found_though_the_chain_was_made_anew() -> None:
    rows = journals()["allocation"]
    missing = found(rows, "ApplicationRejected", 1)
    rows.remove(missing)

    difference = replayed("allocation", resealed(rows)).difference

    assert difference is not None
    assert difference.field in ("count", "type")


def test_a_missing_position_is_found() -> None:
    rows = journals()["notification"]
    del rows[40]

    difference = replayed("notification", rows).difference

    assert difference is not None
    assert difference.position in (41, 42)


def test_a_decision_that_can_not_be_made_again_is_reported_and_ends_the_replay() -> None:
    rows = journals()["eligibility"]
    rows.remove(found(rows, "RoundAnnounced"))

    result = replayed("eligibility", resealed(rows))

    assert result.difference is not None
    assert result.difference.field == "decision"
    assert result.difference.replayed == "LookupError: ips-2019 is judged before it was announced"
    assert result.identical == result.decisions - 1


def test_another_version_of_the_decider_is_named() -> None:
    rows = journals()["intake"]
    for row in rows:
        row.code = "intake/0"

    difference = replayed("intake", resealed(rows)).difference

    assert difference == Difference("intake", 1, "code", "intake/0", "intake/1")
