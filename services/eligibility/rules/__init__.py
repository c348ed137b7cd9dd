"""One file per criterion of the law, found by its name: a rulebook names a rule with version and parameters.

A rule's file has `VERSION`, `UNMET` (the reason code where it is not met and the round brings no other), `Parameters`
(what a round sets) and `judge(parameters, case) -> Answer`. A later version is a file beside it: `<rule>_v2.py`.
"""

import json
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pydantic import ValidationError

from schemas.base import Message
from schemas.eligibility import Finding, Outcome
from schemas.reasons import Reason, ReasonCode
from schemas.scheme import Criterion
from services.eligibility.rules.case import Answer, Case, unclear

_NO_RULES = {"case"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's file. `says` is its docstring, for the page that lawyers read."""

    name: str
    version: int
    unmet: ReasonCode
    parameters: type[Message]
    judge: Callable[[Any, Case], Answer]
    says: str


def judge(criterion: Criterion, case: Case) -> Finding:
    """What nobody has written a rule for, or can't be read, is left to an officer."""
    answer = _answer(criterion, case)
    return Finding(
        rule=criterion.rule,
        version=criterion.version,
        citation=criterion.citation,
        law=case.scheme.law,
        inputs=answer.inputs,
        threshold=answer.threshold,
        outcome=answer.outcome,
        reason=reason_if_unmet(criterion) if answer.outcome is Outcome.UNMET else None,
    )


def faults(criterion: Criterion) -> list[tuple[str, str]]:
    """What is wrong with a criterion, each as the key in it and what was expected there; empty where nothing is."""
    rule = RULES.get((criterion.rule, criterion.version))
    if rule is None:
        versions = sorted(version for name, version in RULES if name == criterion.rule)
        if versions:
            return [("version", f"one of {', '.join(map(str, versions))}")]
        return [("rule", f"one of {', '.join(sorted({name for name, _ in RULES}))}")]
    if criterion.reason is None and rule.unmet not in set(Reason):
        return [("reason", f"the texts of {rule.unmet} in bokmål and nynorsk, for the letters")]
    try:
        _parameters(rule, criterion)
    except ValidationError as error:
        return [(".".join(["parameters", *map(str, fault["loc"])]), fault["msg"]) for fault in error.errors()]
    return []


def reason_if_unmet(criterion: Criterion) -> ReasonCode | None:
    """What it means for an application when the criterion is not met: the round's own reason, or else the rule's.

    None where there is no such rule and the round brings no reason: then it can refuse nobody.
    """
    if criterion.reason is not None:
        return criterion.reason.code
    rule = RULES.get((criterion.rule, criterion.version))
    return rule.unmet if rule else None


def _answer(criterion: Criterion, case: Case) -> Answer:
    wrong = faults(criterion)
    if wrong:
        return unclear(dict(wrong), "a rule that this system knows")
    rule = RULES[criterion.rule, criterion.version]
    return rule.judge(_parameters(rule, criterion), case)


def _parameters(rule: Rule, criterion: Criterion) -> Message:
    return rule.parameters.model_validate_json(json.dumps(criterion.parameters), extra="forbid")


def _rule(module_name: str) -> Rule:
    """Raises AttributeError where the file lacks a part of a rule."""
    module = import_module(f"{__name__}.{module_name}")
    return Rule(
        name=module_name.removesuffix(f"_v{module.VERSION}"),
        version=module.VERSION,
        unmet=module.UNMET,
        parameters=module.Parameters,
        judge=module.judge,
        says=(module.__doc__ or "").strip(),
    )


def _found() -> Mapping[tuple[str, int], Rule]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    rules = [_rule(name) for name in names if name not in _NO_RULES]
    return {(rule.name, rule.version): rule for rule in rules}


RULES = _found()
"""Every rule by name and version."""
