"""What applicants do in a round, and what is asked of them, in any order."""

from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from schemas.allocation import PriorAwardsStated
from schemas.base import Message
from schemas.scheme import Scheme
from tests.allocation.examples import (
    CONTINUOUS,
    OFFICES,
    PROVISIONAL,
    SMALL,
    TOP_UP_FIRST,
    TWO_OF_A_KIND,
    Answer,
    Outcome,
)
from tests.allocation.told import Round
from tests.given import all_of

REFERENCES = list("abcdef")
AMOUNTS = [150_000, 400_000, 600_000, 770_000, 1_000_000, 1_600_000]
SCHEMES = {
    "small": SMALL,
    "continuous": CONTINUOUS,
    "offices": OFFICES,
    "provisional": PROVISIONAL,
    "top up first": TOP_UP_FIRST,
    "quota": TWO_OF_A_KIND,
}
references = st.sampled_from(REFERENCES)


class Applicants(RuleBasedStateMachine):
    scheme: Scheme
    round: Round
    together: bool
    now: datetime
    closed: bool
    judged: dict[str, Outcome]
    lacking: set[str]
    """Of whom a correction is awaited."""

    def says(self, facts: list[Message]) -> None:
        raise NotImplementedError

    @rule(reference=references, asks_nok=st.sampled_from(AMOUNTS), year=st.sampled_from([1, 1, 2]))
    def somebody_applies(self, reference: str, asks_nok: int, year: int) -> None:
        corrects = reference in self.round.standing
        if not self.closed and ((corrects and self.together) or reference not in self.round.received):
            offices = self.scheme.authorities
            office = offices[REFERENCES.index(reference) % len(offices)]
            self.lacking.discard(reference)
            self.says(self.round.applies(reference, asks_nok, year, to=office))

    @rule(reference=references)
    def somebody_withdraws(self, reference: str) -> None:
        if reference in self.round.standing:
            self.lacking.discard(reference)
            self.says(self.round.withdraws(reference, self.now))

    @rule(reference=references)
    def something_is_lacking(self, reference: str) -> None:
        if reference in self.round.standing:
            self.lacking.add(reference)
            self.says(self.round.lacks(reference))

    @rule(reference=references, asks_nok=st.sampled_from(AMOUNTS))
    def what_was_lacking_comes(self, reference: str, asks_nok: int) -> None:
        if reference in self.lacking:
            self.lacking.discard(reference)
            facts = self.round.corrects(reference, asks_nok)
            if all_of(PriorAwardsStated, facts):
                self.judged.pop(reference, None)
            self.says(facts)

    @rule(reference=references)
    def what_was_lacking_does_not_come(self, reference: str) -> None:
        if reference in self.lacking:
            self.lacking.discard(reference)
            self.says(self.round.is_dismissed(reference))

    @rule(reference=references, answer=st.sampled_from(["accepted", "declined"]))
    def somebody_answers(self, reference: str, answer: Answer) -> None:
        if reference in self.round.received:
            self.says(self.round.answers(reference, answer, self.now))
