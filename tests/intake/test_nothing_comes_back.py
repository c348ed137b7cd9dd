"""Whatever arrives has an outcome, and no refusal repeats anything of what it refuses."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.service import Heard, Mark, Place, Unreadable
from schemas.base import Message
from services.intake.reading import read
from tests.intake.examples import (
    DIRECTORATE,
    LACKS_AGREEMENT,
    OPERATIONS,
    PUBLIC360,
    ROUND,
    SCORE,
    submit,
    systems,
)
from tests.intake.records import INBOUND, changed, record

SECRET = "zq9secret7"
PLACES: list[tuple[Message, str]] = [
    (submit(), PUBLIC360),
    (SCORE, DIRECTORATE),
    (LACKS_AGREEMENT, DIRECTORATE),
    (ROUND, DIRECTORATE),
    (systems(), OPERATIONS),
]


def _paths(value: Any) -> Iterator[list[str | int]]:
    members: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in members:
        yield [name]
        yield from ([name, *rest] for rest in _paths(part))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_value_and_no_unknown_name_of_a_message_comes_back(data: st.DataObject) -> None:
    """Wherever a sender puts something, be it a value, a name, or a name deep within a value."""
    message, topic = data.draw(st.sampled_from(PLACES))
    path = data.draw(st.sampled_from(list(_paths(message.plain()))))
    hidden: Any = data.draw(st.sampled_from([SECRET, {SECRET: SECRET}, [SECRET], {SECRET: {"ø": 1.5}}, f"{SECRET}ø\n"]))
    beside = data.draw(st.booleans())
    if beside and isinstance(path[-1], str):
        path = [*path[:-1], SECRET]
    reading = read(Place(topic, 0, 7), changed(message, *path, to=hidden))
    if isinstance(reading, Unreadable):
        assert SECRET not in reading.said.fact.model_dump_json()
        assert SECRET not in reading.correlation


@settings(max_examples=100, deadline=None)
@given(value=st.binary(max_size=200), kind=st.none() | st.text(max_size=20), id=st.none() | st.text(max_size=20))
def test_whatever_arrives_has_an_outcome(value: bytes, kind: str | None, id: str | None) -> None:
    assert isinstance(read(INBOUND, record(value, kind, id)), Heard | Unreadable | Mark)
