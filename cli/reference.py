"""Reads the reference facts of a folder into the messages by which operations adopts them."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field, JsonValue, TypeAdapter, ValidationError

from schemas.base import Message
from schemas.ids import OrganisationNumberText
from schemas.outside import AdoptReference
from schemas.reference import Office, ReferenceName, read

FIRST_DAY = "2018-01-01"
"""The earliest round that ships; codes that had ended by then are left out."""
LISTS_OF_CASES: tuple[ReferenceName, ...] = ("exclusions", "organisation_states", "successions", "officers")


class WrongReference(Exception):
    """A reference file with a mistake: file, key, what was expected."""


class System(Message):
    """One installation, and for whom it may apply."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    name: str
    may_act_for: tuple[OrganisationNumberText, ...]


class Authority(Message):
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    may: tuple[Literal["rounds", "reference"], ...]


class Systems(Message):
    """The content of `systems.yaml`."""

    admit_synthetic_numbers: bool
    systems: tuple[System, ...]
    authorities: tuple[Authority, ...]


def reference_messages(folder: Path) -> list[AdoptReference]:
    """Raises WrongReference; OSError when a file can't be read."""
    return [
        AdoptReference(name="systems", content=read_systems(folder / "systems.yaml").plain()),
        AdoptReference(name="municipalities", content=_rows(folder / "municipalities.csv", _municipality)),
        AdoptReference(name="county_governors", content=_rows(folder / "county_governors.csv", _office)),
        AdoptReference(
            name="public_bodies",
            content=[
                *_rows(folder / "municipality_organisations.csv", _municipal_body),
                *_rows(folder / "regional_health_authorities.csv", _regional_health_authority),
                *_rows(folder / "health_trusts.csv", _health_trust),
            ],
        ),
        AdoptReference(name="holidays", content=_holidays(folder / "holidays.csv")),
        *_lists_of_cases(folder),
    ]


def _lists_of_cases(folder: Path) -> Iterator[AdoptReference]:
    """Lists that say something of single bodies and officers: a folder may have them, the columns are their fields."""
    for name in LISTS_OF_CASES:
        file = folder / f"{name}.csv"
        if file.exists():
            yield AdoptReference(name=name, content=_checked(file, name, _rows(file, _filled)))


def read_holidays(folder: Path) -> tuple[date, ...]:
    """Raises WrongReference; OSError when the file can't be read."""
    days: tuple[date, ...] = read("holidays", _holidays(folder / "holidays.csv"))
    return days


def read_offices(folder: Path) -> tuple[Office, ...]:
    """The County Governors' offices. Raises WrongReference; OSError when the file can't be read."""
    file = folder / "county_governors.csv"
    offices: tuple[Office, ...] = read("county_governors", _checked(file, "county_governors", _rows(file, _office)))
    return offices


def read_systems(file: Path) -> Systems:
    """Raises WrongReference; OSError when the file can't be read."""
    try:
        content = TypeAdapter(JsonValue).validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))
        return Systems.model_validate_json(TypeAdapter(JsonValue).dump_json(content), extra="forbid")
    except yaml.YAMLError as error:
        raise WrongReference(f"{file}: not readable as YAML: {error}") from None
    except ValidationError as error:
        problems = [
            f"{file}: {'.'.join(map(str, problem['loc']))}: {problem['msg']}"
            for problem in error.errors(include_url=False, include_input=False)
        ]
        raise WrongReference("\n".join(problems)) from None


Row = dict[str, str]


def _rows(file: Path, told: Callable[[Row], JsonValue]) -> list[JsonValue]:
    """What `told` makes of each row, without what it leaves out."""
    with file.open(encoding="utf-8", newline="") as text:
        try:
            found = [told(row) for row in csv.DictReader(text)]
        except KeyError as missing:
            raise WrongReference(f"{file}: column {missing} is missing") from None
    return [row for row in found if row is not None]


def _holidays(file: Path) -> list[JsonValue]:
    return _checked(file, "holidays", _rows(file, _day))


def _checked(file: Path, name: ReferenceName, content: list[JsonValue]) -> list[JsonValue]:
    """Row numbers count from 1, without the names of the columns."""
    try:
        read(name, content)
    except ValidationError as error:
        problems = [
            f"{file}: row {int(place) + 1}: {'.'.join(map(str, key))}: {problem['msg']}"
            for problem in error.errors(include_url=False, include_input=False)
            for place, *key in [problem["loc"]]
        ]
        raise WrongReference("\n".join(problems)) from None
    return content


def _validity(row: Row) -> dict[str, JsonValue]:
    return {name: row[name] for name in ("valid_from", "valid_to") if row[name]}


def _municipality(row: Row) -> JsonValue:
    if row["valid_to"] and row["valid_to"] <= FIRST_DAY:
        return None
    return {"code": row["code"], "name": row["name"], **_validity(row)}


def _office(row: Row) -> JsonValue:
    counties: list[JsonValue] = [*row["counties"].split()]
    return {"office": row["office"], "name": row["name"], "counties": counties, **_validity(row)}


def _municipal_body(row: Row) -> JsonValue:
    number, name = row["organisation_number"], row["registered_name"]
    return {"organisation_number": number, "name": name, "kind": "municipality"}


def _health_trust(row: Row) -> JsonValue:
    return {"organisation_number": row["organisation_number"], "name": row["name"], "kind": "health_trust"}


def _regional_health_authority(row: Row) -> JsonValue:
    number, name = row["organisation_number"], row["name"]
    return {"organisation_number": number, "name": name, "kind": "regional_health_authority"}


def _day(row: Row) -> JsonValue:
    return row["day"]


def _filled(row: Row) -> JsonValue:
    """The fields that are not empty; what an officer may do is a list, with spaces between."""
    return {name: [*text.split()] if name == "may" else text for name, text in row.items() if text}
