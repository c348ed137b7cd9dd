"""Every accepted example is judged so, and the lawyers' pages say what the code does."""

import os

import pytest

from schemas.eligibility import Finding, Outcome
from services.eligibility.rules import RULES, judge, reason_if_unmet
from tests.eligibility.examples import ROOT
from tests.eligibility.rule_examples import Example, criterion_of, examples
from tests.eligibility.rule_page import page

BY_RULE = examples()
_ALL = [
    pytest.param(rule, example, id=f"{rule}: {example.says}")
    for rule, accepted in BY_RULE.items()
    for example in accepted
]


@pytest.mark.parametrize(("rule", "example"), _ALL)
def test_an_accepted_example_is_judged_so_with_the_citation_and_the_law(rule: str, example: Example) -> None:
    criterion = criterion_of(rule, example)
    finding = judge(criterion, example.case)
    assert finding == Finding(
        rule=rule,
        version=criterion.version,
        citation=criterion.citation,
        law=example.case.scheme.law,
        inputs=finding.inputs,
        threshold=finding.threshold,
        outcome=example.outcome,
        reason=reason_if_unmet(criterion) if example.outcome is Outcome.UNMET else None,
    )
    assert finding.inputs
    assert finding.threshold


@pytest.mark.parametrize("rule", sorted({name for name, _ in RULES}))
def test_every_rule_has_accepted_examples_with_more_than_one_outcome(rule: str) -> None:
    assert rule in BY_RULE, f"tests/eligibility/rule_cases/{rule}.py is not there"
    assert len({example.outcome for example in BY_RULE[rule]}) > 1


@pytest.mark.parametrize("rule", BY_RULE)
def test_the_page_for_lawyers_says_what_the_code_does(rule: str) -> None:
    file = ROOT / "docs" / "rules" / f"{rule}.md"
    if os.environ.get("APPROVE") == "1":
        file.write_text(page(rule, BY_RULE[rule]), encoding="utf-8")
    assert file.exists(), f"{file} is not there; APPROVE=1 writes it"
    assert file.read_text(encoding="utf-8") == page(rule, BY_RULE[rule]), "read the difference; APPROVE=1 accepts it"
