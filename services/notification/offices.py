"""Knows which County Governor's office is concerned on which day, and what it was called then.

Counties and offices have changed in different years: the offices merged on 1 January 2019, most counties a year
later, and Fylkesmannen became Statsforvalteren on 1 January 2021. So everything is looked up by day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, JsonValue, TypeAdapter

from schemas.ids import OfficeId

_Day = Annotated[date | None, BeforeValidator(lambda text: text or None)]
_ONE_DAY = timedelta(days=1)


class Dated(BaseModel):
    """`valid_to` is the first day on which it no longer holds; none means that it still does."""

    model_config = ConfigDict(frozen=True)

    valid_from: _Day = None
    valid_to: _Day = None

    def holds(self, on: date) -> bool:
        return self.nearest(on) == on

    def nearest(self, on: date) -> date:
        """The day itself, or else the nearest one on which this held."""
        if self.valid_from is not None and on < self.valid_from:
            return self.valid_from
        if self.valid_to is not None and on >= self.valid_to:
            return self.valid_to - _ONE_DAY
        return on


class Office(Dated):
    office: OfficeId
    name: str
    counties: tuple[str, ...]


class Municipality(Dated):
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Concern:
    """One office, under its name of that day, and those of the municipalities that lie in its area."""

    office: OfficeId
    name: str
    codes: tuple[str, ...]
    places: tuple[str, ...]


_OFFICES = TypeAdapter(tuple[Office, ...])
_MUNICIPALITIES = TypeAdapter(tuple[Municipality, ...])


def read_offices(content: JsonValue) -> tuple[Office, ...]:
    return _OFFICES.validate_python(content)


def read_municipalities(content: JsonValue) -> dict[str, Municipality]:
    return {municipality.code: municipality for municipality in _MUNICIPALITIES.validate_python(content)}


def office_named(office: str, offices: Sequence[Office], on: date) -> Office | None:
    return next((row for row in offices if row.office == office and row.holds(on)), None)


def _office_of(municipality: Municipality, offices: Sequence[Office], on: date) -> Office | None:
    """A code that is not in use on the day stands for the area that it last was, or first will be."""
    used = municipality.nearest(on)
    county = municipality.code[:2]
    covering = next((row for row in offices if county in row.counties and row.holds(used)), None)
    return None if covering is None else office_named(covering.office, offices, on)


def concerned(
    codes: Iterable[str], on: date, offices: Sequence[Office], municipalities: dict[str, Municipality]
) -> tuple[Concern, ...]:
    """Every office once, in the order of the codes; a code that no table knows concerns nobody."""
    found: dict[OfficeId, Concern] = {}
    for code in dict.fromkeys(codes):
        municipality = municipalities.get(code)
        office = None if municipality is None else _office_of(municipality, offices, on)
        if municipality is None or office is None:
            continue
        so_far = found.get(office.office, Concern(office.office, office.name, (), ()))
        found[office.office] = Concern(
            office.office, office.name, (*so_far.codes, code), (*so_far.places, municipality.name)
        )
    return tuple(found.values())
