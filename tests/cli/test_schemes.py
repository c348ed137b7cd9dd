"""`tilsagn schemes`: the rounds that ship, one of them in words, and whether a file holds."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.__main__ import tilsagn

SCHEMES = Path(__file__).parents[2] / "schemes"
IPS_2023 = (SCHEMES / "ips-2023.yaml").read_text(encoding="utf-8")


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(tilsagn, ["schemes", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def one_line(told: str) -> str:
    """A table's text without its frame; words that stand beside each other in a cell do so here."""
    return " ".join(told.replace("│", " ").split())


def test_the_rounds_that_ship_are_listed_with_deadline_and_frame() -> None:
    code, told = run()
    assert code == 0
    for file in SCHEMES.glob("*.yaml"):
        assert file.stem in told
    assert "472 400 000 kr" in told
    assert "2020-03-01" in told


@pytest.mark.parametrize("name", ["ips-2018", "ips-2019", "ips-2020", "rusarbeid-2018", "sammensatte-behov-2018"])
def test_every_round_can_be_shown(name: str) -> None:
    code, told = run("show", name)
    assert (code, f"{name}: " in told) == (0, True)
    assert "What is assumed" in told


def test_the_round_of_2023_is_shown_as_a_person_reads_it() -> None:
    code, told = run("show", "ips-2023")
    words = one_line(told)
    assert code == 0
    for part in (
        "Wednesday 1 March 2023 at 23:59 (Oslo)",
        "Monday 1 May 2023, no working day",
        "45 200 000 kr",
        "ACT; FACT; FACT ung",
        "1 200 000 kr in project year 2",
        "never more than 6 awards; a warning below 5",
        "minimum percent: 20",
        "otherwise TEAM_NOT_ESTABLISHED",
        "forvaltningsloven § 11 (frist for å rette mangler)",
        "at least 200 000 kr; there it ends",
        "never the order of arrival",
        "the share of one fifth is invented",
    ):
        assert part in words, part


def test_the_shares_of_the_offices_are_shown_in_kroner() -> None:
    _, told = run("show", "rusarbeid-2018")
    assert "finnmark 53 4 749 090 kr" in one_line(told)


def test_a_file_can_be_shown_as_well(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(IPS_2023.replace("45_200_000", "45_200_001"), encoding="utf-8")
    code, told = run("show", str(file))
    assert (code, "45 200 001 kr" in told) == (0, True)


def test_a_round_that_is_not_there_is_told_with_those_that_are() -> None:
    code, told = run("show", "ips-2022")
    assert code == 1
    assert told.startswith("Error: There is no round or file ips-2022; expected a file, or one of ips-2018, ips-2019,")


def test_all_files_that_ship_hold() -> None:
    files = sorted(map(str, SCHEMES.glob("*.yaml")))
    code, told = run("check", *files)
    assert code == 0
    assert [line.split(":")[0] for line in told.splitlines()] == [f"OK {file}" for file in files]


def test_every_mistake_of_every_file_is_told_and_the_exit_code_is_one(tmp_path: Path) -> None:
    right, wrong = SCHEMES / "ips-2018.yaml", tmp_path / "wrong.yaml"
    text = IPS_2023.replace("{minimum_percent: 20}", "{minimum_percent: half}").replace(
        ", kinds: [ACT,", ", kinds: [ECT,"
    )
    wrong.write_text(text, encoding="utf-8")
    code, told = run("check", str(wrong), str(right))
    assert code == 1
    line = {part: text[: text.index(part)].count("\n") + 1 for part in ("purposes: [team_specialists], kinds", "half")}
    team, half = line.values()
    assert told.splitlines() == [
        f"{wrong}:{team}: criteria[5].parameters.kinds[0]: expected 'ACT', 'FACT' or 'FACT_UNG'",
        f"{wrong}:{half}: criteria[9].parameters.minimum_percent: expected a whole number",
        f"OK {right}: ips-2018, 12 criteria, 15 values with a source, 21 assumed",
    ]


def test_a_file_that_is_wrong_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(IPS_2023.replace("order: 1", "order: first", 1), encoding="utf-8")
    code, told = run("show", str(file))
    assert (code, told.count("\n")) == (1, 1)
    assert told.endswith("groups[0].order: expected a whole number\n")
