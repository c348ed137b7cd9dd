"""Reads the reference facts of a folder into the messages by which operations adopts them."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field, JsonValue, TypeAdapter, ValidationError

from schemas.base import Message
from schemas.ids import OrganisationNumberText
from schemas.outside import AdoptReference

FIRST_DAY = "2018-01-01"
"""The earliest round that ships; codes that had ended by then are left out."""


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
                *_rows(folder / "health_trusts.csv", _health_trust),
            ],
        ),
    ]


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


def _rows(file: Path, told: Callable[[Row], Row | dict[str, JsonValue] | None]) -> list[JsonValue]:
    with file.open(encoding="utf-8", newline="") as text:
        try:
            found = [told(row) for row in csv.DictReader(text)]
        except KeyError as missing:
            raise WrongReference(f"{file}: column {missing} is missing") from None
    return [dict(row) for row in found if row is not None]


def _validity(row: Row) -> Row:
    return {name: row[name] for name in ("valid_from", "valid_to") if row[name]}


def _municipality(row: Row) -> Row | None:
    if row["valid_to"] and row["valid_to"] <= FIRST_DAY:
        return None
    return {"code": row["code"], "name": row["name"], **_validity(row)}


def _office(row: Row) -> dict[str, JsonValue]:
    counties: list[JsonValue] = [*row["counties"].split()]
    return {"office": row["office"], "name": row["name"], "counties": counties, **_validity(row)}


def _municipal_body(row: Row) -> Row:
    number, name = row["organisation_number"], row["registered_name"]
    return {"organisation_number": number, "name": name, "kind": "municipality"}


def _health_trust(row: Row) -> Row:
    return {"organisation_number": row["organisation_number"], "name": row["name"], "kind": "health_trust"}
