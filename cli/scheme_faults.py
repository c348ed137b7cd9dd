"""What pydantic finds wrong in values that were read from a file, told of the file: line, key, what was expected."""

import json
import re
from typing import Any

from pydantic import ValidationError

from cli.located_yaml import Fault, Located, Path, key_text
from schemas.base import Message

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


def faults_of(located: Located, value: Any, model: type[Message], within: Path = ()) -> list[Fault]:
    """All that keeps the value from being such a model; `within` is where in the file the value stands."""
    try:
        model.model_validate_json(json.dumps(value), strict=True, extra="forbid")
    except ValidationError as error:
        found = error.errors(include_url=False)
        lists = {problem["loc"][:-1] for problem in found}
        # A list that is too short only because what stands in it is wrong is not told of.
        told = [problem for problem in found if problem["type"] != "too_short" or problem["loc"] not in lists]
        return [_fault(located, problem, model, within) for problem in told]
    return []


def line_of(located: Located, path: Path) -> int:
    """The value's line, or that of the nearest thing around it."""
    while path not in located.lines:
        path = path[:-1]
    return located.lines[path]


def _fault(located: Located, problem: Any, model: type[Message], within: Path) -> Fault:
    kind, context = problem["type"], problem.get("ctx", {})
    path = _path_in_file(located, problem["loc"], within, missing=kind == "missing")
    match kind:
        case "missing":
            expected = "is missing"
        case "extra_forbidden":
            expected = f"no such key, expected {_known_keys(model, problem['loc'][:-1])}"
        case "value_error":
            expected = str(context["error"])
            first = expected.partition(":")[0]
            if not path and (first,) in located.lines:
                path, expected = (first,), expected.removeprefix(f"{first}: ")
        case "enum" | "literal_error":
            expected = "expected " + _ENUM_MEMBER.sub(r"\1", context["expected"])
        case _:
            expected = _EXPECTED.get(kind) or _lower(problem["msg"].replace("Input should be", "expected"))
    return Fault(line_of(located, path), key_text(path), expected)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _path_in_file(located: Located, place: tuple[str | int, ...], within: Path, *, missing: bool) -> Path:
    """Pydantic's place, without what does not stand in the file as a key; a number may be one."""
    path = within
    for part in place:
        path = next(((*path, key) for key in (part, str(part)) if (*path, key) in located.lines), path)
    return (*path, place[-1]) if missing else path


def _known_keys(model: type[Message], place: tuple[str | int, ...]) -> str:
    """The keys that the model knows at a place, as pydantic names it."""
    schema = model.model_json_schema()
    node = schema
    for part in (None, *place):
        if isinstance(part, int):
            node = node["items"]
        elif part is not None:
            node = node["properties"][part]
        node = next((one for one in node.get("anyOf", []) if "$ref" in one), node)
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    known = sorted(node.get("properties", {}))
    return f"one of {', '.join(known)}" if known else "none here"
