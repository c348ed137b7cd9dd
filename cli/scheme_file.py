"""Reads a round's rulebook from its file, and says of every mistake in it: file, line, key, what was expected."""

import json
import re
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from cli.located_yaml import Fault, Located, Path, key_text, read_located
from schemas.scheme import Scheme

_EXPECTED = {
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "string_type": "expected text; what looks like a number or a time of day stands in quotes",
    "model_type": "expected keys and values",
    "dict_type": "expected keys and values",
    "tuple_type": "expected a list",
    "too_short": "expected at least one",
}
_ENUM_MEMBER = re.compile(r"<[\w.]+: ('[^']*')>")


class WrongScheme(Exception):
    """A scheme file with mistakes; its text has a line for each, in the file's order."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        super().__init__("\n".join(fault.told_of(name) for fault in sorted(set(faults))))


def read_scheme(file: FilePath) -> Scheme:
    """Raises WrongScheme; OSError when the file can't be read."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise WrongScheme(str(file), [Fault(line, "(file)", "expected UTF-8")]) from None
    return parse_scheme(text, str(file))


def parse_scheme(text: str, name: str) -> Scheme:
    """`name` is what the mistakes are told under. Raises WrongScheme."""
    located = read_located(text)
    if located.faults:
        raise WrongScheme(name, located.faults)
    try:
        scheme = Scheme.model_validate_json(json.dumps(located.value), strict=True, extra="forbid")
    except ValidationError as error:
        faults = [_fault(located, problem) for problem in error.errors(include_url=False)]
        raise WrongScheme(name, faults) from None
    faults = [
        Fault(located.lines[kind, key], f"{kind}.{key}", "expected the name of a value in this file")
        for kind in ("sources", "assumed")
        for key in located.value[kind]
        if not _names_a_value(located.value, key.split("."))
    ]
    if faults:
        raise WrongScheme(name, faults)
    return scheme


def _names_a_value(value: Any, parts: list[str]) -> bool:
    """`groups.new.order` is the member of `groups` that calls itself new; `groups.order` its members' order."""
    if not parts:
        return True
    first, rest = parts[0], parts[1:]
    if isinstance(value, dict):
        return first in value and _names_a_value(value[first], rest)
    if isinstance(value, list):
        named = [member for member in value if isinstance(member, dict) and first in _own_names(member)]
        return any(_names_a_value(member, rest) for member in named) if named else first == "order" and not rest
    return False


def _own_names(member: dict[str, Any]) -> set[str]:
    return {member[key] for key in ("id", "rule", "code") if key in member}


def _fault(located: Located, problem: Any) -> Fault:
    kind, context = problem["type"], problem.get("ctx", {})
    path = _path_in_file(located, problem["loc"], missing=kind == "missing")
    match kind:
        case "missing":
            expected = "is missing"
        case "extra_forbidden":
            expected = f"no such key, expected {_known_keys(problem['loc'][:-1])}"
        case "value_error":
            expected = str(context["error"])
            first = expected.partition(":")[0]
            if not path and (first,) in located.lines:
                path, expected = (first,), expected.removeprefix(f"{first}: ")
        case "union_tag_invalid":
            expected = f"expected {context['discriminator']} to be one of {context['expected_tags']}"
        case "union_tag_not_found":
            expected = f"expected {context['discriminator']} to say which one it is"
        case "enum" | "literal_error":
            expected = "expected " + _ENUM_MEMBER.sub(r"\1", context["expected"])
        case _:
            expected = _EXPECTED.get(kind) or _lower(problem["msg"].replace("Input should be", "expected"))
    return Fault(_line(located, path), key_text(path), expected)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _path_in_file(located: Located, place: tuple[str | int, ...], *, missing: bool) -> Path:
    """Pydantic's place, without the names of variants, which do not stand in the file as keys."""
    path: Path = ()
    for part in place:
        if (*path, part) in located.lines:
            path = (*path, part)
    return (*path, place[-1]) if missing else path


def _line(located: Located, path: Path) -> int:
    """The value's line, or that of the nearest thing around it."""
    while path not in located.lines:
        path = path[:-1]
    return located.lines[path]


def _known_keys(place: tuple[str | int, ...]) -> str:
    """The keys that the schema knows at a place, as pydantic names it."""
    schema = Scheme.model_json_schema()
    node = schema
    for part in (None, *place):
        if isinstance(part, int):
            node = node["items"]
        elif part is not None:
            mapping = node.get("discriminator", {}).get("mapping", {})
            node = {"$ref": mapping[part]} if part in mapping else node["properties"][part]
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    return "one of " + ", ".join(sorted(node["properties"]))
