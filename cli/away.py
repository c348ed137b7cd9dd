"""Tells a server that can't be reached, or refuses, from a mistake of ours."""

import os

from aiokafka.errors import KafkaError
from asyncpg.exceptions._base import InterfaceError, PostgresError

NAMES = ("KAFKA_BOOTSTRAP", "DATABASE_URL")


def what_is_away(trouble: BaseException) -> str | None:
    """A line with what to do; None for what we did not expect."""
    match trouble:
        case KafkaError():
            what = "Kafka"
        case PostgresError() | InterfaceError():
            what = "PostgreSQL"
        case ConnectionError() | TimeoutError():
            what = "A server"
        case _:
            return None
    given = [name for name in NAMES if name in os.environ]
    todo = (
        f"{' and '.join(given)} must name what can be reached from here, or not be set"
        if given
        else "`./tilsagn status` shows what runs; `make down` and `make up` begin anew"
    )
    return f"{what} does not answer as it should ({trouble or type(trouble).__name__}). {todo}"
