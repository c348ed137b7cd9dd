"""Reads a round's rulebook from its file, and says of every mistake in it: file, line, key, what was expected."""

import json
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from cli.located_yaml import Fault, Located, Path, key_text, read_located
from cli.reference import read_offices
from cli.scheme_faults import faults_of, line_of
from cli.scheme_provenance import told_of
from schemas.scheme import Criterion, Scheme
from services.eligibility.rules import RULES, faults

REFERENCE = FilePath(__file__).parents[1] / "reference"


class WrongScheme(Exception):
    """A scheme file with mistakes; its text has a line for each, in the file's order."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        super().__init__("\n".join(fault.told_of(name) for fault in sorted(set(faults))))


def read_scheme(file: FilePath) -> Scheme:
    """Raises WrongScheme; OSError when the file can't be read, and WrongReference for the table of offices."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise WrongScheme(str(file), [Fault(line, "(file)", "expected UTF-8")]) from None
    return parse_scheme(text, str(file))


def parse_scheme(text: str, name: str) -> Scheme:
    """`name` is what the mistakes are told under. Raises WrongScheme."""
    located = read_located(text)
    wrong = located.faults or [*faults_of(located, located.value, Scheme), *_wrong_criteria(located)]
    if wrong:
        raise WrongScheme(name, wrong)
    scheme = Scheme.model_validate_json(json.dumps(located.value), strict=True, extra="forbid")
    wrong = [*_wrong_offices(located, scheme), *(list(_wrong_names(located)) or _untold(located))]
    if wrong:
        raise WrongScheme(name, wrong)
    return scheme


def _wrong_criteria(located: Located) -> Iterator[Fault]:
    """What the rules themselves do not know: a rule, a version of it, its parameters."""
    values = located.value.get("criteria") if isinstance(located.value, dict) else None
    for number, value in enumerate(values if isinstance(values, list) else []):
        if faults_of(located, value, Criterion, ("criteria", number)):
            continue
        criterion = Criterion.model_validate_json(json.dumps(value), strict=True)
        rule = RULES.get((criterion.rule, criterion.version))
        if rule is not None:
            place: Path = ("criteria", number, "parameters")
            yield from faults_of(located, criterion.parameters, rule.parameters, place)
            continue
        for key, expected in faults(criterion):
            path: Path = ("criteria", number, key)
            yield Fault(line_of(located, path), key_text(path), f"expected {expected}")


def _wrong_offices(located: Located, scheme: Scheme) -> Iterator[Fault]:
    """A share for an office that is not there on the day of the deadline would be money for nobody."""
    if scheme.county_shares is None:
        return
    known = {row.office for row in read_offices(REFERENCE) if row.holds(scheme.deadline.date)}
    for office in scheme.county_shares.keys:
        if office not in known:
            path: Path = ("county_shares", "keys", office)
            expected = f"expected an office of {scheme.deadline.date}, one of {', '.join(sorted(known))}"
            yield Fault(line_of(located, path), key_text(path), expected)


def _wrong_names(located: Located) -> Iterator[Fault]:
    for kind in ("sources", "assumed"):
        for key in located.value[kind]:
            if not _names_a_value(located.value, key.split(".")):
                expected = "expected the name of a value in this file"
                yield Fault(located.lines[kind, key], f"{kind}.{key}", expected)


def _untold(located: Located) -> Iterator[Fault]:
    """Each value that states something of the world has a source, or a reason why it is assumed; not both."""
    for key, path, names in told_of(located.value, (*located.value["sources"], *located.value["assumed"])):
        if not names:
            expected = "expected a source under sources, or a reason under assumed"
            yield Fault(line_of(located, path), key, expected)
        if len(names) > 1:
            twice = f"is told of twice: {' and '.join(names)}; expected once"
            yield Fault(line_of(located, path), key, twice)


def _names_a_value(value: Any, parts: list[str]) -> bool:
    """`groups.new.order` is the member of `groups` that calls itself new; `groups.order` its members' order."""
    if not parts:
        return True
    first, rest = parts[0], parts[1:]
    if isinstance(value, dict):
        return first in value and _names_a_value(value[first], rest)
    if isinstance(value, list):
        named = [member for member in value if isinstance(member, dict) and first in _own_names(member)]
        return any(_names_a_value(member, rest) for member in named) if named else first == "order" and not rest
    return False


def _own_names(member: dict[str, Any]) -> set[str]:
    return {member[key] for key in ("id", "rule", "code") if key in member}
