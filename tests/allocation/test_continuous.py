"""Where assessment is continuous, each is judged and placed at once, first come, first served."""

from schemas.allocation import FundsReserved, PriorAwardsStated, PromotionProposed, RejectionProposed, RequestRefused
from schemas.base import Message
from schemas.ids import Digest
from tests.allocation.examples import ANNE, BERIT, CONTINUOUS, named
from tests.allocation.told import Round, of
from tests.given import all_of, kinds, the


def placed(round_: Round, reference: str, asks_nok: int) -> list[Message]:
    round_.applies(reference, asks_nok)
    return round_.judges(reference)


def hash_of(facts: list[Message]) -> Digest:
    (fact,) = facts
    assert isinstance(fact, FundsReserved | RejectionProposed)
    return fact.list_hash


def test_earlier_awards_are_stated_when_the_application_comes() -> None:
    round_ = Round(CONTINUOUS)
    round_.earlier_award()
    fact = the(PriorAwardsStated, round_.applies("A", 500_000))
    assert (fact.application, len(fact.awards)) == (named("A"), 1)
    assert round_.closes() == []


def test_each_gets_a_list_of_one_as_soon_as_it_is_judged() -> None:
    round_ = Round(CONTINUOUS)
    first, second = the(FundsReserved, placed(round_, "A", 900_000)), the(FundsReserved, placed(round_, "B", 500_000))
    assert first.list_hash != second.list_hash
    assert (round_.balance("reserved"), round_.balance("available")) == (1_400_000, 200_000)
    assert of(round_.approves(second.list_hash, ANNE, BERIT)) == [("AwardDecided", "B")]
    assert (round_.balance("reserved"), round_.balance("committed")) == (900_000, 500_000)


def test_what_needs_review_is_placed_when_it_has_been_answered() -> None:
    round_ = Round(CONTINUOUS)
    round_.applies("A", 500_000)
    assert round_.judges("A", "needs_review") == []
    assert kinds(round_.judges("A")) == ["FundsReserved"]


def test_an_ineligible_one_is_proposed_for_rejection_at_once() -> None:
    round_ = Round(CONTINUOUS)
    round_.applies("A", 500_000)
    assert the(RejectionProposed, round_.judges("A", "ineligible")).waiting_place is None


def test_whom_the_money_does_not_reach_waits_behind_those_who_wait_already() -> None:
    round_ = Round(CONTINUOUS)
    hashes = [hash_of(placed(round_, "first", 1_500_000))]
    waiting = [placed(round_, "a", 1_450_000), placed(round_, "b", 300_000)]
    assert [the(RejectionProposed, facts).waiting_place for facts in waiting] == [1, 2]
    for hash_ in (*hashes, *map(hash_of, waiting)):
        round_.approves(hash_, ANNE, BERIT)
    facts = round_.answers("first", "declined")
    assert [fact.application for fact in all_of(PromotionProposed, facts)] == [named("a")]
    assert round_.balance("available") == 150_000


def test_a_round_that_closes_counts_also_who_has_been_decided() -> None:
    round_ = Round(CONTINUOUS)
    round_.approves(hash_of(placed(round_, "A", 900_000)), ANNE, BERIT)
    placed(round_, "B", 500_000)
    round_.applies("C", 500_000)
    assert round_.closes() == []


def test_who_withdraws_after_the_decision_is_not_counted() -> None:
    """Intake counts it no longer, although its award stands until it is declined."""
    round_ = Round(CONTINUOUS)
    round_.approves(hash_of(placed(round_, "A", 900_000)), ANNE, BERIT)
    assert kinds(round_.withdraws("A")) == ["RequestRefused"]
    assert round_.closes() == []


def test_no_ranking_follows_when_the_round_has_closed() -> None:
    round_ = Round(CONTINUOUS)
    placed(round_, "A", 900_000)
    round_.applies("B", 500_000)
    round_.closes()
    assert round_.scores("A", 5) == []
    assert all_of(RequestRefused, round_.withdraws("B")) == []
    assert (round_.balance("reserved"), round_.balance("available")) == (900_000, 700_000)


def test_what_is_judged_after_the_round_has_closed_is_placed_too() -> None:
    round_ = Round(CONTINUOUS)
    round_.applies("A", 900_000)
    round_.closes()
    assert kinds(round_.judges("A")) == ["FundsReserved"]
