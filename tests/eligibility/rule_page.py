"""Writes a rule's page for lawyers from its code, the rulebook of 2019 and the accepted examples."""

import inspect
from importlib import import_module
from typing import assert_never

from schemas.eligibility import Finding
from schemas.scheme import (
    ApplicantGroupRule,
    CommittedCooperationRule,
    Criterion,
    PriorAwardRule,
    ProjectYearRule,
    ServiceAgreementRule,
)
from services.eligibility.rules import judge, reason_if_unmet
from tests.eligibility.examples import IPS_2019
from tests.eligibility.rule_examples import EXAMPLES


def criterion_of(rule: str) -> Criterion:
    return next(criterion for criterion in IPS_2019.criteria if criterion.rule == rule)


def page(rule: str) -> str:
    criterion = criterion_of(rule)
    what = inspect.getdoc(import_module(f"services.eligibility.rules.{rule}"))
    rows = [_row(example.says, judge(criterion, example.case)) for example in EXAMPLES[rule]]
    lines = [
        f"# {rule}, version {criterion.version}",
        "",
        what or "",
        "",
        "*Written by the tests; `APPROVE=1 pytest tests/eligibility` writes it anew.*",
        "",
        "## In the round ips-2019",
        "",
        f"- Citation: {criterion.citation}",
        f"- Law: {IPS_2019.law}",
        *(f"- {name}: {value}" for name, value in _parameters(criterion)),
        f"- Where it is not met: `{reason_if_unmet(criterion)}`",
        *(f"- Assumed: {why}" for key, why in IPS_2019.assumed.items() if key == f"criteria.{rule}"),
        "",
        "## Accepted examples",
        "",
        "| example | what the rule looked at | held against | outcome |",
        "|---|---|---|---|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def _row(says: str, finding: Finding) -> str:
    inputs = "; ".join(f"{name}: {value}" for name, value in finding.inputs.items())
    return f"| {says} | {inputs} | {finding.threshold} | {finding.outcome} |"


def _parameters(criterion: Criterion) -> list[tuple[str, str]]:
    match criterion:
        case ApplicantGroupRule(kinds=kinds):
            return [("Who may apply", ", ".join(kinds))]
        case ServiceAgreementRule(required_of=kinds):
            return [("Required of", ", ".join(kinds))]
        case CommittedCooperationRule(nav=nav, any_of=roles):
            return [("Must take part", nav), ("And at least one of", ", ".join(roles))]
        case ProjectYearRule():
            return [("Years", ", ".join(f"{years} ({group})" for group, years in _years()))]
        case PriorAwardRule():
            return []
        case _:
            assert_never(criterion)


def _years() -> list[tuple[str, str]]:
    return [(group.id, " and ".join(map(str, group.project_years))) for group in IPS_2019.groups]
