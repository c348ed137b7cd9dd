"""What the small round of 2019 adds up to: FJORD and DALE in full, MOOR in part; DALE's lapses, and HILL gets it."""

import json
from collections.abc import Iterable

import pytest

from audit.reports import Sheet
from audit.reports import grant_round as rounds
from audit.reports import ledger as money
from audit.reports.grant_round import Geography, grant_round
from audit.reports.ledger import ledger
from chassis.journal import Row
from tests.audit.bodies import ROUND
from tests.audit.examples import closed, decided, whole_round
from tests.audit.town import Town

GEOGRAPHY = Geography({"05": "Oppland", "12": "Hordaland"}, municipalities=422)


def said(town: Town, types: Iterable[str]) -> list[Row]:
    wanted = set(types)
    return [row for name in town.offices for row in town.rows(name) if row.kind == "decided" and row.type in wanted]


def round_sheets(town: Town) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in grant_round(ROUND, said(town, rounds.TYPES), GEOGRAPHY)}


def ledger_sheets(town: Town, frame: str | None = None) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in ledger(said(town, money.TYPES), frame)}


def as_dict(sheet: Sheet) -> dict[object, int]:
    return {row[0]: int(row[1] or 0) for row in sheet.rows}


def half_way() -> Town:
    town = Town()
    decided(town)
    return town


def test_a_round_counts_what_was_judged_and_what_stands_apart() -> None:
    counts = as_dict(round_sheets(whole_round())["applications"])
    assert (counts["judged on their merits"], counts["awarded"], counts["refused"]) == (5, 3, 2)
    assert (counts["withdrawn"], counts["dismissed, LATE"]) == (1, 1)
    assert (counts["lapsed"], counts["promoted from the waiting list"], counts["awards that stand now"]) == (1, 1, 3)


def test_the_sub_frames_of_a_round_are_those_of_its_ledger() -> None:
    sub_frames = round_sheets(whole_round())["sub_frames"]
    balances = ledger_sheets(whole_round())["balances"]
    committed = {row[1]: row[balances.columns.index("committed_nok")] for row in balances.rows}
    assert {row[0]: row[2] for row in sub_frames.rows} == {name: nok for name, nok in committed.items() if nok}


def test_the_kinds_of_applicants_share_all_that_stands() -> None:
    sheets = round_sheets(whole_round())
    assert sum(int(row[-1] or 0) for row in sheets["kinds"].rows) == sum(
        int(row[-1] or 0) for row in sheets["sub_frames"].rows
    )


def test_trap_26_an_award_is_public_only_when_its_notice_has_been_sent() -> None:
    hidden = round_sheets(half_way())["public_list"]
    assert hidden.rows == []
    assert hidden.notes == ["3 awards are not shown: their notices have not been sent yet."]
    shown = round_sheets(whole_round())["public_list"]
    assert (len(shown.rows), shown.notes) == (3, [])


def test_the_ledger_of_a_round_follows_every_krone_to_its_end() -> None:
    sheets = ledger_sheets(whole_round())
    assert [row[-1] for row in sheets["balances"].rows] == ["adds up"] * len(sheets["balances"].rows)
    facts = [row[3] for row in sheets["movements"].rows]
    assert facts[0] == "FrameAllocated"
    assert {"FundsReserved", "AwardDecided", "CommitmentLapsed"} <= set(facts)


def test_a_movement_says_from_where_to_where() -> None:
    movements = ledger_sheets(whole_round())["movements"]
    ways = {row[3]: row[movements.columns.index("from") : movements.columns.index("to") + 1] for row in movements.rows}
    assert ways["FrameAllocated"] == ("outside", "available")
    assert ways["FundsReserved"] == ("available", "reserved")
    assert ways["AwardDecided"] == ("reserved", "committed")
    assert ways["CommitmentLapsed"] == ("committed", "available")


def test_unknown_rounds_and_frames_are_told() -> None:
    with pytest.raises(LookupError, match="no application has been received"):
        grant_round("nowhere", said(whole_round(), rounds.TYPES), GEOGRAPHY)
    with pytest.raises(LookupError, match="no money has moved"):
        ledger(said(whole_round(), money.TYPES), "nowhere")


def test_before_the_decision_nothing_stands() -> None:
    town = Town()
    closed(town)
    counts = as_dict(round_sheets(town)["applications"])
    assert (counts["judged on their merits"], counts["awards that stand now"]) == (0, 0)


def test_a_sheet_is_the_same_as_json_and_as_csv() -> None:
    sheet = ledger_sheets(whole_round())["balances"]
    plain = json.loads(json.dumps(sheet.plain()))
    first, *others = sheet.csv_text().splitlines()
    assert first == ",".join(sheet.columns)
    assert [",".join("" if value is None else str(value) for value in row.values()) for row in plain["rows"]] == others
