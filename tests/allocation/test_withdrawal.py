"""Who withdraws is not waited for, not ranked, and its money is free again."""

from schemas.allocation import (
    FundsReserved,
    RankingFixed,
    ReservationReleased,
)
from tests.allocation.examples import ANNE, BERIT
from tests.allocation.told import closed, of, ranked
from tests.given import all_of, kinds, the


def test_the_last_one_unsettled_may_settle_by_withdrawing() -> None:
    round_ = closed("A", "B")
    round_.judges("A")
    round_.scores("A", 5)
    round_.judges("B", "needs_review")
    assert of(round_.withdraws("B")) == [("FundsReserved", "A")]


def test_who_has_withdrawn_is_neither_ranked_nor_waited_for() -> None:
    round_ = closed("A", "B")
    assert round_.withdraws("B") == []
    round_.judges("A")
    facts = round_.scores("A", 5)
    assert (the(RankingFixed, facts).count, of(facts)) == (1, [("FundsReserved", "A")])


def test_a_list_of_nobody_can_be_approved_too() -> None:
    round_ = closed("A")
    fixed = the(RankingFixed, round_.withdraws("A"))
    assert fixed.count == 0
    assert kinds(round_.approves(fixed.list_hash, ANNE, BERIT)) == ["ApprovalRecorded"]


def test_money_reserved_for_one_who_withdraws_is_released_once_to_its_own_parts() -> None:
    round_, facts = ranked(a=900_000, b=500_000)
    before = round_.frame.ledger
    fact = the(ReservationReleased, round_.withdraws("b"))
    assert fact.parts == all_of(FundsReserved, facts)[1].parts
    assert round_.frame.ledger.available_nok == before.available_nok + 500_000
    decided = round_.approves(the(RankingFixed, facts).list_hash, ANNE, BERIT)
    assert of(decided) == [("AwardDecided", "a")]
    assert (round_.balance("available"), round_.balance("committed")) == (700_000, 900_000)


def test_who_withdraws_from_a_proposed_rejection_gets_no_decision() -> None:
    round_, facts = ranked(a=1_600_000, b=500_000)
    assert round_.withdraws("b") == []
    assert of(round_.approves(the(RankingFixed, facts).list_hash, ANNE, BERIT)) == [("AwardDecided", "a")]
