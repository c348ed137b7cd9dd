"""`asyncapi.yaml`: the same map as an AsyncAPI 3.0 document, for those who integrate."""

from datetime import UTC, datetime
from typing import Any

import yaml

from schemas.envelope import CONTENT_TYPE, Envelope
from schemas.flow import OUTSIDE, ROUTES, Party, Route, partitions_of
from schemas.writers.describe import CHANNELS, PARTIES, PREFIX, Channel, channels_of, key_of, meaning, routes_on

BINDING = "0.5.0"
SCHEMA_FORMAT = "application/schema+json;version=2020-12"
ABOUT = f"""\
Grant applications, decisions and letters between agencies over Kafka.

Every message is one JSON document with CloudEvents 1.0 attributes in the record's headers (binary mode). Messages from
outside need only `ce_type` and `ce_id`; their sender is the topic that it may write to, and their time is the broker's.
Absent fields are left out. What the services say may gain fields, so a reader ignores those that it does not know; in
messages from outside an unknown field is refused. Topics are written with the prefix `{PREFIX}`, which is a setting.
Each operation is one party's own: it tells what that party sends or receives.
This file is generated from `schemas/flow.py` by `make generate`.
"""
SENDER_ID = "The sender's own message id; the same id again gets the same answer again."
HEADERS = {
    "content-type": "Always application/json.",
    "ce_specversion": "The version of CloudEvents.",
    "ce_id": "Derived from what caused the message: the same cause always gives the same id.",
    "ce_type": "The message's name.",
    "ce_source": "The service that says it.",
    "ce_time": "The effective time: the broker's time of the first cause, RFC 3339 in UTC.",
    "ce_subject": "What it is about: an application, else a round.",
    "ce_dataschema": "The id of the message's JSON Schema.",
    "ce_correlationid": "The same for all that one application, or else one round, has led to.",
    "ce_causationid": "The id of the message that this rests on.",
    "ce_journalpos": "The position in the speaker's journal; it rises within a partition.",
    "ce_prevpos": "The position of the record before it in this partition, 0 for the first: a gap is a loss.",
    "ce_rests": "JSON: for each topic, the last position that the speaker had heard of this partition.",
    "ce_rulesversion": "The hash of the rulebook that decided.",
    "ce_traceparent": "W3C trace context.",
}


class _Plain(yaml.SafeDumper):
    """Writes every part out, and long texts as blocks."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Plain.add_representer(str, _text)


def document() -> dict[str, Any]:
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Tilsagn", "version": "1", "description": ABOUT, "license": {"name": "MIT"}},
        "defaultContentType": CONTENT_TYPE,
        "servers": {
            "kafka": {
                "host": "{bootstrap}",
                "protocol": "kafka",
                "description": "The installation's Apache Kafka. Read with `isolation.level=read_committed`.",
                "variables": {
                    "bootstrap": {"description": "A broker's host and port.", "default": "localhost:9092"},
                },
                "bindings": {"kafka": {"bindingVersion": BINDING}},
            }
        },
        "channels": {channel.id: _channel(channel) for channel in CHANNELS},
        "operations": {name: operation for party in Party for name, operation in _operations(party)},
        "components": {
            "schemas": {"OutsideHeaders": _outside_headers(), "FactHeaders": _fact_headers()},
            "messages": {route.type: _message(route) for route in ROUTES if route.topic},
        },
    }


def asyncapi_text() -> str:
    return yaml.dump(document(), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110)


def _channel(channel: Channel) -> dict[str, Any]:
    whose = channel.topic.partition("{")[2].rstrip("}")
    parameters = {"parameters": {whose: {"description": f"The {whose}'s id."}}} if whose else {}
    return {
        "address": f"{PREFIX}.{channel.topic}",
        "description": channel.meaning,
        "servers": [{"$ref": "#/servers/kafka"}],
        **parameters,
        "messages": {route.type: {"$ref": f"#/components/messages/{route.type}"} for route in routes_on(channel)},
        "bindings": {"kafka": {"partitions": partitions_of(channel.topic), "bindingVersion": BINDING}},
    }


def _operations(party: Party) -> list[tuple[str, dict[str, Any]]]:
    operations = []
    for channel in CHANNELS:
        said = [route for route in routes_on(channel) if route.speaker == party]
        heard = [route for route in routes_on(channel) if party in route.listeners]
        for action, verb, routes in (("send", "Sends", said), ("receive", "Receives", heard)):
            if routes:
                name = f"{party}{verb}{channel.id[0].upper()}{channel.id[1:]}"
                operations.append((name, _operation(action, party, channel, routes)))
    return operations


def _operation(action: str, party: Party, channel: Channel, routes: list[Route]) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel.id}"},
        "description": PARTIES[party],
        "tags": [{"name": str(party)}],
        "messages": [{"$ref": f"#/channels/{channel.id}/messages/{route.type}"} for route in routes],
    }


def _message(route: Route) -> dict[str, Any]:
    assert channels_of(route)
    headers = "OutsideHeaders" if route.speaker in OUTSIDE else "FactHeaders"
    key = key_of(route)
    return {
        "name": route.type,
        "title": route.type,
        "summary": meaning(route.message),
        "contentType": CONTENT_TYPE,
        "headers": {"$ref": f"#/components/schemas/{headers}"},
        "payload": {"schemaFormat": SCHEMA_FORMAT, "schema": {"$ref": f"./json/{route.type}.v1.json"}},
        "bindings": {
            "kafka": {
                **({} if key == "none" else {"key": {"type": "string", "description": f"Its {key}."}}),
                "bindingVersion": BINDING,
            }
        },
    }


def _outside_headers() -> dict[str, Any]:
    named = {"ce_type": HEADERS["ce_type"], "ce_id": SENDER_ID}
    return _headers(named, list(named))


def _fact_headers() -> dict[str, Any]:
    """All that the envelope writes, and as required what it always writes."""
    at = datetime.fromtimestamp(0, UTC)
    least = Envelope("id", "type", "source", at, "subject", "schema", "correlation", "causation", 1, 0, "")
    most = Envelope(
        "id", "type", "source", at, "subject", "schema", "correlation", "causation", 1, 0, "{}", "rules", "trace"
    )
    always = [name for name, _ in least.headers()]
    return _headers({name: HEADERS[name] for name, _ in most.headers()}, always)


def _headers(named: dict[str, str], required: list[str]) -> dict[str, Any]:
    properties = {name: {"type": "string", "description": text} for name, text in named.items()}
    return {"type": "object", "properties": properties, "required": required}
