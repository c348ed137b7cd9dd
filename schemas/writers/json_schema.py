"""A message's JSON Schema (draft 2020-12), as written beside the code and named by `ce_dataschema`."""

import json
from typing import Any

from schemas.envelope import schema_uri
from schemas.flow import OUTSIDE, Route

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(route: Route) -> dict[str, Any]:
    """What stands on the wire. Messages from outside are closed: their reader refuses what it does not know."""
    schema = route.message.model_json_schema(mode="serialization")
    _tidy(schema, closed=route.speaker in OUTSIDE)
    head = {"$schema": DRAFT, "$id": schema_uri(route.type), "title": route.type}
    definitions = schema.pop("$defs", {})
    return {**head, **{name: part for name, part in schema.items() if name != "title"}} | (
        {"$defs": {name: definitions[name] for name in sorted(definitions)}} if definitions else {}
    )


def json_text(route: Route) -> str:
    return json.dumps(json_schema(route), indent=2, ensure_ascii=False) + "\n"


def _tidy(schema: dict[str, Any], *, closed: bool) -> None:
    """Takes out the titles that only repeat a field's name, and closes objects, at every level."""
    if closed and (schema.get("type") == "object") and "additionalProperties" not in schema:
        schema["additionalProperties"] = False
    for name in ("properties", "$defs", "patternProperties"):
        for part in schema.get(name, {}).values():
            if name == "properties":
                part.pop("title", None)
            _tidy(part, closed=closed)
    for name in ("anyOf", "oneOf", "allOf", "prefixItems"):
        for part in schema.get(name, []):
            _tidy(part, closed=closed)
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            _tidy(schema[name], closed=closed)
