"""Makes messages by chance, from nothing but their fields' types. Made-up, but valid: what the schemas admit."""

from datetime import UTC, date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel, JsonValue
from pydantic.fields import FieldInfo
from typing_extensions import TypeAliasType

from schemas.base import GREATEST
from schemas.scheme import Group, Scheme
from tests.schemas.publish import published_examples

Made = st.SearchStrategy[Any]

KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=20)
WHOLE = st.integers(-GREATEST, GREATEST)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
"""All that UTF-8 can write: emoji and control characters too."""
INSTANTS = st.datetimes(datetime(2016, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
PLAIN: Made = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
"""JSON values of the kinds that our messages may hold."""

ROUND = Scheme.model_validate(published_examples("AnnounceRound")[0]["scheme"], strict=False)
WITH_LAWS_OF_THEIR_OWN: dict[type, Made] = {
    Scheme: st.just(ROUND),
    Group: st.sampled_from(ROUND.groups),
}
"""Models whose fields must agree with one another."""


def messages(model: type[BaseModel]) -> Made:
    """Instances of a model. A field that may be absent sometimes is."""
    if model in WITH_LAWS_OF_THEIR_OWN:
        return WITH_LAWS_OF_THEIR_OWN[model]
    needed = {name: _field(field) for name, field in model.model_fields.items() if field.is_required()}
    optional = {name: _field(field) for name, field in model.model_fields.items() if not field.is_required()}
    return st.fixed_dictionaries(needed, optional=optional).map(model.model_validate)


def _field(field: FieldInfo) -> Made:
    return _of(field.annotation, tuple(field.metadata))


def _of(kind: Any, rules: tuple[Any, ...] = ()) -> Made:
    if isinstance(kind, NewType):
        return _of(kind.__supertype__, rules)
    if kind is JsonValue or isinstance(kind, TypeAliasType):
        return PLAIN
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _of(parts[0], (*_unfolded(parts[1:]), *rules))
    if origin in (Union, UnionType):
        return st.one_of([_of(part, rules) for part in parts])
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is tuple and parts[-1] is Ellipsis:
        return st.lists(_of(parts[0]), min_size=_rule(rules, "min_length", 0), max_size=4).map(tuple)
    if origin is tuple:
        return st.tuples(*map(_of, parts))
    if origin is list:
        return st.lists(_of(parts[0]), max_size=4)
    if origin is dict:
        return st.dictionaries(KEYS, _of(parts[1]), max_size=4)
    return _simple(kind, rules)


def _simple(kind: Any, rules: tuple[Any, ...]) -> Made:
    if kind is NoneType:
        return st.none()
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(_rule(rules, "ge", -GREATEST), _rule(rules, "le", GREATEST))
    if kind is str:
        pattern = _rule(rules, "pattern", None)
        return st.from_regex(pattern.replace("$", r"\Z")) if pattern else _text(rules)
    if kind is AwareDatetime:
        return INSTANTS
    if kind is date:
        return st.dates(date(2016, 1, 1), date(2100, 1, 1))
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if issubclass(kind, BaseModel):
        return messages(kind)
    raise TypeError(f"no way is known to make a {kind}")


def _text(rules: tuple[Any, ...]) -> Made:
    least = _rule(rules, "min_length", 0)
    return TEXTS.map(lambda text: text if len(text) >= least else text.ljust(least, "ø"))


def _unfolded(rules: tuple[Any, ...]) -> tuple[Any, ...]:
    """`Field(...)` inside an annotation keeps its rules in its metadata."""
    return tuple(part for rule in rules for part in (rule.metadata if isinstance(rule, FieldInfo) else [rule]))


def _rule(rules: tuple[Any, ...], name: str, otherwise: Any) -> Any:
    found = [getattr(rule, name) for rule in rules if getattr(rule, name, None) is not None]
    return found[-1] if found else otherwise
