"""What every service needs from its environment. A wrong value is one clear line, and exit code 2."""

import sys
from typing import Annotated, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

WRONG_SETTINGS = 2
"""Exit code."""


class Settings(BaseSettings):
    """Environment variables with the prefix TILSAGN_, for instance TILSAGN_DATABASE_URL."""

    model_config = SettingsConfigDict(env_prefix="TILSAGN_", frozen=True, extra="ignore")

    kafka_bootstrap: Annotated[str, Field(pattern=r"^[^\s:]+:\d+(,[^\s:]+:\d+)*$")]
    database_url: Annotated[str, Field(pattern=r"^postgres(ql)?://\S+$")]
    topic_prefix: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")] = "tilsagn"
    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Field(ge=1, le=65535)] = 6066
    log_level: Annotated[str, Field(pattern=r"^(debug|info|warning|error)$")] = "info"
    batch_records_max: Annotated[int, Field(ge=1, le=10_000)] = 500
    session_timeout_seconds: Annotated[float, Field(ge=1, le=300)] = 10.0
    time_step_seconds: Annotated[int, Field(ge=1, le=86_400)] = 60
    """How coarsely time is said to have passed."""
    streams_in_memory_max: Annotated[int, Field(ge=100)] = 200_000


T = TypeVar("T", bound=BaseSettings)


def read_settings(kind: type[T]) -> T:
    """Reads settings from the environment; ends the process with a line per wrong value."""
    try:
        return kind()
    except ValidationError as error:
        prefix = kind.model_config.get("env_prefix", "")
        for problem in error.errors():
            name = prefix + "_".join(str(part) for part in problem["loc"]).upper()
            print(f"setting {name}: {problem['msg']}", file=sys.stderr)
        raise SystemExit(WRONG_SETTINGS) from None
