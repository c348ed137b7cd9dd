"""Knows which officer may do what for an authority on a day, and who is directly above, where a list tells.

An authority that the adopted list does not name sees to its officers' mandates itself.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from schemas.ids import AuthorityId, OfficerId
from schemas.reference import Officer
from services.intake.state import World

Right = Literal["assess", "review", "approve", "change_frame"]

LACKING = ("/officer", "an officer of this authority with a mandate for this on that day")


def may(world: World, authority: AuthorityId, officer: OfficerId, on: date, *rights: Right) -> bool:
    """Whether the officer has one of these rights that day."""
    if authority not in world.officers:
        return True
    return any(set(rights) & set(row.may) for row in _rows(world, authority, officer, on))


def superior(world: World, authority: AuthorityId, officer: OfficerId, on: date) -> OfficerId | None:
    above = (row.superior for row in _rows(world, authority, officer, on))
    return next((found for found in above if found is not None), None)


def is_known(world: World, authority: AuthorityId, officer: OfficerId) -> bool:
    """Whether the list names the officer at all, be it for another time or as somebody's superior."""
    rows = world.officers.get(authority)
    return rows is None or any(officer in (row.officer, row.superior) for row in rows)


def _rows(world: World, authority: AuthorityId, officer: OfficerId, on: date) -> Iterator[Officer]:
    return (row for row in world.officers.get(authority, ()) if row.officer == officer and row.holds(on))
