"""Asks a service's `/ready` page how it stands."""

import json
import urllib.error
import urllib.request
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

PATIENCE_SECONDS = 5.0
# The page is on this machine: a proxy that the environment names must not be asked for it.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Lag(BaseModel):
    model_config = ConfigDict(frozen=True)

    topic: str
    partition: int
    records: Annotated[int, Field(ge=0)]


class Readiness(BaseModel):
    """The page as the process shows it."""

    model_config = ConfigDict(frozen=True)

    service: str
    pid: int
    ready: bool
    checks: dict[str, bool]
    lag: tuple[Lag, ...]


def look(port: int) -> Readiness | None:
    """None when nothing answers there that looks like a service."""
    try:
        with _OPENER.open(f"http://127.0.0.1:{port}/ready", timeout=PATIENCE_SECONDS) as page:
            return Readiness.model_validate_json(page.read())
    except urllib.error.HTTPError as error:
        # 503 says that it is not ready, and the page why.
        with error:
            return _read(error.read())
    except (OSError, json.JSONDecodeError, ValidationError):
        return None


def _read(page: bytes) -> Readiness | None:
    try:
        return Readiness.model_validate_json(page)
    except ValidationError:
        return None
