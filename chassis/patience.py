"""Faults that pass are waited for: said once, tried again, and said once more when they are over."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import structlog
from aiokafka.errors import KafkaError

T = TypeVar("T")
log = structlog.get_logger()

AGAIN_SECONDS = 0.5
DATABASE_FAULTS = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.exceptions.InterfaceError,
    asyncpg.exceptions.InternalClientError,
)
"""A database that is away, or went away in the middle of a word."""
BROKER_FAULTS = (OSError, KafkaError)


async def patiently(
    what: str,
    act: Callable[[], Awaitable[T]],
    faults: tuple[type[Exception], ...] = DATABASE_FAULTS,
    *,
    stopping: asyncio.Event | None = None,
) -> T:
    """Tries until it goes through. Raises what is no passing fault, and the fault itself once `stopping` is set."""
    away = False
    while True:
        try:
            result = await act()
        except faults as trouble:
            if not away:
                log.warning(f"{what}_away", cause=type(trouble).__name__, detail=str(trouble)[:200])
            away = True
            if stopping is not None and stopping.is_set():
                raise
            await asyncio.sleep(AGAIN_SECONDS)
        else:
            if away:
                log.info(f"{what}_back")
            return result
