"""Keeps today's JSON Schemas as those that readers out there have: `python -m tests.schemas.publish [Type ...]`.

Without names it adds what was never published, and what only gained. A named type is replaced although it parts its
readers: only before the first release, or when it is known that nobody reads it.
"""

import json
import sys
from pathlib import Path
from typing import Any

from schemas.flow import ROUTES
from schemas.writers.json_schema import json_schema, json_text
from tests.schemas.compatibility import differences

EXAMPLES = Path(__file__).parent / "published"
SCHEMAS = EXAMPLES / "schemas"


def published_schema(name: str) -> dict[str, Any] | None:
    path = SCHEMAS / f"{name}.v1.json"
    found: dict[str, Any] | None = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    return found


def published_examples(name: str) -> list[Any]:
    path = EXAMPLES / f"{name}.v1.json"
    found: list[Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return found


def main(names: list[str]) -> int:
    refused = 0
    for route in ROUTES:
        earlier = published_schema(route.type)
        changes = differences(earlier, json_schema(route)) if earlier and route.type not in names else []
        for change in changes:
            print(f"not published: {route.type}: {change}", file=sys.stderr)
        refused += bool(changes)
        if not changes:
            SCHEMAS.mkdir(parents=True, exist_ok=True)
            (SCHEMAS / f"{route.type}.v1.json").write_text(json_text(route), encoding="utf-8")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
