"""JSON lines, one vocabulary: what is told is `event`, ids stand in fields, values from applications never do."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from chassis.clock import monotonic_seconds

QUIET_SECONDS = 30.0
"""A client library's complaint is told once in this time: of a broker that is away it would come 170 times a second."""


class Throttle(logging.Filter):
    """Lets the first line of a kind through, then one a while with the count of those held back."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        kind = f"{record.name}:{record.levelno}:{record.msg}"
        told, held = self._seen.get(kind, (0.0, 0))
        if told and monotonic_seconds() - told < QUIET_SECONDS:
            self._seen[kind] = (told, held + 1)
            return False
        record.held_back = held
        self._seen[kind] = (monotonic_seconds(), 0)
        return True


def _held_back(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    record = event.get("_record")
    held = getattr(record, "held_back", 0)
    if held:
        event["held_back"] = held
    return event


def _of(service: str) -> structlog.typing.Processor:
    """Names the service in every line, also in those of a library's own threads: they have no context of ours."""

    def name(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event.setdefault("service", service)
        return event

    return name


def configure(service: str, level: str) -> None:
    """Everything that this process logs, also Faust's and aiokafka's lines, comes out as JSON on standard output."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _of(service),
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name, _held_back],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(sort_keys=True),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    throttle = Throttle()
    handler.addFilter(lambda record: not record.name.startswith("aiokafka") or throttle.filter(record))
    for chatty in ("aiokafka", "faust", "mode", "asyncio", "chassis.transport"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
