"""What is generated is fresh, and holds together as the AsyncAPI specification asks."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from schemas.base import Message
from schemas.flow import BY_TYPE, OUTSIDE, ROUTES, SERVICES, Party, Route
from schemas.generate import ROOT, generated, main, stale, write
from schemas.writers.asyncapi import asyncapi_text
from schemas.writers.describe import meaning
from schemas.writers.json_schema import json_schema
from schemas.writers.page import page_text

DOCUMENT: dict[str, Any] = yaml.safe_load(asyncapi_text())


def test_the_committed_files_are_what_the_schemas_say() -> None:
    assert stale() == [], "run: make generate"


def test_a_changed_a_missing_and_a_left_over_file_are_named_and_written_anew(tmp_path: Path) -> None:
    assert set(write(tmp_path)) == set(generated())
    changed, missing, left_over = Path("docs/flow.md"), Path("schemas/asyncapi.yaml"), Path("schemas/json/Gone.v1.json")
    (tmp_path / changed).write_text("By hand.")
    (tmp_path / missing).unlink()
    (tmp_path / left_over).write_text("{}")
    assert stale(tmp_path) == sorted([changed, missing, left_over])
    write(tmp_path)
    assert stale(tmp_path) == []


def test_the_check_names_what_is_stale_and_how_to_write_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"], tmp_path) == 1
    said = capsys.readouterr().err
    assert "stale: docs/flow.md" in said
    assert "make generate" in said
    assert main([], tmp_path) == main(["--check"], tmp_path) == 0


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.type)
def test_each_json_schema_is_one_and_says_what_it_means(route: Route) -> None:
    schema = json_schema(route)
    Draft202012Validator.check_schema(schema)
    assert schema["description"]
    assert schema["$id"].endswith(f":{route.type}.v1")
    assert _is_closed(schema) == (route.speaker in OUTSIDE)


def test_a_message_without_a_docstring_can_not_be_published() -> None:
    class Silent(Message):
        pass

    with pytest.raises(ValueError, match="Silent needs a docstring"):
        meaning(Silent)


def test_every_reference_leads_somewhere() -> None:
    references = list(_references(DOCUMENT))
    assert references
    for reference in references:
        if reference.startswith("#/"):
            found: Any = DOCUMENT
            for name in reference.removeprefix("#/").split("/"):
                found = found[name]
        else:
            json.loads((ROOT / "schemas" / reference).read_text(encoding="utf-8"))


def test_every_channel_has_messages_an_address_and_its_partitions() -> None:
    for name, channel in DOCUMENT["channels"].items():
        assert channel["messages"], name
        assert set(channel.get("parameters", {})) == set(_in_braces(channel["address"])), name
        assert channel["bindings"]["kafka"]["partitions"] == (1 if name in ("casework", "replies") else 4), name


def test_every_operation_names_a_channel_and_messages_that_it_carries() -> None:
    for name, operation in DOCUMENT["operations"].items():
        assert operation["action"] in ("send", "receive"), name
        carried = operation["channel"]["$ref"] + "/messages/"
        assert operation["messages"], name
        assert all(message["$ref"].startswith(carried) for message in operation["messages"]), name


def test_every_message_on_the_road_is_sent_and_those_with_listeners_are_received() -> None:
    for action, wanted in (
        ("send", {route.type for route in ROUTES if route.topic}),
        ("receive", {route.type for route in ROUTES if route.listeners}),
    ):
        operations = [one for one in DOCUMENT["operations"].values() if one["action"] == action]
        found = {message["$ref"].rpartition("/")[2] for one in operations for message in one["messages"]}
        assert found == wanted, action


def test_headers_are_two_from_outside_and_the_whole_envelope_from_a_service() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert schemas["OutsideHeaders"]["required"] == ["ce_type", "ce_id"]
    assert {"ce_journalpos", "ce_prevpos", "ce_time"} <= set(schemas["FactHeaders"]["required"])
    assert {"ce_rests", "ce_rulesversion"} <= set(schemas["FactHeaders"]["properties"])
    for name, message in DOCUMENT["components"]["messages"].items():
        of = "FactHeaders" if BY_TYPE[name].speaker in SERVICES else "OutsideHeaders"
        assert message["headers"] == {"$ref": f"#/components/schemas/{of}"}, name


def test_the_page_names_every_party_and_every_message() -> None:
    page = page_text()
    assert "make generate" in page
    assert all(f"### {party}\n" in page for party in Party)
    assert all(f"| [{route.type}](" in page for route in ROUTES)


def _references(value: Any) -> Iterator[str]:
    match value:
        case {"$ref": str(reference)}:
            yield reference
        case dict():
            for part in value.values():
                yield from _references(part)
        case list():
            for part in value:
                yield from _references(part)


def _in_braces(text: str) -> list[str]:
    return [part.partition("}")[0] for part in text.split("{")[1:]]


def _is_closed(schema: Any) -> bool:
    """Whether every object in it refuses unknown fields; raises AssertionError when some do and some do not."""
    found = set(_objects(schema))
    assert len(found) == 1
    return found.pop()


def _objects(schema: Any) -> Iterator[bool]:
    match schema:
        case dict():
            if "properties" in schema or "patternProperties" in schema:
                yield schema.get("additionalProperties") is False
            for part in schema.values():
                yield from _objects(part)
        case list():
            for part in schema:
                yield from _objects(part)
