"""Whatever happens in whatever order, the money is there, once, and a second count from the facts alone agrees."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from schemas.allocation import ApplicationRejected, AwardDecided
from schemas.base import Message
from schemas.ids import AuthorityId, Digest, OfficerId
from schemas.scheme import Scheme
from tests.allocation import laws
from tests.allocation.examples import (
    ANNE,
    BERIT,
    CARL,
    MARCH_4,
    Change,
    Outcome,
)
from tests.allocation.happenings import AMOUNTS, REFERENCES, SCHEMES, Applicants, references
from tests.allocation.told import Round
from tests.given import all_of

EVA, FINN = OfficerId("eva"), OfficerId("finn")
"""Whom nobody ever recuses."""


class Machine(Applicants):
    """One round, by everybody who can say something in it."""

    @initialize(
        name=st.sampled_from(sorted(SCHEMES)),
        asked=st.lists(st.sampled_from(AMOUNTS), min_size=3, max_size=5),
        begun=st.integers(0, 2),
    )
    def opens(self, name: str, asked: list[int], begun: int) -> None:
        """The round begins empty of decisions, or ranked, or approved."""
        self.scheme: Scheme = SCHEMES[name]
        self.round = Round(self.scheme)
        self.together = self.scheme.assessment == "together"
        self.now: datetime = MARCH_4
        self.closed = False
        self.judged: dict[str, Outcome] = {}
        self.lacking: set[str] = set()
        self.facts: list[Message] = self.round.told(self.round.said)
        self.lists: dict[tuple[AuthorityId, Digest], None] = {}
        for reference, asks_nok in zip(REFERENCES, asked, strict=False):
            self.somebody_applies(reference, asks_nok, 1)
        if begun > 0:
            self.all_is_assessed()
        if begun > 1:
            self.all_is_approved()

    def says(self, facts: list[Message]) -> None:
        self.facts += facts
        hashes = ((getattr(fact, "authority", None), getattr(fact, "list_hash", None)) for fact in facts)
        self.lists |= {(who, hash_): None for who, hash_ in hashes if who is not None and hash_ is not None}
        laws.nobody_overtakes(self.round.frame, facts)

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

    @rule(reference=references, score=st.integers(2, 6), officer=st.sampled_from([ANNE, EVA]))
    def an_officer_scores(self, reference: str, score: int, officer: OfficerId) -> None:
        if reference in self.round.received:
            self.says(self.round.scores(reference, score, officer))

    @rule(reference=references, officer=st.sampled_from([ANNE, BERIT]))
    def an_officer_is_recused(self, reference: str, officer: OfficerId) -> None:
        if reference in self.round.received:
            self.says(self.round.recuses(reference, officer))

    @precondition(lambda self: not self.closed)
    @rule()
    def all_is_assessed(self) -> None:
        self.the_round_closes()
        self.all_are_judged_and_scored()

    def all_are_judged_and_scored(self) -> None:
        for reference in sorted(self.lacking):
            self.what_was_lacking_does_not_come(reference)
        for reference, received in list(self.round.standing.items()):
            self.eligibility_judges(reference, "eligible")
            if self.round.frame.candidates[received.application].score is None:
                self.an_officer_scores(reference, 4, EVA)

    def open_lists(self) -> list[tuple[AuthorityId, Digest]]:
        shares = self.round.frame.rounds[self.scheme.round].shares.values()
        return [(share.authority, hash_) for share in shares for hash_ in share.lists]

    @rule()
    def all_is_approved(self) -> None:
        for sub_frame in sorted(self.round.frame.provisional):
            self.somebody_changes_the_frame("confirm", 0, 700_000, sub_frame=sub_frame)
            for hash_ in list(self.round.frame.changes):
                self.says(self.round.approves(hash_, EVA, by=self.scheme.decided_by))
        for authority, hash_ in self.open_lists():
            for officer in (ANNE, EVA, FINN):
                self.says(self.round.approves(hash_, officer, by=authority))

    @rule(officer=st.sampled_from([ANNE, BERIT, CARL]), choice=st.integers(0, 20))
    def an_officer_approves(self, officer: Any, choice: int) -> None:
        lists = [*self.lists, (self.scheme.decided_by, Digest("ab" * 32))]
        authority, hash_ = lists[choice % len(lists)]
        self.says(self.round.approves(hash_, officer, by=authority))

    @rule(
        change=st.sampled_from(["adjust", "adjust", "carry_over", "margin"]),
        place=st.integers(0, 1),
        amount_nok=st.sampled_from([-1_000_000, -300_000, 50_000, 400_000, 1_000_000]),
    )
    def somebody_changes_the_frame(
        self, change: Change, place: int, amount_nok: int, sub_frame: str | None = None
    ) -> None:
        named = sub_frame or self.round.frame.ledger.balances[place].sub_frame
        document = f"letter-{len(self.facts)}"
        self.says(self.round.changes_frame(change, named, amount_nok, document=document, from_year=2018))

    @rule()
    def another_approves_the_changes(self) -> None:
        for hash_ in list(self.round.frame.changes):
            self.says(self.round.approves(hash_, EVA, by=self.scheme.decided_by))

    @rule(choice=st.integers(0, 20))
    def a_notice_is_sent(self, choice: int) -> None:
        decided = all_of(AwardDecided, self.facts)
        if decided:
            reference = decided[choice % len(decided)].application.partition("/")[2]
            self.says(self.round.is_notified(reference, self.now))

    @rule(days=st.sampled_from([1, 10, 22, 30]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.says(self.round.is_past(self.now))

    @rule()
    def the_service_restarts(self) -> None:
        self.round.forgets()

    @invariant()
    def the_laws_hold(self) -> None:
        laws.same_balances(self.facts, self.scheme, self.round.frame.ledger)
        laws.versions_without_gaps(self.facts)
        laws.every_hold_ends_once(self.facts)
        laws.two_officers_decided(self.facts)
        laws.no_quota_is_exceeded(self.round.frame)

    def teardown(self) -> None:
        """At the end all is settled and approved: then nothing is held any more."""
        if not hasattr(self, "round"):
            return
        if not self.closed:
            self.the_round_closes()
        self.all_are_judged_and_scored()
        while self.open_lists():
            self.all_is_approved()
        assert self.round.balance("reserved") == 0
        self.the_laws_hold()
        decided = {fact.application for fact in self.facts if isinstance(fact, AwardDecided | ApplicationRejected)}
        assert {fact.application for fact in self.round.standing.values()} <= decided


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
