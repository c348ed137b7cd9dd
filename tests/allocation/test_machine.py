"""Whatever happens in whatever order, the money is there, once, and a second count from the facts alone agrees."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from schemas.allocation import (
    ApplicationRejected,
    AwardDecided,
    FundsReserved,
    RejectionProposed,
)
from schemas.base import Message
from schemas.ids import Digest
from schemas.scheme import Scheme
from tests.allocation import laws
from tests.allocation.examples import ANNE, BERIT, CARL, CONTINUOUS, MARCH_4, SMALL, Answer, Outcome
from tests.allocation.told import Round
from tests.given import all_of

REFERENCES = [f"{letter}" for letter in "abcdef"]
AMOUNTS = [150_000, 400_000, 600_000, 770_000, 1_000_000, 1_600_000]

references = st.sampled_from(REFERENCES)


class Machine(RuleBasedStateMachine):
    """One round, by everybody who can say something in it."""

    @initialize(
        scheme=st.sampled_from([SMALL, CONTINUOUS]),
        asked=st.lists(st.sampled_from(AMOUNTS), min_size=3, max_size=5),
        begun=st.integers(0, 2),
    )
    def opens(self, scheme: Scheme, asked: list[int], begun: int) -> None:
        """The round begins empty of decisions, or ranked, or approved."""
        self.round = Round(scheme)
        self.together = scheme.assessment == "together"
        self.now: datetime = MARCH_4
        self.closed = False
        self.judged: dict[str, Outcome] = {}
        self.facts: list[Message] = self.round.told(self.round.said)
        self.seen: set[str] = set()
        for reference, asks_nok in zip(REFERENCES, asked, strict=False):
            self.somebody_applies(reference, asks_nok, 1)
        if begun > 0:
            self.all_is_assessed()
        if begun > 1:
            self.all_is_approved()

    def says(self, facts: list[Message]) -> None:
        self.facts += facts

    @rule(reference=references, asks_nok=st.sampled_from(AMOUNTS), year=st.sampled_from([1, 1, 2]))
    def somebody_applies(self, reference: str, asks_nok: int, year: int) -> None:
        corrects = reference in self.round.standing
        if not self.closed and ((corrects and self.together) or reference not in self.seen):
            self.seen.add(reference)
            self.says(self.round.applies(reference, asks_nok, year))

    @rule(reference=references)
    def somebody_withdraws(self, reference: str) -> None:
        if reference in self.round.standing:
            self.says(self.round.withdraws(reference, self.now))

    @precondition(lambda self: not self.closed)
    @rule()
    def the_round_closes(self) -> None:
        self.closed = True
        self.says(self.round.closes())

    @rule(reference=references, outcome=st.sampled_from(["eligible", "eligible", "ineligible", "needs_review"]))
    def eligibility_judges(self, reference: str, outcome: Outcome) -> None:
        waited_for = self.judged.get(reference, "needs_review") == "needs_review"
        if reference in self.round.standing and waited_for and (self.closed or not self.together):
            self.judged[reference] = outcome
            self.says(self.round.judges(reference, outcome))

    @rule(reference=references, score=st.integers(2, 6))
    def an_officer_scores(self, reference: str, score: int) -> None:
        if reference in self.seen:
            self.says(self.round.scores(reference, score))

    @precondition(lambda self: not self.closed)
    @rule()
    def all_is_assessed(self) -> None:
        self.the_round_closes()
        self.all_are_judged_and_scored()

    def all_are_judged_and_scored(self) -> None:
        for reference, received in self.round.standing.items():
            self.eligibility_judges(reference, "eligible")
            if self.round.frame.candidates[received.application].score is None:
                self.an_officer_scores(reference, 4)

    @precondition(lambda self: self.round.frame.lists)
    @rule()
    def all_is_approved(self) -> None:
        for hash_ in list(self.round.frame.lists):
            for officer in (ANNE, BERIT, CARL):
                self.says(self.round.approves(hash_, officer))

    @rule(officer=st.sampled_from([ANNE, BERIT, CARL]), choice=st.integers(0, 20))
    def an_officer_approves(self, officer: Any, choice: int) -> None:
        hashes = [*self.lists(), Digest("ab" * 32)]
        self.says(self.round.approves(hashes[choice % len(hashes)], officer))

    @rule(choice=st.integers(0, 20))
    def a_notice_is_sent(self, choice: int) -> None:
        decided = all_of(AwardDecided, self.facts)
        if decided:
            reference = decided[choice % len(decided)].application.partition("/")[2]
            self.says(self.round.is_notified(reference, self.now))

    @rule(reference=references, answer=st.sampled_from(["accepted", "declined"]))
    def somebody_answers(self, reference: str, answer: Answer) -> None:
        if reference in self.seen:
            self.says(self.round.answers(reference, answer, self.now))

    @rule(days=st.sampled_from([1, 10, 22, 30]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.says(self.round.is_past(self.now))

    @rule()
    def the_service_restarts(self) -> None:
        self.round.forgets()

    def lists(self) -> list[Digest]:
        """Every list ever proposed, in order."""
        proposed = [fact.list_hash for fact in self.facts if isinstance(fact, FundsReserved | RejectionProposed)]
        return list(dict.fromkeys(proposed))

    @invariant()
    def the_laws_hold(self) -> None:
        laws.same_balances(self.facts, self.round.scheme, self.round.frame.ledger)
        laws.versions_without_gaps(self.facts)
        laws.every_hold_ends_at_most_once(self.facts)
        laws.two_officers_decided(self.facts)

    def teardown(self) -> None:
        """At the end all is settled and approved: then nothing is held any more."""
        if not hasattr(self, "round"):
            return
        if not self.closed:
            self.the_round_closes()
        self.all_are_judged_and_scored()
        while self.round.frame.lists:
            self.all_is_approved()
        assert self.round.balance("reserved") == 0
        self.the_laws_hold()
        decided = {fact.application for fact in self.facts if isinstance(fact, AwardDecided | ApplicationRejected)}
        assert {fact.application for fact in self.round.standing.values()} <= decided


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
