"""Lists that operations adopt: those that ship, and rows of made-up officers."""

from functools import cache

from pydantic import JsonValue

from cli.reference import reference_messages
from schemas.ids import AuthorityId
from schemas.outside import AdoptReference
from schemas.reference import ReferenceName
from tests.intake.examples import ROOT


def officer(id: str, *may: JsonValue, authority: str = "directorate", **dated: str) -> dict[str, JsonValue]:
    """A row of the list of officers; `dated` are valid_from, valid_to and superior."""
    return {"officer": id, "authority": AuthorityId(authority), "may": [*may], **dated}


def officers(*rows: JsonValue) -> AdoptReference:
    return AdoptReference(name="officers", content=[*rows])


@cache
def shipped_lists() -> tuple[AdoptReference, ...]:
    """The lists in `reference/`, as operations adopt them."""
    return tuple(reference_messages(ROOT / "reference"))


def shipped_list(name: ReferenceName) -> AdoptReference:
    (message,) = [message for message in shipped_lists() if message.name == name]
    return message
