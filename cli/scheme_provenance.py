"""Which values of a rulebook state something of the world, and what it says of where each comes from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cli.located_yaml import Path
from schemas.scheme import Scheme

OUR_OWN = {"scheme", "round", "frame", "example", "versions", "sources", "assumed"}
"""Names that the authority chooses, and what this system needs to know: they state nothing of the world."""
IN_PARTS = {"deadline": ("date", "time", "rolls_to_working_day")}
"""Single values whose parts may come from different places."""
LISTS = ("sub_frames", "groups", "criteria")
"""Each member is told of by its own name; only the order of several is a value of its own."""


@dataclass(frozen=True, slots=True)
class Whence:
    """Where a value comes from. `part` is what of it, where only a part is meant."""

    part: str
    assumed: bool
    says: str


def told_of(values: dict[str, Any], names: Sequence[str]) -> Iterator[tuple[str, Path, list[str]]]:
    """Each value that must be told of, where it stands, and which of the names tell of it."""
    for key, path in _stating(values):
        yield key, path, [name for name in names if _covers(name, key)]


def whence(scheme: Scheme, key: str) -> list[Whence]:
    """What tells of the value: by its own name, by that of what it is a part of, or by those of its parts."""
    found = []
    for assumed, texts in ((False, scheme.sources), (True, scheme.assumed)):
        for name, text in texts.items():
            if _covers(name, key):
                found.append(Whence("", assumed, text))
            elif _covers(key, name):
                found.append(Whence(name.removeprefix(f"{key}."), assumed, text))
    return found


def _covers(name: str, key: str) -> bool:
    return key == name or key.startswith(f"{name}.")


def _stating(values: dict[str, Any]) -> Iterator[tuple[str, Path]]:
    for key, value in values.items():
        if key in OUR_OWN:
            continue
        if key in LISTS:
            yield from _members(key, value)
        elif key in IN_PARTS:
            yield from ((f"{key}.{part}", (key, part)) for part in IN_PARTS[key] if part in value)
        else:
            yield key, (key,)


def _members(key: str, members: list[dict[str, Any]]) -> Iterator[tuple[str, Path]]:
    if len(members) > 1 and key != "criteria":
        yield f"{key}.order", (key,)
    for number, member in enumerate(members):
        name = f"{key}.{member.get('id') or member['rule']}"
        if key == "criteria":
            yield name, (key, number)
        else:
            parts = [part for part in member if part not in ("id", "order")]
            yield from ((f"{name}.{part}", (key, number, part)) for part in parts)
