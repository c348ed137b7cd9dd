"""A wrong rulebook says file, line, key and what was expected, and says it of every mistake."""

from pathlib import Path

import pytest

from cli.scheme_file import WrongScheme, parse_scheme, read_scheme
from schemas.scheme import Scheme
from services.eligibility.rules import RULES

FILE = Path(__file__).parents[2] / "schemes" / "ips-2019.yaml"
RIGHT = FILE.read_text(encoding="utf-8")
KINDS = "expected 'nav_municipality', 'municipal_health', 'specialist_health', 'institution' or 'other'"


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
            "all_of: [nav]",
            "all_of: [police]",
            "criteria[2].parameters.all_of[0]",
            "expected 'nav', 'municipal_health' or 'specialist_health'",
        ),
        ("all_of: [nav]", "all_of: nav", "criteria[2].parameters.all_of", "expected a list"),
        ("{kinds: [nav_municipality,", "{kinds: [3,", "criteria[0].parameters.kinds[0]", KINDS),
        ("version: 1", "version: 9", "criteria[0].version", "expected one of 1"),
        ("versions: {ranking: 1", "versions: {ranking: 2", "versions.ranking", "expected 1"),
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


def test_an_unknown_rule_is_told_with_the_known_ones() -> None:
    text = but("rule: project_year", "rule: project_month")
    assert told(text) == [
        f"wrong.yaml:{line_of(text, 'project_month')}: criteria[4].rule: "
        f"expected one of {', '.join(sorted({name for name, _ in RULES}))}",
    ]


def test_a_misspelt_key_is_told_with_the_keys_that_there_are_and_the_one_that_is_missing() -> None:
    text = but("    order: 1", "    ordre: 1")
    first = line_of(text, "- id: continuation")
    known = "ceilings_nok, id, order, per_position_nok, project_years, purposes, quota, team_kinds"
    assert told(text) == [
        f"wrong.yaml:{first}: groups[0].order: is missing",
        f"wrong.yaml:{first + 1}: groups[0].ordre: no such key, expected one of {known}",
    ]


def test_a_misspelt_parameter_is_told_in_the_same_way() -> None:
    text = but("{kinds: [", "{kind: [")
    line = line_of(text, "{kind: [")
    assert told(text) == [
        f"wrong.yaml:{line}: criteria[0].parameters.kind: no such key, expected one of kinds",
        f"wrong.yaml:{line}: criteria[0].parameters.kinds: is missing",
    ]


def test_a_parameter_of_a_rule_that_has_none_is_told() -> None:
    place = RIGHT.index("parameters: {}", RIGHT.index("rule: project_year"))
    text = RIGHT[:place] + "parameters: {years: 3}" + RIGHT[place + len("parameters: {}") :]
    line = line_of(text, "{years: 3}")
    assert told(text) == [f"wrong.yaml:{line}: criteria[4].parameters.years: no such key, expected none here"]


def test_a_day_in_a_parameter_that_is_none_is_told() -> None:
    right = (FILE.parent / "ips-2020.yaml").read_text(encoding="utf-8")
    text = right.replace("due: {1: 2020-04-01", "due: {1: 2020-04-31", 1)
    (line,) = told(text)
    assert line.startswith(
        f"wrong.yaml:{line_of(text, '2020-04-31')}: criteria[6].parameters.due.1: expected a valid date"
    )


def test_a_share_for_an_office_that_is_not_there_on_the_day_is_told() -> None:
    right = (FILE.parent / "rusarbeid-2018.yaml").read_text(encoding="utf-8")
    text = right.replace("    hordaland: 523", "    vestland: 523", 1)
    (line,) = told(text)
    place = f"wrong.yaml:{line_of(text, 'vestland: 523')}: county_shares.keys.vestland"
    assert line.startswith(f"{place}: expected an office of 2018-03-01, one of agder, buskerud, finnmark,")


def test_a_value_without_source_or_reason_is_told_on_its_line() -> None:
    text = but("  appeal_weeks: ", "  # ")
    expected = "expected a source under sources, or a reason under assumed"
    assert told(text) == [f"wrong.yaml:{line_of(text, 'appeal_weeks: 3')}: appeal_weeks: {expected}"]


def test_a_value_that_is_both_sourced_and_assumed_is_told() -> None:
    text = but("assumed:\n", 'assumed:\n  sub_frames.earmarked.nok: "a guess"\n')
    twice = "is told of twice: sub_frames.earmarked and sub_frames.earmarked.nok; expected once"
    assert told(text) == [f"wrong.yaml:{line_of(text, 'id: earmarked')}: sub_frames.earmarked.nok: {twice}"]


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
    text = text.replace("kinds: [nav_municipality,", "kinds: [3,").replace("rule: prior_award", "rule: prior_reward")
    assert [line.split(": ")[1] for line in told(text)] == [
        "sub_frames[0].nok",
        "groups[0].order",
        "criteria[0].parameters.kinds[0]",
        "criteria[5].rule",
        "appeal_weeks",
    ]


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
