"""Reference data as operations adopt it: read once when it is heard, and refused where it can't be read.

A list counts from its adoption on, whole, in the place of the one before.
"""

from functools import cache

from pydantic import ValidationError

from chassis.canonical import canonical, digest
from chassis.decider import Command, Said
from schemas import outside, reference
from schemas.ids import AuthorityId
from schemas.intake import ReferenceAdopted
from schemas.reasons import Refusal
from schemas.reference import Officer, ReferenceName
from services.intake.mistakes import mistakes
from services.intake.refusals import refuse
from services.intake.state import World


def adopt(command: Command, message: outside.AdoptReference) -> list[Said]:
    try:
        reference.read(message.name, message.content)
    except ValidationError as error:
        return [refuse(command, Refusal.INVALID, *mistakes(error, _field_names(message.name), "/content"))]
    fact = ReferenceAdopted(name=message.name, hash=digest(canonical(message.content)), content=message.content)
    return [Said(fact, broadcast=True)]


@cache
def _field_names(name: ReferenceName) -> frozenset[str]:
    schema = reference.LISTS[name].json_schema()
    parts = (schema, *schema.get("$defs", {}).values())
    return frozenset(field for part in parts for field in part.get("properties", {}))


def adopted(world: World, fact: ReferenceAdopted) -> None:
    """The world knows the list; of those that intake does not need it keeps nothing."""
    match fact.name:
        case "systems":
            known: reference.Systems = reference.read(fact.name, fact.content)
            world.may_act_for = {system.id: frozenset(system.may_act_for) for system in known.systems}
            world.admits_synthetic = known.admit_synthetic_numbers
        case "holidays":
            world.holidays = frozenset(reference.read(fact.name, fact.content))
        case "county_governors":
            world.offices = reference.read(fact.name, fact.content)
        case "municipalities":
            rows: tuple[reference.Municipality, ...] = reference.read(fact.name, fact.content)
            world.municipalities = {row.code: row for row in rows}
        case "officers":
            world.officers = _by_authority(reference.read(fact.name, fact.content))
        case "public_bodies" | "exclusions" | "organisation_states" | "successions":
            pass


def _by_authority(officers: tuple[Officer, ...]) -> dict[AuthorityId, tuple[Officer, ...]]:
    found: dict[AuthorityId, tuple[Officer, ...]] = {}
    for row in officers:
        found[row.authority] = (*found.get(row.authority, ()), row)
    return found
