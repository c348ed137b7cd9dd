"""One message, one sequence of bytes: what is hashed, stored, sent and compared."""

import json
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import AwareDatetime, BaseModel, ValidationError
from typing_extensions import TypeAliasType

from chassis.canonical import canonical, canonical_message
from schemas.base import GREATEST, Content, Key, OpenValues
from schemas.flow import BY_TYPE, ROUTES
from schemas.outside import AdoptReference
from schemas.writers.json_schema import json_schema
from tests.schemas.instances import PLAIN, messages

WHOLE_AND_TEXT = (int, str, bool, date, AwareDatetime, NoneType)
SLOW_TO_MAKE = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(PLAIN)
def test_sorted_orjson_writes_the_bytes_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [
        {"text": '\x00\x08\t\n\x0b\x0c\r\x1f "\\/\x7f\x80 🎉 ø'},
        {"b": 1, "a": 2, "B": 3, "": 4, "aa": 5, "~": 6},
        {"number": [GREATEST, -GREATEST, 0]},
    ],
)
def test_what_json_writers_differ_on_is_written_as_rfc_8785_says(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("name", sorted(BY_TYPE))
def test_any_message_has_one_byte_form_that_reads_as_the_same_message(name: str) -> None:
    route = BY_TYPE[name]
    validator = Draft202012Validator(json_schema(route))

    @SLOW_TO_MAKE
    @given(messages(route.message))
    def holds(message: Any) -> None:
        data = canonical_message(message)
        assert data == rfc8785.dumps(message.plain())
        again = route.message.model_validate_json(data)
        assert again == message
        assert canonical_message(again) == data
        validator.validate(json.loads(data))

    holds()


def test_no_message_can_hold_a_fraction_or_a_key_beyond_ascii() -> None:
    """Money is whole kroner, and keys beyond ASCII are sorted differently by different programs."""
    leaves = [(f"{route.type}{where}", kind) for route in ROUTES for where, kind in _leaves(route.message)]
    assert not [leaf for leaf in leaves if leaf[1] not in WHOLE_AND_TEXT and not _is_code(leaf[1])]


def test_the_walk_over_all_models_would_find_a_fraction() -> None:
    class Part(BaseModel):
        share: float

    class Whole(BaseModel):
        parts: tuple[Part, ...] | None = None

    assert list(_leaves(Whole)) == [(".parts.share", float), (".parts", NoneType)]


@pytest.mark.parametrize("content", ['{"share": 0.5}', '[[{"a": [1e2]}]]', '{"år": 1}', "[9007199254740992]", "null"])
def test_reference_data_without_one_byte_form_is_refused(content: str) -> None:
    with pytest.raises(ValidationError):
        AdoptReference.model_validate_json(f'{{"name": "systems", "content": {content}}}')


@given(st.dictionaries(st.text(max_size=4), st.integers(), max_size=3))
def test_reference_data_is_taken_only_if_both_writers_agree(content: dict[str, Any]) -> None:
    try:
        AdoptReference(name="systems", content=content)
    except ValidationError:
        return
    assert canonical(content) == rfc8785.dumps(content)


def _leaves(model: type[BaseModel], where: str = "") -> Iterator[tuple[str, Any]]:
    """Every kind of value that a message can hold, with the path to it."""
    for name, field in model.model_fields.items():
        assert name.isascii(), f"{where}.{name}"
        kind: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
        yield from _inside(kind, f"{where}.{name}")


def _inside(kind: Any, where: str) -> Iterator[tuple[str, Any]]:
    if kind in (Content, OpenValues):
        return
    assert not isinstance(kind, TypeAliasType), f"{where}: any JSON may hold fractions; use Content"
    origin, parts = get_origin(kind), get_args(kind)
    if isinstance(kind, NewType):
        yield from _inside(kind.__supertype__, where)
    elif origin is Annotated:
        yield from _inside(parts[0], where)
    elif origin in (Union, UnionType, tuple, list):
        for part in parts:
            if part is not Ellipsis:
                yield from _inside(part, where)
    elif origin is dict:
        assert parts[0] == Key, f"{where}: an open mapping's keys must be of the type Key"
        yield from _inside(parts[1], f"{where}.*")
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _leaves(kind, where)
    else:
        yield where, kind


def _is_code(kind: Any) -> bool:
    """One of a closed list of texts or whole numbers."""
    if get_origin(kind) is Literal:
        return all(isinstance(value, str | int) for value in get_args(kind))
    return isinstance(kind, type) and issubclass(kind, StrEnum)
