"""Each law is seen to matter: a journal, a table or a topic that breaks it is named by its first wrong record."""

from dataclasses import replace

import orjson
import pytest

from audit.checks import Check
from tests.audit.examples import whole_round
from tests.audit.whole import (
    broken,
    changed,
    checked,
    found,
    journals,
    resealed,
    tables_of,
)

SERVICES = ("intake", "eligibility", "allocation", "notification")


@pytest.mark.parametrize("service", SERVICES)
def test_everything_holds_of_a_whole_round_and_every_law_was_asked(service: str) -> None:
    checks = checked(journals(), service)

    assert broken(checks) == {}
    asked = [check for check in checks if check.count == 0 and check.law != "time that has passed only moves forward"]
    assert asked == []


def test_one_changed_byte_is_found_by_the_chain() -> None:
    all_rows = journals()
    row = all_rows["allocation"][10]
    row.data = row.data.replace(b"2019", b"2018", 1)

    told = broken(checked(all_rows, "allocation"))

    law = "each row rests on the row before it, and nothing in it has changed"
    assert told[law] == f"allocation at position 11 ({row.type}): its hash does not vouch for it"


def test_a_missing_row_is_found_by_position_input_and_chain() -> None:
    all_rows = journals()
    del all_rows["notification"][7]

    told = broken(checked(all_rows, "notification"))

    assert told["positions have no gaps"].endswith("follows position 7")
    assert "inputs are numbered without gaps, and each has all its rows" in told
    assert "each row rests on the row before it, and nothing in it has changed" in told


def test_an_input_heard_twice_is_found_though_the_chain_is_whole() -> None:
    all_rows = journals()
    rows = all_rows["allocation"]
    twice = found(rows, "HistoricalAwardRecorded")
    all_rows["allocation"] = resealed([*rows, replace(twice)])

    told = broken(checked(all_rows, "allocation"))

    assert "inputs are numbered without gaps, and each has all its rows" in told
    assert "each stream's versions have no gaps" in told
    assert "every fact of intake that concerns it is heard once, in order, as it was said" in told


def test_a_table_that_says_something_else_than_the_journal_is_found() -> None:
    tables = tables_of(whole_round(), "intake")
    streams = {**tables.streams, "world": (99, None)}

    told = broken(checked(journals(), "intake", replace(tables, streams=streams)))

    assert list(told) == ["the tables follow from the journal"]
    assert "stream world: found (99, None)" in told["the tables follow from the journal"]


def test_a_message_heard_after_its_time_had_passed_is_found() -> None:
    all_rows = journals()
    late = found(all_rows["intake"], "ScoreApplication")
    late.at = found(all_rows["intake"], "TimePassed").at

    told = broken(checked(all_rows, "intake"))

    assert f"position {late.position} " in told["nothing is heard after its time was said to have passed"]


def test_time_that_goes_back_is_found() -> None:
    all_rows = journals()
    again = found(all_rows["intake"], "TimePassed", 1)
    changed(again, until=orjson.loads(found(all_rows["intake"], "TimePassed").data)["until"])

    assert "time that has passed only moves forward" in broken(checked(all_rows, "intake"))


def test_a_round_closed_on_another_count_is_found() -> None:
    all_rows = journals()
    changed(found(all_rows["intake"], "RoundClosed"), count=6)

    law = "a round closes on count and digest of the applications that stand"
    assert "found (6, " in broken(checked(all_rows, "intake"))[law]


def test_a_submission_without_an_outcome_is_found() -> None:
    all_rows = journals()
    all_rows["intake"].remove(found(all_rows["intake"], "ApplicationHeld"))

    told = broken(checked(all_rows, "intake"))

    assert "nothing came of it" in told["each submission has one first outcome"]
    assert "public360/fjord was not held" in told["what was held ends once: received, dismissed or refused"]


def test_a_list_approved_twice_by_one_officer_is_found() -> None:
    all_rows = journals()
    second = found(all_rows["allocation"], "ApprovalRecorded", 1)
    changed(second, officer="saksbehandler-1")

    law = "each award and refusal was approved by two officers who named its list's hash"
    assert "saksbehandler-1, saksbehandler-1" in broken(checked(all_rows, "allocation"))[law]


def test_a_line_that_is_not_the_one_that_was_approved_is_found() -> None:
    all_rows = journals()
    changed(found(all_rows["allocation"], "FundsReserved", 2), place=2)

    law = "a list's hash is that of its lines, and a ranking has a line for each application"
    assert "the hash of its lines" in broken(checked(all_rows, "allocation"))[law]


def test_an_approved_line_that_was_never_decided_is_found() -> None:
    all_rows = journals()
    all_rows["allocation"].remove(found(all_rows["allocation"], "ApplicationRejected"))

    law = "an approved list is decided whole, and each line as it was approved"
    assert "approved, but not decided: public360/hill" in broken(checked(all_rows, "allocation"))[law]


def test_money_for_who_was_not_eligible_is_found() -> None:
    all_rows = journals()
    changed(found(all_rows["allocation"], "EligibilityDecided"), outcome="ineligible")

    law = "each proposal rests on a judgement of its version: money only for the eligible, no more than grantable"
    assert "public360/fjord, 700000 kr, judged ineligible" in broken(checked(all_rows, "allocation"))[law]


def test_a_letter_whose_text_is_not_what_the_system_was_given_is_found() -> None:
    all_rows = journals()
    given = found(all_rows["notification"], "DecisionIssued")
    changed(given, text="Dere får mer.")

    assert "each decision becomes one letter, and the system is given its very text" in broken(
        checked(all_rows, "notification")
    )


def test_only_the_first_record_that_breaks_a_law_is_kept() -> None:
    check = Check("intake", "a law")
    for position in range(3):
        check.holds(position == 0, f"position {position}")

    assert (check.count, check.first) == (3, "position 1")
