"""The reference facts that ship, and what a folder of them may hold besides."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from pydantic import JsonValue

from cli.reference import WrongReference, read_holidays, reference_messages
from schemas.reference import PublicBody, read

REFERENCE = Path(__file__).parents[2] / "reference"
MADE_UP = "313687597"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(REFERENCE, tmp_path / "reference")
    return tmp_path / "reference"


def adopted(folder: Path) -> dict[str, JsonValue]:
    return {message.name: message.content for message in reference_messages(folder)}


def check_digit_holds(number: str) -> bool:
    weighted = zip(map(int, number), (3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True)
    return sum(digit * weight for digit, weight in weighted) % 11 == 0


def test_every_list_that_ships_can_be_read_by_those_who_hear_it() -> None:
    content = adopted(REFERENCE)
    assert list(content) == ["systems", "municipalities", "county_governors", "public_bodies", "holidays"]
    for message in reference_messages(REFERENCE):
        read(message.name, message.content)


def test_the_four_regional_health_authorities_are_public_bodies_with_right_numbers() -> None:
    bodies: tuple[PublicBody, ...] = read("public_bodies", adopted(REFERENCE)["public_bodies"])
    regional = {body.name: body.organisation_number for body in bodies if body.kind == "regional_health_authority"}
    assert sorted(regional) == ["Helse Midt-Norge RHF", "Helse Nord RHF", "Helse Sør-Øst RHF", "Helse Vest RHF"]
    assert all(check_digit_holds(body.organisation_number) for body in bodies)
    assert len({body.organisation_number for body in bodies}) == len(bodies)


@pytest.mark.parametrize(
    "holiday",
    [
        date(2018, 5, 17),
        date(2019, 12, 25),
        date(2020, 4, 9),
        date(2023, 5, 1),
        date(2024, 4, 1),
        date(2027, 5, 17),
    ],
)
def test_a_known_holiday_is_among_them(holiday: date) -> None:
    assert holiday in read_holidays(REFERENCE)


@pytest.mark.parametrize("no_holiday", [date(2020, 3, 1), date(2023, 4, 8), date(2018, 12, 24), date(2025, 3, 1)])
def test_a_plain_weekend_easter_eve_and_christmas_eve_are_no_holidays(no_holiday: date) -> None:
    assert no_holiday not in read_holidays(REFERENCE)


def test_each_year_from_2016_to_2027_has_its_twelve_holidays_on_different_days_but_for_2027() -> None:
    days = read_holidays(REFERENCE)
    counted = {year: sum(day.year == year for day in days) for year in range(2016, 2028)}
    assert counted == {year: 11 if year == 2027 else 12 for year in range(2016, 2028)}
    assert len(days) == sum(counted.values())


def test_a_folder_may_say_who_is_excluded_dissolved_or_taken_over_and_who_may_decide(folder: Path) -> None:
    for name, text in {
        "exclusions": f"organisation_number,scheme,decision,valid_from,valid_to\n{MADE_UP},,2017/12,2018-01-01,\n",
        "organisation_states": f"organisation_number,state,valid_from\n{MADE_UP},bankrupt,2018-03-01\n",
        "successions": f"predecessor,successor,from_day,kind\n{MADE_UP},958935420,2020-01-01,merged\n",
        "officers": "officer,authority,may,superior\no-1,directorate,assess approve,o-2\n",
    }.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    content = adopted(folder)
    assert content["exclusions"] == [
        {"organisation_number": MADE_UP, "decision": "2017/12", "valid_from": "2018-01-01"}
    ]
    (officer,) = read("officers", content["officers"])
    assert (officer.may, officer.superior) == (("assess", "approve"), "o-2")
    assert {"organisation_states", "successions"} <= content.keys()


def test_a_wrong_row_is_told_with_file_row_and_key(folder: Path) -> None:
    file = folder / "organisation_states.csv"
    file.write_text("organisation_number,state\n313687597,bankrupt\n313687597,asleep\n", encoding="utf-8")
    with pytest.raises(WrongReference) as wrong:
        reference_messages(folder)
    assert str(wrong.value).startswith(f"{file}: row 2: state: ")


def test_a_day_that_is_none_is_told_with_file_and_row(folder: Path) -> None:
    (folder / "holidays.csv").write_text("day,name\n2018-05-17,Grunnlovsdag\n2018-05-32,?\n", encoding="utf-8")
    with pytest.raises(WrongReference) as wrong:
        reference_messages(folder)
    assert str(wrong.value).startswith(f"{folder / 'holidays.csv'}: row 2: ")
