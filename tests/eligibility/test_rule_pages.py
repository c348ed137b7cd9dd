"""Every accepted example is judged so, and the lawyers' pages say what the code does."""

import os

import pytest

from schemas.eligibility import Finding, Outcome
from schemas.scheme import Criterion
from services.eligibility.rules import judge, reason_if_unmet
from tests.eligibility.examples import IPS_2019, ROOT
from tests.eligibility.rule_examples import EXAMPLES, Example
from tests.eligibility.rule_page import criterion_of, page

_ALL = [
    pytest.param(criterion_of(rule), example, id=f"{rule}: {example.says}")
    for rule, examples in EXAMPLES.items()
    for example in examples
]


@pytest.mark.parametrize(("criterion", "example"), _ALL)
def test_an_accepted_example_is_judged_so(criterion: Criterion, example: Example) -> None:
    finding = judge(criterion, example.case)
    unmet = example.outcome is Outcome.UNMET
    assert (finding.outcome, finding.reason) == (example.outcome, reason_if_unmet(criterion) if unmet else None)


@pytest.mark.parametrize("criterion", IPS_2019.criteria, ids=lambda criterion: criterion.rule)
def test_a_finding_names_its_rule_its_citation_and_the_law(criterion: Criterion) -> None:
    finding = judge(criterion, EXAMPLES[criterion.rule][0].case)
    named = Finding(
        rule=criterion.rule,
        version=criterion.version,
        citation=criterion.citation,
        law="fvl-1967",
        inputs=finding.inputs,
        threshold=finding.threshold,
        outcome=finding.outcome,
    )
    assert finding == named
    assert finding.inputs
    assert finding.threshold


def test_every_rule_of_the_round_has_accepted_examples() -> None:
    assert set(EXAMPLES) == {criterion.rule for criterion in IPS_2019.criteria}


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_page_for_lawyers_says_what_the_code_does(rule: str) -> None:
    file = ROOT / "docs" / "rules" / f"{rule}.md"
    if os.environ.get("APPROVE") == "1":
        file.write_text(page(rule), encoding="utf-8")
    assert file.exists(), f"{file} is not there; APPROVE=1 writes it"
    assert file.read_text(encoding="utf-8") == page(rule), "read the difference; APPROVE=1 accepts it"
