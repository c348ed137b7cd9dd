"""Reads what one service says to another. A message that can't be read here is a bug, and stops the process."""

from collections.abc import Callable, Mapping
from datetime import datetime

from pydantic import ValidationError

from chassis.service import Elsewhere, Heard, Place, Reading, Record
from schemas.base import Message


class BrokenEnvelope(Exception):
    """A record on a service topic that lacks a header, or a value, that every fact has; it never tells the value."""


def reader(listened: Mapping[str, type[Message]]) -> Callable[[Place, Record], Reading]:
    """A reader for the facts that a service listens to; all others are for others."""

    def read(place: Place, record: Record) -> Reading:
        headers = dict(record.headers)
        try:
            kind = headers["ce_type"].decode()
            position, previous = int(headers["ce_journalpos"]), int(headers["ce_prevpos"])
            message = listened.get(kind)
            if message is None:
                return Elsewhere(position, previous)
            return Heard(
                message=message.model_validate_json(record.value or b""),
                id=headers["ce_id"].decode(),
                correlation=headers["ce_correlationid"].decode(),
                at=datetime.fromisoformat(headers["ce_time"].decode()),
                position=position,
                previous=previous,
            )
        except ValidationError as problem:
            wrong = problem.errors(include_url=False, include_context=False, include_input=False)
            raise BrokenEnvelope(f"{place}: no {kind}: {wrong}") from None
        except (KeyError, ValueError) as problem:
            raise BrokenEnvelope(f"{place}: {problem!r}") from problem

    return read
