"""What a rule may look at, and how it answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.allocation import PriorAward
from schemas.application import Application
from schemas.eligibility import Finding, Outcome
from schemas.reasons import Reason
from schemas.scheme import Criterion, Scheme
from services.eligibility.public_bodies import PublicBodies


@dataclass(frozen=True, slots=True)
class Case:
    """One application before the law: its content, the round's rulebook, and what is known of the world."""

    application: Application
    scheme: Scheme
    prior_awards: Sequence[PriorAward]
    public_bodies: PublicBodies


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rule looked at and what it was held against: facts about organisations, in short texts."""

    criterion: Criterion
    case: Case
    inputs: dict[str, str]
    threshold: str

    def met(self) -> Finding:
        return self._finding(Outcome.MET)

    def unmet(self, reason: Reason) -> Finding:
        return self._finding(Outcome.UNMET, reason)

    def unclear(self) -> Finding:
        """For an officer to answer."""
        return self._finding(Outcome.UNCLEAR)

    def _finding(self, outcome: Outcome, reason: Reason | None = None) -> Finding:
        return Finding(
            rule=self.criterion.rule,
            version=self.criterion.version,
            citation=self.criterion.citation,
            law=self.case.scheme.law,
            inputs=self.inputs,
            threshold=self.threshold,
            outcome=outcome,
            reason=reason,
        )
