"""The round of 2019 says what its sources say, and of each other value that it is assumed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from cli.scheme_file import read_scheme

FILE = Path(__file__).parents[2] / "schemes" / "ips-2019.yaml"
ROUND = read_scheme(FILE)

OUR_OWN_NAMES = {"scheme", "round", "frame", "example", "versions", "sources", "assumed"}
"""Values that state nothing about the world."""


def test_the_money_is_43_million_earmarked_and_then_the_assumed_top_up() -> None:
    assert [(part.id, part.nok) for part in ROUND.sub_frames] == [("earmarked", 43_000_000), ("top-up", 7_000_000)]
    assert "sub_frames.top-up" in ROUND.assumed


def test_the_last_minute_of_the_first_of_march_is_in_time() -> None:
    assert ROUND.deadline.ends_at() == datetime(2019, 3, 1, 23, tzinfo=UTC)


def test_those_who_continue_come_first_and_each_year_has_the_ceiling_of_2018() -> None:
    continuation, new = sorted(ROUND.groups, key=lambda group: group.order)
    assert (continuation.id, continuation.ceilings_nok) == ("continuation", {"2": 1_200_000, "3": 900_000})
    assert (new.id, new.ceilings_nok) == ("new", {"1": 1_500_000})


def test_every_value_has_a_source_or_is_marked_as_assumed() -> None:
    values = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    named = {*ROUND.sources, *ROUND.assumed}
    untold = [path for path in _paths(values) if not any(_covers(name, path) for name in named)]
    assert untold == []


def test_nothing_is_both_sourced_and_assumed() -> None:
    assert ROUND.sources.keys().isdisjoint(ROUND.assumed)


def _paths(values: dict[str, Any]) -> list[str]:
    """Each value that must be told of: a member of a list by its own name."""
    paths = []
    for key, value in values.items():
        if key in OUR_OWN_NAMES:
            continue
        if key == "groups":
            paths += [f"groups.{group['id']}.{part}" for group in value for part in ("project_years", "ceilings_nok")]
            paths.append("groups.order")
        elif key in ("sub_frames", "criteria"):
            paths += [f"{key}.{member.get('id') or member['rule']}" for member in value]
        else:
            paths.append(key)
    return paths


def _covers(name: str, path: str) -> bool:
    return path == name or path.startswith(f"{name}.")
