"""Reads a YAML file so that every value still knows its line: what is wrong in it can be pointed at."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]
"""Keys and list places from the file's root to a value."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong, on a line that counts from 1."""

    line: int
    key: str
    expected: str

    def told_of(self, name: str) -> str:
        return f"{name}:{self.line}: {self.key}: {self.expected}"


@dataclass(slots=True)
class Located:
    """Plain JSON values, the line of each, and what was wrong with the YAML itself."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def key_text(path: Path) -> str:
    """`groups[0].order`; the whole file is `(file)`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".") or "(file)"


def read_located(text: str) -> Located:
    """Dates stay texts, as written. References to other places are refused: a rulebook is read from top to bottom."""
    located = Located()
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        located.faults.append(Fault(mark.line + 1 if mark else 1, "(file)", f"not readable as YAML, {error.problem}"))
        return located
    except yaml.YAMLError:
        located.faults.append(Fault(1, "(file)", "not readable as YAML, a character that may not stand in it"))
        return located
    if root is None:
        located.faults.append(Fault(1, "(file)", "expected keys and values, found nothing"))
        return located
    located.value = _Walk(located).value(root, ())
    return located


class _Walk:
    def __init__(self, located: Located) -> None:
        self._located = located
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, path: Path) -> Any:
        line = self._located.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self._seen:
            self._fault(line, path, "expected the value itself, found a reference (*) to another place")
            return None
        self._seen.add(id(node))
        match node:
            case yaml.MappingNode():
                return self._mapping(node, path)
            case yaml.SequenceNode():
                return [self.value(child, (*path, place)) for place, child in enumerate(node.value)]
            case yaml.ScalarNode():
                return self._scalar(node, path)
        raise TypeError(f"no YAML node: {node!r}")

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(line, path, "expected a name as key")
                continue
            key = key_node.value
            place = (*path, key)
            if key in found:
                self._fault(line, place, f"stands twice, first on line {self._located.lines[place]}")
                continue
            self._located.lines[place] = line
            found[key] = self.value(value_node, place)
        return found

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> Hashable:
        if node.tag == "tag:yaml.org,2002:timestamp":
            return str(node.value)
        try:
            value: Hashable = yaml.SafeLoader("").construct_object(node)
        except (yaml.YAMLError, ValueError):
            self._fault(node.start_mark.line + 1, path, f"expected a plain value, found the tag {node.tag}")
            return None
        return value

    def _fault(self, line: int, path: Path, expected: str) -> None:
        self._located.faults.append(Fault(line, key_text(path), expected))
