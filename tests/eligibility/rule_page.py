"""Writes a rule's page for lawyers from its code, the rounds that ask for it, and the accepted examples."""

from collections.abc import Sequence

from pydantic import JsonValue
from pydantic.fields import FieldInfo

from cli.scheme_file import read_scheme
from schemas.scheme import Criterion, Scheme
from services.eligibility.rules import RULES, Rule, judge, reason_if_unmet
from tests.eligibility.examples import ROOT
from tests.eligibility.rule_examples import Example, criterion_of

ROUNDS = [read_scheme(file) for file in sorted((ROOT / "schemes").glob("*.yaml"))]


def page(rule: str, examples: Sequence[Example]) -> str:
    """Of the rule's newest version."""
    code = max((one for one in RULES.values() if one.name == rule), key=lambda one: one.version)
    lines = [
        f"# {rule}, version {code.version}",
        "",
        code.says,
        "",
        "*Written by the tests; `APPROVE=1 pytest tests/eligibility` writes it anew.*",
        "",
        "## What a round sets",
        "",
        *_parameters(code),
        f"- Where it is not met: `{code.unmet}`, unless the round brings a reason of its own",
        "",
        *(
            line
            for scheme in ROUNDS
            for criterion in scheme.criteria
            if criterion.rule == rule
            for line in _in_round(scheme, criterion)
        ),
        "## Accepted examples",
        "",
        "| example | round | what the rule looked at | held against | outcome |",
        "|---|---|---|---|---|",
        *(_row(rule, example) for example in examples),
    ]
    return "\n".join(lines) + "\n"


def _parameters(rule: Rule) -> list[str]:
    fields = rule.parameters.model_fields
    if not fields:
        return ["- Nothing: the rule has no parameters"]
    return [
        f"- `{name}`{_needed(field)}: {' '.join((field.description or '').split())}" for name, field in fields.items()
    ]


def _needed(field: FieldInfo) -> str:
    return "" if field.is_required() else " (may be left out)"


def _in_round(scheme: Scheme, criterion: Criterion) -> list[str]:
    told = f"criteria.{criterion.rule}"
    return [
        f"## In the round {scheme.round}",
        "",
        f"- Citation: {criterion.citation}",
        f"- Law: {scheme.law}",
        *(f"- `{name}`: {_value(value)}" for name, value in criterion.parameters.items()),
        *([f"- Where it is not met: `{reason_if_unmet(criterion)}`"] if criterion.reason else []),
        *(f"- Source: {what}" for key, what in scheme.sources.items() if key == told),
        *(f"- Assumed: {why}" for key, why in scheme.assumed.items() if key == told),
        "",
    ]


def _value(value: JsonValue) -> str:
    match value:
        case list():
            return ", ".join(map(_value, value)) or "none"
        case dict():
            return ", ".join(f"{key}: {_value(part)}" for key, part in value.items())
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


def _row(rule: str, example: Example) -> str:
    finding = judge(criterion_of(rule, example), example.case)
    inputs = "; ".join(f"{name}: {value}" for name, value in finding.inputs.items())
    round_ = example.case.scheme.round
    return f"| {example.says} | {round_} | {inputs} | {finding.threshold} | {finding.outcome} |"
