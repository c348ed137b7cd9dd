"""What one service says and another hears, and what the topics hold, is held against the journals."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from audit.checks.topics import TopicRecord
from tests.audit.examples import whole_round
from tests.audit.whole import broken, changed, checked, compared, found, journals, tables_of, topic_records

SERVICES = ("intake", "eligibility", "allocation", "notification")
IN_ORDER = "its topics hold each row with a destination, in order, byte for byte, and no more"


def test_a_fact_that_another_service_never_heard_is_found() -> None:
    all_rows = journals()
    lost = found(all_rows["allocation"], "AwardAccepted")
    all_rows["notification"].remove(found(all_rows["notification"], "AwardAccepted"))

    law = "every fact of allocation that concerns it is heard once, in order, as it was said"
    assert f"allocation at position {lost.position} " in broken(checked(all_rows, "notification"))[law]


def test_a_fact_heard_otherwise_than_it_was_said_is_found() -> None:
    all_rows = journals()
    changed(found(all_rows["allocation"], "ApplicationScored"), score=1)

    law = "every fact of intake that concerns it is heard once, in order, as it was said"
    assert broken(checked(all_rows, "allocation"))[law].endswith("said it: message")


def test_what_was_said_behind_the_last_position_heard_waits() -> None:
    all_rows = journals()
    tables = tables_of(whole_round(), "notification")
    heard = found(all_rows["allocation"], "AwardAccepted", 2)
    late = [row for row in all_rows["notification"] if row.causation != heard.event_id]
    fences = {place: min(at, heard.position - 1) for place, at in tables.fences.items() if place[0] == "allocation"}

    checks = checked({**all_rows, "notification": late}, "notification", replace(tables, fences=fences))

    (delivery,) = (check for check in checks if check.law.startswith("every fact of allocation"))
    assert (delivery.first, delivery.waiting) == (None, 1)


@pytest.mark.parametrize("service", SERVICES)
def test_topics_that_hold_the_journal_hold(service: str) -> None:
    rows = journals()[service]

    check = compared(service, rows, topic_records(service, rows))

    assert (check.law, check.first, check.waiting) == (IN_ORDER, None, 0)
    assert check.count > 0


def _missing(records: list[TopicRecord]) -> None:
    del records[3]


def _doubled(records: list[TopicRecord]) -> None:
    records.insert(4, records[3])


def _strange(records: list[TopicRecord]) -> None:
    records.append(records[-1])


@pytest.mark.parametrize("doctor", [_missing, _doubled, _strange])
def test_a_record_that_is_missing_doubled_or_of_nowhere_is_found(doctor: Callable[[list[TopicRecord]], None]) -> None:
    rows = journals()["allocation"]
    records = topic_records("allocation", rows)
    doctor(records)

    assert compared("allocation", rows, records).first is not None


def test_a_record_with_other_bytes_or_another_header_is_found() -> None:
    rows = journals()["allocation"]
    records = topic_records("allocation", rows)
    records[5] = replace(records[5], value=b"{}", headers={**records[5].headers, "ce_prevpos": "1"})

    told = compared("allocation", rows, records).first

    assert told is not None
    assert told.endswith(": value, ce_prevpos")


def test_rows_that_the_relay_had_not_confirmed_wait_and_a_record_beyond_the_journal_is_found() -> None:
    rows = journals()["allocation"]
    records = topic_records("allocation", rows)

    waiting = compared("allocation", rows, records[:-1], confirmed=rows[-2].position)
    beyond = compared("allocation", rows[:-1], records)

    assert (waiting.first, waiting.waiting) == (None, 1)
    assert beyond.first is not None
    assert beyond.first.endswith(f"but the journal ends at {rows[-2].position}")
