"""One frame may serve two rounds: the first is decided, and what it leaves is the second's."""

from schemas.allocation import AwardDecided, FundsReserved, PromotionProposed, RankingFixed
from schemas.base import Message
from schemas.ids import Digest
from tests.allocation.examples import ANNE, BERIT, SECOND, SMALL, named
from tests.allocation.told import Round, of
from tests.given import all_of, kinds, the


def two_rounds(first_nok: int = 900_000, second_nok: int = 900_000) -> tuple[Round, list[Message], list[Message]]:
    """One applies in each: what is said when each is assessed."""
    round_ = Round(SMALL)
    round_.announces(SECOND)
    round_.applies("first", first_nok)
    round_.applies("second", second_nok, of=SECOND)
    round_.closes()
    round_.closes(of=SECOND)
    round_.judges("second")
    second = round_.scores("second", 5)
    round_.judges("first")
    return round_, round_.scores("first", 5), second


def hash_of(facts: list[Message]) -> Digest:
    return the(RankingFixed, facts).list_hash


def test_the_second_round_brings_no_money() -> None:
    round_ = Round(SMALL)
    assert round_.announces(SECOND) == []
    assert round_.balance("available") == 1_600_000


def test_the_second_round_is_ranked_when_the_firsts_list_is_approved_on_what_is_left() -> None:
    round_, first, second = two_rounds()
    assert second == []
    facts = round_.approves(hash_of(first), ANNE, BERIT)
    assert kinds(facts) == ["ApprovalRecorded", "AwardDecided", "RankingFixed", "FundsReserved"]
    fixed, reserved = the(RankingFixed, facts), the(FundsReserved, facts)
    assert (fixed.round, reserved.application, reserved.amount_nok) == (SECOND.round, named("second"), 700_000)
    decided = round_.approves(fixed.list_hash, ANNE, BERIT, of=SECOND)
    assert the(AwardDecided, decided).round == SECOND.round
    assert round_.balance("available") == 0


def test_a_second_round_that_is_settled_later_is_ranked_then() -> None:
    round_ = Round(SMALL)
    round_.announces(SECOND)
    round_.applies("first", 900_000)
    round_.applies("second", 500_000, of=SECOND)
    round_.closes()
    round_.judges("first")
    first = round_.scores("first", 5)
    assert len(all_of(AwardDecided, round_.approves(hash_of(first), ANNE, BERIT))) == 1
    round_.closes(of=SECOND)
    round_.judges("second")
    assert of(round_.scores("second", 4)) == [("FundsReserved", "second")]


def test_a_first_round_that_nobody_applied_to_holds_nobody_up() -> None:
    round_ = Round(SMALL)
    round_.announces(SECOND)
    round_.applies("second", 500_000, of=SECOND)
    round_.closes(of=SECOND)
    round_.judges("second")
    assert round_.scores("second", 5) == []
    assert of(round_.closes()) == [("FundsReserved", "second")]


def test_each_rounds_closing_counts_its_own_applications() -> None:
    round_ = Round(SMALL)
    round_.announces(SECOND)
    round_.applies("a", 500_000)
    round_.applies("b", 500_000, of=SECOND)
    assert of(round_.closes()) == [("PriorAwardsStated", "a")]
    assert of(round_.closes(of=SECOND)) == [("PriorAwardsStated", "b")]


def test_what_comes_back_goes_to_the_first_rounds_waiting_list_and_then_to_the_seconds() -> None:
    round_, first, _ = two_rounds(first_nok=1_500_000, second_nok=400_000)
    second = round_.approves(hash_of(first), ANNE, BERIT)
    decided = round_.approves(hash_of(second), ANNE, BERIT, of=SECOND)
    assert of(decided) == [("ApplicationRejected", "second")]
    facts = round_.answers("first", "declined")
    assert the(PromotionProposed, facts).round == SECOND.round
