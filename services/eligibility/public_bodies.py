"""Who a service agreement may be with: municipalities, regional health authorities and health trusts, by number."""

from collections.abc import Mapping
from typing import Literal

from pydantic import JsonValue, TypeAdapter

from schemas.base import Message
from schemas.ids import OrganisationNumber, OrganisationNumberText


class PublicBody(Message):
    """One entry of the reference data `public_bodies`."""

    organisation_number: OrganisationNumberText
    name: str
    kind: Literal["municipality", "regional_health_authority", "health_trust"]


PublicBodies = Mapping[OrganisationNumber, PublicBody]

_ENTRIES = TypeAdapter(list[PublicBody])


def public_bodies(content: JsonValue) -> PublicBodies:
    """Raises ValidationError when the content is not a list of public bodies: intake has adopted what it must not."""
    return {body.organisation_number: body for body in _ENTRIES.validate_python(content)}
