"""Yesterday's messages stay readable, today's are readable by yesterday's readers."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from schemas.flow import BY_TYPE, OUTSIDE
from schemas.writers.json_schema import json_schema
from tests.schemas.compatibility import Schema, differences
from tests.schemas.publish import EXAMPLES, SCHEMAS, published_examples, published_schema


def message(required: tuple[str, ...] = ("amount_nok",), closed: bool = False, **fields: Schema) -> Schema:
    fields = {"amount_nok": {"type": "integer", "minimum": 0}, **fields}
    closing = {"additionalProperties": False} if closed else {}
    return {"type": "object", "properties": fields, "required": list(required), **closing}


@pytest.mark.parametrize("name", sorted(BY_TYPE))
def test_a_schema_parts_no_readers_from_the_published_one(name: str) -> None:
    earlier = published_schema(name)
    assert earlier is not None, f"{name} was never published: python -m tests.schemas.publish"
    parted = [f"{name}: {change}" for change in differences(earlier, json_schema(BY_TYPE[name]))]
    assert not parted, "say it with a new message beside the old one:\n" + "\n".join(parted)


@pytest.mark.parametrize("name", sorted(BY_TYPE))
def test_every_published_example_is_read_and_says_the_same(name: str) -> None:
    examples = published_examples(name)
    assert examples, f"{name} has no example: add tests/schemas/published/{name}.v1.json, a list of one or two"
    route = BY_TYPE[name]
    validator = Draft202012Validator(json_schema(route))
    for example in examples:
        read = route.message.model_validate_json(json.dumps(example), extra="forbid")
        assert _within(example, read.plain()), f"{name} says something else than it said"
        validator.validate(example)


def test_nothing_published_is_forgotten() -> None:
    published = {path.name.removesuffix(".v1.json") for folder in (EXAMPLES, SCHEMAS) for path in folder.glob("*.json")}
    assert published <= BY_TYPE.keys(), "a message that was said once must stay readable"


@pytest.mark.parametrize("name", sorted(name for name, route in BY_TYPE.items() if route.speaker in OUTSIDE))
def test_an_unknown_field_from_outside_is_refused_at_every_level(name: str) -> None:
    validator = Draft202012Validator(json_schema(BY_TYPE[name]))
    for example in published_examples(name):
        for changed in _with_a_field_more(example):
            assert not validator.is_valid(changed)
            with pytest.raises(ValidationError, match="unknown_field"):
                BY_TYPE[name].message.model_validate_json(json.dumps(changed), extra="forbid")


def test_words_may_change() -> None:
    assert differences(message(), {**message(), "description": "Another word for it.", "title": "Amount"}) == []


def test_a_new_field_that_may_be_absent_parts_nobody() -> None:
    assert differences(message(), message(place={"type": "integer"})) == []


def test_a_new_field_where_readers_refuse_unknown_ones_is_found() -> None:
    found = differences(message(closed=True), message(closed=True, place={"type": "integer"}))
    assert found == ["place: is new, and an earlier reader refuses fields that it does not know"]


NUMBER: Schema = {"type": "integer", "minimum": 0}
CODES: Schema = {"type": "string", "enum": ["LATE", "DECLINED"]}
EITHER: Schema = {"anyOf": [{"type": "string"}, {"type": "null"}]}


@pytest.mark.parametrize(
    ("earlier", "current", "found"),
    [
        (message(place=NUMBER), message(), "place: is gone"),
        (message(), message(("amount_nok", "place"), place=NUMBER), "place: is new and required"),
        (message(place=NUMBER), message(("amount_nok", "place"), place=NUMBER), "place: is required now"),
        (message(("amount_nok", "place"), place=NUMBER), message(place=NUMBER), "place: may be absent now"),
        (message(place=NUMBER), message(place={"type": "string"}), "place: was integer, is string"),
        (message(place=NUMBER), message(place={**NUMBER, "minimum": 1}), "place: minimum was 0, is 1"),
        (message(place=NUMBER), message(place={**NUMBER, "maximum": 9}), "place: maximum was None, is 9"),
        (message(reason=CODES), message(reason={**CODES, "enum": ["LATE"]}), "reason: 'DECLINED' is gone"),
        (message(reason=CODES), message(reason={**CODES, "enum": [*CODES["enum"], "LOST"]}), "reason: 'LOST' is new"),
        (message(reason=CODES), message(reason={"type": "string"}), "reason: its values were"),
        (message(reason=EITHER), message(reason={"anyOf": EITHER["anyOf"][:1]}), "reason: the variant null is gone"),
        (message(reason={"anyOf": EITHER["anyOf"][:1]}), message(reason=EITHER), "reason: the variant null is new"),
        (message(), message(closed=True), "the message: additionalProperties was None, is False"),
        (message(part=message()), message(part=message(("amount_nok", "x"), x=NUMBER)), "part.x: is new and required"),
        (
            message(parts={"type": "array", "items": message(place=NUMBER)}),
            message(parts={"type": "array", "items": message()}),
            "parts[].place: is gone",
        ),
        (
            {"$ref": "#/$defs/Part", "$defs": {"Part": message(place=NUMBER)}},
            {"$ref": "#/$defs/Share", "$defs": {"Share": message()}},
            "place: is gone",
        ),
        (
            {"type": "object", "additionalProperties": NUMBER},
            {"type": "object", "additionalProperties": {"type": "string"}},
            "[]: was integer, is string",
        ),
        (
            {"type": "object", "patternProperties": {"^[a-z]+$": NUMBER}},
            {"type": "object", "patternProperties": {"^[a-z]+$": {"type": "string"}}},
            "[]: was integer, is string",
        ),
        ({"type": "array", "prefixItems": [NUMBER]}, {"type": "array", "prefixItems": []}, "the message: had 1 places"),
    ],
)
def test_a_change_that_parts_readers_is_found_and_named(earlier: Schema, current: Schema, found: str) -> None:
    assert [change.startswith(found) for change in differences(earlier, current)] == [True]


def test_a_schema_that_refers_to_itself_is_compared_to_its_end() -> None:
    node: Schema = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}}
    schema: Schema = {"$ref": "#/$defs/Node", "$defs": {"Node": node}}
    assert differences(schema, schema) == []


def _within(said: Any, read: Any) -> bool:
    """Whether all that was said is still there; what has come since may stand beside it."""
    match said, read:
        case dict(), dict():
            return all(name in read and _within(part, read[name]) for name, part in said.items())
        case list(), list():
            return len(said) == len(read) and all(map(_within, said, read))
        case _:
            return bool(said == read)


def _with_a_field_more(value: Any) -> list[Any]:
    """The same document with an unknown field, once for each object in it that has fields of its own."""
    if isinstance(value, list):
        return [
            [*value[:at], one, *value[at + 1 :]] for at, part in enumerate(value) for one in _with_a_field_more(part)
        ]
    if not isinstance(value, dict):
        return []
    open_mappings = {"content", "ceilings_nok", "per_position_nok", "keys", "parameters", "sources", "assumed"}
    inside = [
        {**value, name: one}
        for name, part in value.items()
        if name not in open_mappings
        for one in _with_a_field_more(part)
    ]
    return [{**value, "unknown_field": 1}, *inside]
