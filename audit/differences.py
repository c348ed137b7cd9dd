"""Names the first place where two rows part, down to the value inside a message."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from chassis.journal import COLUMNS, Row

SHOWN_MAX = 120
LAST = ("previous", "hash")
"""Follow from all the others, and so say least."""
NAMING = (*(name for name in COLUMNS if name not in LAST), *LAST)


@dataclass(frozen=True, slots=True)
class Difference:
    """`field` is a column, with a JSON pointer where the two differ inside a message."""

    service: str
    position: int
    field: str
    recorded: str
    replayed: str

    def __str__(self) -> str:
        place = f"{self.service} at position {self.position}"
        return f"{place}: {self.field} is recorded as {self.recorded}, but replayed as {self.replayed}"


def difference(service: str, recorded: Row, replayed: Row) -> Difference | None:
    """The first column, in reading order, in which two rows differ."""
    for name in NAMING:
        was, now = getattr(recorded, name), getattr(replayed, name)
        if was == now:
            continue
        if name == "data":
            pointer, was, now = _inside(was, now)
            name = f"data{pointer}"
        return Difference(service, recorded.position, name, shown(was), shown(now))
    return None


def shown(value: object) -> str:
    """A value short enough for one line; bytes in hexadecimal."""
    text = value.hex() if isinstance(value, bytes) else str(value)
    return text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}…"


def _inside(recorded: bytes, replayed: bytes) -> tuple[str, object, object]:
    """Where two messages part; the bytes themselves where one is no JSON, or only the spelling differs."""
    try:
        parted = next(_parted("", orjson.loads(recorded), orjson.loads(replayed)), None)
    except orjson.JSONDecodeError:
        parted = None
    return parted or ("", recorded.decode(errors="replace"), replayed.decode(errors="replace"))


def _parted(pointer: str, was: Any, now: Any) -> Iterator[tuple[str, object, object]]:
    match was, now:
        case dict(), dict():
            for key in sorted(was.keys() | now.keys()):
                yield from _parted(f"{pointer}/{key}", was.get(key, "absent"), now.get(key, "absent"))
        case list(), list():
            for place, (one, other) in enumerate(zip(was, now, strict=False)):
                yield from _parted(f"{pointer}/{place}", one, other)
            if len(was) != len(now):
                yield pointer, f"{len(was)} parts", f"{len(now)} parts"
        case _ if was != now:
            yield pointer, was, now
