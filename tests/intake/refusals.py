"""What one refusal says."""

from collections.abc import Sequence

from schemas.base import Message
from schemas.intake import SubmissionRefused
from schemas.reasons import Refusal


def refusal(facts: Sequence[Message]) -> tuple[Refusal, list[str]]:
    """The reason and the pointers of the one refusal, which is all that was said."""
    (fact,) = facts
    assert isinstance(fact, SubmissionRefused)
    return fact.reason, [problem.pointer for problem in fact.problems]
