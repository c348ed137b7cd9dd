"""Nothing is decided before two officers have approved exactly the list that they saw."""

from typing import Any

import pytest

from schemas.allocation import ApplicationRejected, ApprovalRecorded, AwardDecided, RankingFixed, RequestRefused
from schemas.base import Message
from schemas.ids import Digest
from schemas.reasons import Reason, Refusal
from tests.allocation.examples import ANNE, BERIT, CARL, named
from tests.allocation.told import Round, of, ranked
from tests.given import all_of, kinds, the


def proposed() -> tuple[Round, Digest]:
    round_, facts = ranked(a=1_500_000, b=500_000)
    return round_, the(RankingFixed, facts).list_hash


def refusal(facts: list[Message]) -> tuple[str, Refusal]:
    (fact,) = facts
    assert isinstance(fact, RequestRefused)
    assert fact.to == "directorate"
    return fact.request, fact.reason


def test_one_approval_is_counted_and_decides_nothing() -> None:
    round_, hash_ = proposed()
    (fact,) = round_.approves(hash_, ANNE)
    assert isinstance(fact, ApprovalRecorded)
    assert (fact.officer, fact.approvals, fact.list_hash) == (ANNE, 1, hash_)
    assert round_.balance("committed") == 0


def test_the_second_officers_approval_decides_the_whole_list() -> None:
    round_, hash_ = proposed()
    facts = round_.approves(hash_, ANNE, BERIT)
    assert the(ApprovalRecorded, facts).approvals == 2
    assert of(facts) == [("AwardDecided", "a"), ("ApplicationRejected", "b")]
    award, rejection = the(AwardDecided, facts), the(ApplicationRejected, facts)
    assert award.decided_by == rejection.decided_by == (ANNE, BERIT)
    assert (award.amount_nok, award.applied_nok, award.place, award.score) == (1_500_000, 1_500_000, 1, 6)
    assert (award.considerations, award.acceptance_days, award.law) == (("reaches_many",), 21, "fvl-1967")
    assert (award.promoted, award.partial, award.group, award.project_year) == (False, False, "new", 1)
    assert (rejection.reasons, rejection.waiting_place, rejection.score) == ((Reason.FRAME_EXHAUSTED,), 1, 5)
    assert (round_.balance("reserved"), round_.balance("committed")) == (0, 1_500_000)


def test_the_same_officer_twice_is_not_two_officers() -> None:
    round_, hash_ = proposed()
    assert refusal(round_.approves(hash_, ANNE, ANNE)) == ("approval", Refusal.SAME_OFFICER_TWICE)
    assert "AwardDecided" in kinds(round_.approves(hash_, BERIT))


def test_another_list_than_the_proposed_one_can_not_be_approved() -> None:
    round_, _ = proposed()
    assert refusal(round_.approves(Digest("ab" * 32), ANNE)) == ("approval", Refusal.UNKNOWN_LIST)


def test_a_list_can_not_be_approved_before_it_is_there() -> None:
    _, hash_ = proposed()
    round_ = Round()
    assert refusal(round_.approves(hash_, ANNE)) == ("approval", Refusal.UNKNOWN_LIST)


@pytest.mark.parametrize("officer", [ANNE, CARL])
def test_a_third_approval_is_refused_and_moves_no_money(officer: Any) -> None:
    round_, hash_ = proposed()
    round_.approves(hash_, ANNE, BERIT)
    version = round_.frame.ledger.version
    assert refusal(round_.approves(hash_, officer)) == ("approval", Refusal.ALREADY_APPROVED)
    assert round_.frame.ledger.version == version


def test_approvals_survive_a_restart() -> None:
    round_, hash_ = proposed()
    round_.approves(hash_, ANNE)
    round_.forgets()
    assert refusal(round_.approves(hash_, ANNE)) == ("approval", Refusal.SAME_OFFICER_TWICE)
    assert all_of(AwardDecided, round_.approves(hash_, BERIT))[0].application == named("a")
