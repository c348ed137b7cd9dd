"""Which County Governor's office is concerned on which day."""

import csv
from datetime import date
from pathlib import Path

import pytest
from pydantic import JsonValue

from schemas.reference import Municipality, Office, office_named, read
from services.notification.offices import concerned
from tests.notification.places import COUNTY_GOVERNORS, MUNICIPALITIES


def by_code(rows: list[JsonValue]) -> dict[str, Municipality]:
    return {row.code: row for row in read("municipalities", rows)}


OFFICES: tuple[Office, ...] = read("county_governors", COUNTY_GOVERNORS)
CODES = by_code(MUNICIPALITIES)


def names(on: date, *codes: str) -> list[str]:
    return [concern.name for concern in concerned(codes, on, OFFICES, CODES)]


@pytest.mark.parametrize(
    ("on", "code", "name"),
    [
        (date(2018, 12, 31), "0427", "Fylkesmannen i Hedmark"),
        (date(2019, 1, 1), "0427", "Fylkesmannen i Innlandet"),
        (date(2020, 6, 1), "3420", "Fylkesmannen i Innlandet"),
        (date(2021, 1, 1), "3420", "Statsforvalteren i Innlandet"),
        (date(2018, 6, 1), "0101", "Fylkesmannen i Østfold"),
        (date(2019, 6, 1), "0101", "Fylkesmannen i Oslo og Viken"),
        (date(2020, 12, 31), "0301", "Fylkesmannen i Oslo og Viken"),
        (date(2021, 1, 1), "0301", "Statsforvalteren i Oslo og Viken"),
    ],
)
def test_an_office_goes_by_its_area_and_name_of_that_day(on: date, code: str, name: str) -> None:
    assert names(on, code) == [name]


def test_offices_that_merged_before_their_counties_are_one_office() -> None:
    assert names(date(2018, 6, 1), "1201", "1424") == ["Fylkesmannen i Hordaland", "Fylkesmannen i Sogn og Fjordane"]
    assert names(date(2019, 6, 1), "1201", "1424") == ["Fylkesmannen i Vestland"]


def test_an_old_code_stands_for_the_area_that_it_last_was() -> None:
    assert names(date(2021, 3, 1), "0427", "0101") == [
        "Statsforvalteren i Innlandet",
        "Statsforvalteren i Oslo og Viken",
    ]


def test_a_code_that_ended_before_its_office_merged_is_the_merged_offices() -> None:
    ended = {"0428": Municipality(code="0428", name="Trysil", valid_to=date(2018, 1, 1))}
    (concern,) = concerned(["0428"], date(2019, 6, 1), OFFICES, ended)
    assert concern.name == "Fylkesmannen i Innlandet"


def test_a_municipality_that_was_split_still_has_its_office() -> None:
    assert names(date(2021, 3, 1), "1850") == ["Statsforvalteren i Nordland"]


def test_a_code_that_stands_twice_is_named_once_and_an_unknown_one_concerns_nobody() -> None:
    (concern,) = concerned(("0301", "0301", "9999"), date(2019, 6, 1), OFFICES, CODES)
    assert (concern.codes, concern.places) == (("0301",), ("Oslo",))


REFERENCE = Path(__file__).parents[2] / "reference"


def rows_of(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ALL_CODES = by_code([{**row} for row in rows_of("municipalities")])
ALL_OFFICES: tuple[Office, ...] = read(
    "county_governors", [{**row, "counties": [*row["counties"].split()]} for row in rows_of("county_governors")]
)


@pytest.mark.parametrize("year", range(2018, 2026))
def test_every_code_valid_on_a_day_has_the_office_that_covered_its_county_that_day(year: int) -> None:
    for on in (date(year, 1, 1), date(year, 6, 15), date(year, 12, 31)):
        for code, municipality in ALL_CODES.items():
            if municipality.holds(on):
                (concern,) = concerned([code], on, ALL_OFFICES, ALL_CODES)
                office = office_named(concern.office, ALL_OFFICES, on)
                assert office is not None
                assert code[:2] in office.counties
                assert concern.name == office.name


@pytest.mark.parametrize(
    ("on", "code", "name"),
    [
        (date(2019, 6, 1), "0533", "Fylkesmannen i Innlandet"),
        (date(2020, 6, 1), "3054", "Fylkesmannen i Oslo og Viken"),
        (date(2018, 6, 1), "1444", "Fylkesmannen i Sogn og Fjordane"),
        (date(2020, 6, 1), "1577", "Fylkesmannen i Møre og Romsdal"),
        (date(2018, 6, 1), "1567", "Fylkesmannen i Møre og Romsdal"),
        (date(2019, 6, 1), "5061", "Fylkesmannen i Trøndelag"),
    ],
    ids=["Lunner before", "Lunner after", "Hornindal before", "Volda after", "Rindal before", "Rindal after"],
)
def test_a_municipality_that_changed_county_is_its_new_offices_from_then_on(on: date, code: str, name: str) -> None:
    (concern,) = concerned([code], on, ALL_OFFICES, ALL_CODES)
    assert concern.name == name
