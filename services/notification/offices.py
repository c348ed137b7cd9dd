"""Knows which County Governor's office is concerned on which day, and what it was called then.

Counties and offices have changed in different years: the offices merged on 1 January 2019, most counties a year
later, and Fylkesmannen became Statsforvalteren on 1 January 2021. So everything is looked up by day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schemas.ids import OfficeId
from schemas.reference import Municipality, Office, office_covering


@dataclass(frozen=True, slots=True)
class Concern:
    """One office, under its name of that day, and those of the municipalities that lie in its area."""

    office: OfficeId
    name: str
    codes: tuple[str, ...]
    places: tuple[str, ...]


def concerned(
    codes: Iterable[str], on: date, offices: Sequence[Office], municipalities: Mapping[str, Municipality]
) -> tuple[Concern, ...]:
    """Every office once, in the order of the codes; a code that no table knows concerns nobody."""
    found: dict[OfficeId, Concern] = {}
    for code in dict.fromkeys(codes):
        municipality = municipalities.get(code)
        office = None if municipality is None else office_covering(code, on, offices)
        if municipality is None or office is None:
            continue
        so_far = found.get(office.office, Concern(office.office, office.name, (), ()))
        found[office.office] = Concern(
            office.office, office.name, (*so_far.codes, code), (*so_far.places, municipality.name)
        )
    return tuple(found.values())
