"""One application's life as approved. APPROVE=1 writes the approved texts anew."""

import os
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from audit.replay import ReplayResult
from audit.story import Story, UnknownApplication, compose, rounds_in
from audit.tables import table
from audit.verify import VerifyResult
from audit.wording import kroner
from services.catalogue import SERVICES
from tests.audit.bodies import DALE, HILL, LATE, MOOR
from tests.audit.whole import changed, checked, found, journals, replayed, resealed

APPROVED = Path(__file__).parent / "approved"


def told(application: str) -> Story:
    rows = journals()
    about = {name: [row for row in known if row.correlation == application] for name, known in rows.items()}
    rounds = rounds_in(SERVICES, about)
    of_rounds = {name: [row for row in known if row.correlation in rounds] for name, known in rows.items()}
    return compose(SERVICES, application, about, of_rounds)


def approve(name: str, text: str) -> None:
    file = APPROVED / f"{name}.txt"
    if os.environ.get("APPROVE"):
        file.write_text(text + "\n", encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text + "\n"


@pytest.mark.parametrize("application", [HILL, DALE, LATE])
def test_a_life_reads_as_approved(application: str) -> None:
    approve(application.partition("/")[2], told(application).text)


def test_a_sentence_names_its_service_position_and_norwegian_time() -> None:
    (accepted,) = (one for one in told(MOOR).told if "accepted in time" in one.sentence)

    (row,) = (row for row in journals()["allocation"] if row.type == "AwardAccepted" and row.correlation == MOOR)
    assert (accepted.service, accepted.position) == ("allocation", row.position)
    assert f"The award of {kroner(200_000)} was accepted" in accepted.sentence
    assert f"  14:00  allocation {row.position} " in told(MOOR).text, "12:00 in UTC is 14:00 in a Norwegian May"


def test_causes_are_told_before_effects_of_the_same_time() -> None:
    at_closing = [one.sentence for one in told(HILL).told if one.at.date().isoformat() == "2019-03-01"]

    said = ["closed", "Earlier awards", "judged eligible", "to be assessed"]
    assert all(word in sentence for word, sentence in zip(said, at_closing, strict=True))


def test_only_assumptions_that_a_life_rests_on_are_told() -> None:
    assert set(told(LATE).assumed) == {"answer_by", "deadline", "title", "purpose", "appeal_body"}
    assert "at_the_edge" in told(MOOR).assumed
    assert "acceptance_days" in told(DALE).assumed


def test_a_finding_is_told_with_its_citation() -> None:
    evidence = [line for one in told(DALE).told for line in one.evidence]

    assert any("NAPHA 31.1.2020" in line and line.endswith("fvl-1967") for line in evidence)


def test_an_application_of_which_no_journal_knows_is_refused() -> None:
    with pytest.raises(UnknownApplication, match="public360/nobody"):
        told("public360/nobody")


def test_kroner_are_grouped_so_that_no_line_breaks_inside_an_amount() -> None:
    assert kroner(1_500_000) == "1\u202f500\u202f000\u202fkr"


def shown(result: ReplayResult | VerifyResult) -> str:
    console = Console(width=200, file=StringIO())
    console.print(table(result))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_a_table_of_a_replay_counts_decisions_and_names_the_first_difference() -> None:
    rows = journals()
    judged = found(rows["eligibility"], "EligibilityDecided")
    changed(judged, grantable_nok=1)
    results = (replayed("intake", rows["intake"]), replayed("eligibility", resealed(rows["eligibility"])))

    text = shown(ReplayResult(results, 0.5))

    decided = results[0].decisions
    assert f"{decided} │        {decided}" in text
    assert (
        f"eligibility at position {judged.position}: data/grantable_nok is recorded as 1, but replayed as 700000"
        in text
    )


def test_a_table_of_a_verification_tells_each_law() -> None:
    checks = tuple(checked(journals(), "allocation"))

    text = shown(VerifyResult(checks, rows=77, topic_records=32, seconds=0.5))

    assert all(check.law in text for check in checks)
    assert "does not hold" not in text
