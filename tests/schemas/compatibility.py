"""Finds in a changed JSON Schema what would part its readers: full compatibility, both ways.

An earlier reader must read what is said now, and today's reader must read what was said earlier. So a message may gain
a field that may be absent, where readers ignore what they do not know, and nothing else. Words may always change.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

WORDS = frozenset({"title", "description", "examples", "$id", "$schema", "$defs", "$ref", "discriminator"})
PARTS = frozenset(
    {"properties", "patternProperties", "required", "anyOf", "oneOf", "items", "prefixItems", "enum", "const"}
)


def differences(earlier: Schema, current: Schema) -> list[str]:
    """One line for each change that parts readers, beginning with the field's path."""
    return list(dict.fromkeys(_Comparison(earlier, current).of(earlier, current, "")))


class _Comparison:
    """Two documents, each with its own definitions; a pair of definitions is compared once."""

    def __init__(self, earlier: Schema, current: Schema) -> None:
        self._documents = earlier, current
        self._seen: set[tuple[str, str]] = set()

    def of(self, earlier: Schema, current: Schema, path: str) -> Iterator[str]:
        pair = earlier.get("$ref", ""), current.get("$ref", "")
        if pair in self._seen:
            return
        if all(pair):
            self._seen.add(pair)
        before, after = _resolved(self._documents[0], earlier), _resolved(self._documents[1], current)
        where = path or "the message"
        if before.get("type") != after.get("type"):
            yield f"{where}: was {before.get('type', 'any type')}, is {after.get('type', 'any type')}"
            return
        yield from self._values(before, after, where)
        for name in sorted((before.keys() | after.keys()) - WORDS - PARTS - _schemas(before, after)):
            if before.get(name) != after.get(name):
                yield f"{where}: {name} was {before.get(name)!r}, is {after.get(name)!r}"
        yield from self._fields(before, after, path)
        for name in ("anyOf", "oneOf"):
            yield from self._variants(before.get(name, []), after.get(name, []), where)
        for name in sorted({"items"} | _schemas(before, after)):
            if name in before or name in after:
                yield from self.of(before.get(name, {}), after.get(name, {}), f"{path}[]")
        patterns, others = before.get("patternProperties", {}), after.get("patternProperties", {})
        if patterns.keys() != others.keys():
            yield f"{where}: its keys were {sorted(patterns)}, are {sorted(others)}"
        for name in sorted(patterns.keys() & others.keys()):
            yield from self.of(patterns[name], others[name], f"{path}[]")
        first, second = before.get("prefixItems", []), after.get("prefixItems", [])
        if len(first) != len(second):
            yield f"{where}: had {len(first)} places, has {len(second)}"
        for place, (one, other) in enumerate(zip(first, second, strict=False)):
            yield from self.of(one, other, f"{path}[{place}]")

    def _values(self, before: Schema, after: Schema, where: str) -> Iterator[str]:
        had, has = _allowed(before), _allowed(after)
        if had is None or has is None:
            if had != has:
                yield f"{where}: its values were {had or 'open'}, are {has or 'open'}"
            return
        for value in sorted(had - has):
            yield f"{where}: {value} is gone, and earlier messages say it"
        for value in sorted(has - had):
            yield f"{where}: {value} is new, and an earlier reader does not know it"

    def _fields(self, before: Schema, after: Schema, path: str) -> Iterator[str]:
        had, has = before.get("properties", {}), after.get("properties", {})
        needed, needs = set(before.get("required", [])), set(after.get("required", []))
        for name in had:
            at = f"{path}.{name}".lstrip(".")
            if name not in has:
                yield f"{at}: is gone, and an earlier reader looks for it"
                continue
            if name in needs - needed:
                yield f"{at}: is required now, and earlier messages may lack it"
            if name in needed - needs:
                yield f"{at}: may be absent now, and an earlier reader requires it"
            yield from self.of(had[name], has[name], at)
        for name in has.keys() - had.keys():
            at = f"{path}.{name}".lstrip(".")
            if name in needs:
                yield f"{at}: is new and required, and earlier messages lack it"
            elif before.get("additionalProperties") is False:
                yield f"{at}: is new, and an earlier reader refuses fields that it does not know"

    def _variants(self, before: list[Schema], after: list[Schema], where: str) -> Iterator[str]:
        """Variants are paired by what they are called, or else by their type."""
        had, has = {_called(part): part for part in before}, {_called(part): part for part in after}
        for name in sorted(had.keys() - has.keys()):
            yield f"{where}: the variant {name} is gone, and earlier messages say it"
        for name in sorted(has.keys() - had.keys()):
            yield f"{where}: the variant {name} is new, and an earlier reader does not know it"
        for name in sorted(had.keys() & has.keys()):
            yield from self.of(had[name], has[name], where)


def _resolved(document: Schema, schema: Schema) -> Schema:
    while "$ref" in schema:
        rest = {name: part for name, part in schema.items() if name != "$ref"}
        schema = {**document["$defs"][schema["$ref"].removeprefix("#/$defs/")], **rest}
    return schema


def _allowed(schema: Schema) -> set[str] | None:
    """The values that are allowed, as text; None where they are open."""
    if "const" in schema:
        return {repr(schema["const"])}
    return {repr(value) for value in schema["enum"]} if "enum" in schema else None


def _schemas(*schemas: Schema) -> set[str]:
    """Keywords whose value is a schema here and may be a flag elsewhere."""
    return {name for name in ("additionalProperties",) if all(isinstance(s.get(name), dict) for s in schemas)}


def _called(schema: Schema) -> str:
    return str(schema.get("$ref", "")).removeprefix("#/$defs/") or str(schema.get("type", schema))
