"""The accepted examples of each rule: a sentence, a case, and what the rule finds; docs/rules/ shows them.

Those of a rule stand in `rule_cases/<rule>.py`, in `EXAMPLES`, and are found by that name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from schemas.eligibility import Outcome
from schemas.scheme import Criterion
from services.eligibility.rules.case import Case

MET, UNMET, UNCLEAR = Outcome.MET, Outcome.UNMET, Outcome.UNCLEAR


@dataclass(frozen=True, slots=True)
class Example:
    """`criterion` is what the case is held to; none is the one of its own round."""

    says: str
    case: Case
    outcome: Outcome
    criterion: Criterion | None = None


def criterion_of(rule: str, example: Example) -> Criterion:
    """Raises StopIteration where neither the example nor its round has the rule."""
    if example.criterion is not None:
        return example.criterion
    return next(criterion for criterion in example.case.scheme.criteria if criterion.rule == rule)


def examples() -> Mapping[str, list[Example]]:
    """By rule, in the order of their names."""
    names = sorted(file.stem for file in (Path(__file__).parent / "rule_cases").glob("*.py"))
    return {name: import_module(f"tests.eligibility.rule_cases.{name}").EXAMPLES for name in names}
