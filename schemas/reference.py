"""Dated facts that decisions know: what each adopted list holds, and how it is read. A list that can't be read is
refused when it is to be adopted, so whoever hears it can read it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, JsonValue, TypeAdapter

from schemas.base import Message
from schemas.ids import AuthorityId, OfficeId, OfficerId, OrganisationNumberText, SchemeId

ReferenceName = Literal[
    "systems",
    "municipalities",
    "county_governors",
    "public_bodies",
    "holidays",
    "exclusions",
    "organisation_states",
    "successions",
    "officers",
]
Day = Annotated[date, Field(strict=False, ge=date(1800, 1, 1), le=date(2200, 12, 31))]
"""Within the years in which a day before or after it can be told."""
OpenDay = Annotated[Day | None, BeforeValidator(lambda text: text or None)]
_ONE_DAY = timedelta(days=1)


class Dated(Message):
    """`valid_to` is the first day on which it no longer holds; none means that it still does."""

    valid_from: OpenDay = None
    valid_to: OpenDay = None

    def holds(self, on: date) -> bool:
        return self.nearest(on) == on

    def nearest(self, on: date) -> date:
        """The day itself, or else the nearest one on which this held."""
        if self.valid_from is not None and on < self.valid_from:
            return self.valid_from
        if self.valid_to is not None and on >= self.valid_to:
            return self.valid_to - _ONE_DAY
        return on


class System(Message):
    """An installation, and the organisations for which it may act."""

    id: str
    may_act_for: tuple[str, ...]


class Systems(Message):
    systems: tuple[System, ...]
    admit_synthetic_numbers: bool


class Office(Dated):
    """A County Governor's office with the counties that it covers, by their codes."""

    office: OfficeId
    name: str
    counties: tuple[str, ...]


class Municipality(Dated):
    code: str
    name: str


class PublicBody(Message):
    organisation_number: OrganisationNumberText
    name: str
    kind: Literal["municipality", "regional_health_authority", "health_trust"]


class Exclusion(Dated):
    """An organisation that gets no grants of a scheme after a breach; of every scheme where none is named."""

    organisation_number: OrganisationNumberText
    scheme: SchemeId | None = None
    decision: str


class OrganisationState(Dated):
    organisation_number: OrganisationNumberText
    state: Literal["dissolved", "bankrupt", "under_liquidation"]


class Succession(Message):
    """A body that took over another's rights and duties; who took over what after a split is for an officer to say."""

    predecessor: OrganisationNumberText
    successor: OrganisationNumberText
    from_day: Day
    kind: Literal["merged", "split"]


class Officer(Dated):
    """What an officer may do for an authority in this time, and who is directly above."""

    officer: OfficerId
    authority: AuthorityId
    may: tuple[Literal["assess", "review", "approve", "change_frame"], ...]
    superior: OfficerId | None = None


LISTS: Mapping[ReferenceName, TypeAdapter[Any]] = {
    "systems": TypeAdapter(Systems),
    "municipalities": TypeAdapter(tuple[Municipality, ...]),
    "county_governors": TypeAdapter(tuple[Office, ...]),
    "public_bodies": TypeAdapter(tuple[PublicBody, ...]),
    "holidays": TypeAdapter(tuple[Day, ...]),
    "exclusions": TypeAdapter(tuple[Exclusion, ...]),
    "organisation_states": TypeAdapter(tuple[OrganisationState, ...]),
    "successions": TypeAdapter(tuple[Succession, ...]),
    "officers": TypeAdapter(tuple[Officer, ...]),
}


def read(name: ReferenceName, content: JsonValue) -> Any:
    """What the list of this name holds. Raises ValidationError."""
    return LISTS[name].validate_json(json.dumps(content))


def office_named(office: str, offices: Sequence[Office], on: date) -> Office | None:
    return next((row for row in offices if row.office == office and row.holds(on)), None)


def office_covering(code: str, on: date, offices: Sequence[Office]) -> Office | None:
    """The office, as it was called on the day, in whose area this municipality code lies.

    A code that no office covers on the day stands for the area that it last was, or first will be.
    """
    covering = [row for row in offices if code[:2] in row.counties]
    nearest = min(covering, key=lambda row: abs(row.nearest(on) - on), default=None)
    return None if nearest is None else office_named(nearest.office, offices, on)


def office_of(
    codes: Iterable[str], on: date, offices: Sequence[Office], municipalities: Mapping[str, Municipality]
) -> Office | None:
    """The office, as it was called on the day, of the first of these municipalities that a table knows."""
    found = (office_covering(code, on, offices) for code in codes if code in municipalities)
    return next((office for office in found if office), None)
