"""Which County Governor's office is concerned on which day."""

from datetime import date

import pytest

from services.notification.offices import concerned, read_municipalities, read_offices
from tests.notification.examples import COUNTY_GOVERNORS, MUNICIPALITIES

OFFICES, CODES = read_offices(COUNTY_GOVERNORS), read_municipalities(MUNICIPALITIES)


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


def test_a_municipality_that_was_split_still_has_its_office() -> None:
    assert names(date(2021, 3, 1), "1850") == ["Statsforvalteren i Nordland"]


def test_a_code_that_stands_twice_is_named_once_and_an_unknown_one_concerns_nobody() -> None:
    (concern,) = concerned(("0301", "0301", "9999"), date(2019, 6, 1), OFFICES, CODES)
    assert (concern.codes, concern.places) == (("0301",), ("Oslo",))
