"""A wrong rulebook says file, line, key and what was expected, and says it of every mistake."""

from pathlib import Path

import pytest

from cli.scheme_file import WrongScheme, parse_scheme, read_scheme
from schemas.scheme import Scheme

FILE = Path(__file__).parents[2] / "schemes" / "ips-2019.yaml"
RIGHT = FILE.read_text(encoding="utf-8")


def told(text: str) -> list[str]:
    with pytest.raises(WrongScheme) as wrong:
        parse_scheme(text, "wrong.yaml")
    return str(wrong.value).splitlines()


def but(right: str, wrong: str) -> str:
    """The round of 2019 with its first such text replaced."""
    assert right in RIGHT
    return RIGHT.replace(right, wrong, 1)


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


@pytest.mark.parametrize(
    ("right", "wrong", "key", "expected"),
    [
        ("43_000_000", "much", "sub_frames[0].nok", "expected a whole number"),
        ("43_000_000", "43e6", "sub_frames[0].nok", "expected a whole number"),
        ("nok: 43_000_000", "nok: -1", "sub_frames[0].nok", "expected greater than or equal to 0"),
        ("43_000_000", "yes", "sub_frames[0].nok", "expected a whole number"),
        (
            '"23:59"',
            "23:59",
            "deadline.time",
            "expected text; what looks like a number or a time of day stands in quotes",
        ),
        ("example: true", 'example: "true"', "example", "expected true or false"),
        ("assessment: together", "assessment: first", "assessment", "expected 'together' or 'continuous'"),
        (
            "nav: nav",
            "nav: police",
            "criteria[2].nav",
            "expected 'nav'",
        ),
        (
            "rule: project_year",
            "rule: project_month",
            "criteria[3]",
            "expected 'rule' to be one of 'applicant_group', 'service_agreement', 'committed_cooperation',"
            " 'project_year', 'prior_award'",
        ),
        (
            "  title: ",
            "  titel: ",
            "assumed.titel",
            "expected the name of a value in this file",
        ),
        (
            "criteria.prior_award: ",
            "criteria.prior_reward: ",
            "assumed.criteria.prior_reward",
            "expected the name of a value in this file",
        ),
    ],
)
def test_a_wrong_value_is_told_with_its_line_its_key_and_what_was_expected(
    right: str, wrong: str, key: str, expected: str
) -> None:
    text = but(right, wrong)
    assert told(text) == [f"wrong.yaml:{line_of(text, wrong)}: {key}: {expected}"]


def test_a_date_that_is_none_is_told_on_its_line() -> None:
    text = but("answer_by: 2019-05-15", "answer_by: 2019-05-32")
    expected = "expected a valid date in the format YYYY-MM-DD, day value is outside expected range"
    assert told(text) == [f"wrong.yaml:{line_of(text, '2019-05-32')}: answer_by: {expected}"]


def test_a_misspelt_key_is_told_with_the_keys_that_there_are_and_the_one_that_is_missing() -> None:
    text = but("    kinds: ", "    kind: ")
    first = line_of(text, "rule: applicant_group")
    assert told(text) == [
        f"wrong.yaml:{first}: criteria[0].kinds: is missing",
        f"wrong.yaml:{first + 2}: criteria[0].kind: no such key, expected one of citation, kinds, rule, version",
    ]


def test_a_key_that_stands_twice_is_told_with_the_line_of_the_first() -> None:
    text = but("    order: 2\n", "    order: 2\n    order: 3\n")
    second = line_of(text, "order: 3")
    assert told(text) == [f"wrong.yaml:{second}: groups[1].order: stands twice, first on line {second - 1}"]


def test_parts_that_do_not_agree_are_told_where_they_stand() -> None:
    ceilings = but("project_years: [1]", "project_years: [1, 4]")
    assert told(ceilings) == [
        f"wrong.yaml:{line_of(ceilings, '- id: new')}: groups[1]: "
        "ceilings_nok must name each of project_years, and no other year"
    ]
    twice = but("  - id: new", "  - id: continuation")
    assert told(twice) == [f"wrong.yaml:{line_of(twice, 'groups:')}: groups: a name stands twice"]


def test_every_mistake_is_told_in_the_files_order() -> None:
    text = but("appeal_weeks: 3", "appeal_weeks: three").replace("43_000_000", "much").replace("order: 1", "order: 0")
    assert [line.split(": ")[1] for line in told(text)] == ["sub_frames[0].nok", "groups[0].order", "appeal_weeks"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "wrong.yaml:1: (file): expected keys and values, found nothing"),
        ("- scheme", "wrong.yaml:1: (file): expected keys and values"),
        ("scheme: ips\nround: [2019\nlaw: x\n", "wrong.yaml:3: (file): not readable as YAML, expected ',' or ']'"),
        ("scheme: ips\nround: \tips\n  law: x", "wrong.yaml:2: (file): not readable as YAML"),
        ("scheme: &a ips\nround: *a", "wrong.yaml:2: round: expected the value itself, found a reference (*)"),
        ("scheme: &a [*a]", "wrong.yaml:1: scheme[0]: expected the value itself, found a reference (*)"),
        ("scheme: !!python/object:os.system x", "wrong.yaml:1: scheme: expected a plain value, found the tag"),
        ("? [1]\n: 2", "wrong.yaml:1: (file): expected a name as key"),
        ("scheme: \x00", "wrong.yaml:1: (file): not readable as YAML, a character that may not stand in it"),
    ],
)
def test_what_is_no_rulebook_at_all_is_told_in_one_line(text: str, message: str) -> None:
    (line,) = told(text)
    assert line.startswith(message)


def test_a_file_in_another_encoding_is_told_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes("scheme: ips\ntitle: Møre".encode("latin-1"))
    with pytest.raises(WrongScheme) as wrong:
        read_scheme(file)
    assert str(wrong.value) == f"{file}:2: (file): expected UTF-8"


def test_the_file_and_its_wire_form_are_the_same_rulebook() -> None:
    scheme = read_scheme(FILE)
    assert Scheme.model_validate(scheme.plain(), strict=False) == scheme
    assert Scheme.model_validate_json(scheme.model_dump_json()) == scheme
