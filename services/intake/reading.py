"""Reads what the outside sends: every message is read, marked as time, or set aside with a precise reason."""

from collections.abc import Mapping
from functools import cache

from pydantic import ValidationError

from chassis.canonical import digest, share_of
from chassis.decider import Said
from chassis.service import Heard, Mark, Place, Reading, Record, Unreadable
from schemas import flow
from schemas.base import Message
from schemas.envelope import header
from schemas.flow import PARTITIONS, Party
from schemas.ids import MessageId, SystemId, application_id
from schemas.intake import Coordinates, Problem, SubmissionRefused
from schemas.reasons import Refusal
from schemas.time import TimeMark
from services.intake.mistakes import mistakes

LENGTH_MAX_BYTES = 262_144
"""No message may be longer: it has to fit, with its envelope, into a fact of at most 256 KB."""
ID_LENGTH_MAX = 128


def _said_by(party: Party) -> dict[str, type[Message]]:
    return {route.type: route.message for route in flow.ROUTES if route.speaker == party}


_TYPES: Mapping[Party, dict[str, type[Message]]] = {
    party: _said_by(party) for party in (Party.SYSTEM, Party.POST, Party.AUTHORITY, Party.OPERATIONS)
}


def party_of(topic: str) -> Party:
    """Who may write to a topic."""
    kind, _, name = topic.partition(".")
    if kind == flow.CASEWORK:
        return Party.OPERATIONS if name == Party.OPERATIONS else Party.AUTHORITY
    return Party.POST if name == Party.POST else Party.SYSTEM


def read(place: Place, record: Record) -> Reading:
    kind = header(list(record.headers), "ce_type")
    if kind == TimeMark.__name__:
        return Mark()
    value = record.value or b""
    sent_id = _message_id(record)
    if len(value) > LENGTH_MAX_BYTES:
        return _unreadable(place, value, sent_id, Refusal.TOO_LARGE, [("", f"at most {LENGTH_MAX_BYTES} bytes")])
    if not kind:
        return _unreadable(place, value, sent_id, Refusal.MISSING_HEADER, [("/headers/ce_type", "a message type")])
    if not sent_id:
        expected = f"the sender's own message id, 1 to {ID_LENGTH_MAX} ASCII characters"
        return _unreadable(place, value, sent_id, Refusal.MISSING_HEADER, [("/headers/ce_id", expected)])
    types = _TYPES[party_of(place.topic)]
    if kind not in types:
        expected = "one of " + ", ".join(sorted(types))
        return _unreadable(place, value, sent_id, Refusal.UNKNOWN_TYPE, [("/headers/ce_type", expected)])
    try:
        message = types[kind].model_validate_json(value, extra="forbid")
    except ValidationError as error:
        problems = mistakes(error, _field_names(types[kind]))
        reason = Refusal.UNREADABLE if _is_no_json(error) else Refusal.INVALID
        return _unreadable(place, value, sent_id, reason, problems)
    return Heard(message, sent_id, _correlation(place, message, sent_id))


def _message_id(record: Record) -> str:
    """Empty where there is none, or none that can be passed on."""
    sent_id = header(list(record.headers), "ce_id") or ""
    return sent_id if len(sent_id) <= ID_LENGTH_MAX and sent_id.isascii() and sent_id.isprintable() else ""


def _correlation(place: Place, message: Message, sent_id: str) -> str:
    reference = getattr(message, "reference", None)
    if reference is not None:
        return application_id(SystemId(place.topic.rpartition(".")[2]), reference)
    return flow.subject_of(message) or f"{place.topic}/{sent_id}"


def _is_no_json(error: ValidationError) -> bool:
    return any(problem["type"] == "json_invalid" for problem in error.errors(include_input=False, include_url=False))


@cache
def _field_names(kind: type[Message]) -> frozenset[str]:
    """The names of all fields in a message, at any depth: no sender chose them, and all can stand in a pointer."""
    schema = kind.model_json_schema()
    parts = (schema, *schema.get("$defs", {}).values())
    return frozenset(name for part in parts for name in part.get("properties", {}))


def _unreadable(
    place: Place, value: bytes, sent_id: str, reason: Refusal, problems: list[tuple[str, str]]
) -> Unreadable:
    sender = place.topic.rpartition(".")[2]
    fact = SubmissionRefused(
        sender=SystemId(sender),
        coordinates=Coordinates(topic=place.topic, partition=place.partition, offset=place.offset),
        reason=reason,
        problems=tuple(Problem(pointer=pointer, expected=expected) for pointer, expected in problems),
        message=MessageId(sent_id) if sent_id else None,
        sha256=digest(value),
        length_bytes=len(value),
    )
    return Unreadable(Said(fact, partition=share_of(sender, PARTITIONS)), value, f"{place.topic}/{place.offset}")
