"""What returns goes to the waiting list's next who fits, never past a higher one, each by a decision of its own."""

from schemas.allocation import AwardDecided, FundsReserved, PromotionProposed, RankingFixed, ReservationReleased
from schemas.base import Message
from schemas.reasons import Refusal
from services.allocation.ranking import list_hash
from tests.allocation.examples import ANNE, BERIT, JUNE_4_ENDS, named, with_money
from tests.allocation.told import Round, awarded, of, ranked
from tests.given import all_of, kinds, the

EXHAUSTED = with_money(770_000)


def lapsed(**waiting_nok: int) -> tuple[Round, list[Message]]:
    """770,000 kroner return to a waiting list of these."""
    round_, _ = awarded(EXHAUSTED, first=770_000, **waiting_nok)
    round_.is_notified("first")
    return round_, round_.is_past(JUNE_4_ENDS)


def test_trap_15_the_waiting_lists_next_gets_what_it_asks_and_the_rest_stays() -> None:
    round_, facts = lapsed(a=700_000, b=700_000)
    assert of(facts) == [("CommitmentLapsed", "first"), ("FundsReserved", "a"), ("PromotionProposed", "a")]
    proposed, reserved = the(PromotionProposed, facts), the(FundsReserved, facts)
    assert (proposed.waiting_place, proposed.amount_nok) == (1, 700_000)
    assert (reserved.promoted, reserved.partial, reserved.place) == (True, False, 2)
    assert proposed.list_hash == reserved.list_hash == list_hash([(2, named("a"), "award", 700_000)])
    assert (round_.balance("available"), round_.balance("reserved")) == (70_000, 700_000)


def test_a_promotion_is_decided_by_two_like_any_award() -> None:
    round_, facts = lapsed(a=700_000)
    hash_ = the(PromotionProposed, facts).list_hash
    assert kinds(round_.approves(hash_, ANNE)) == ["ApprovalRecorded"]
    assert the(AwardDecided, round_.approves(hash_, BERIT)).promoted
    assert (round_.balance("available"), round_.balance("committed")) == (70_000, 700_000)
    assert getattr(round_.approves(hash_, BERIT)[0], "reason", None) == Refusal.ALREADY_APPROVED


def test_a_promoted_award_has_an_acceptance_period_of_its_own() -> None:
    round_, facts = lapsed(a=700_000, b=600_000)
    round_.approves(the(PromotionProposed, facts).list_hash, ANNE, BERIT)
    assert kinds(round_.is_notified("a", JUNE_4_ENDS)) == ["AcceptancePeriodSet"]
    assert of(round_.answers("a", "declined", JUNE_4_ENDS))[:2] == [("AwardDeclined", "a"), ("FundsReserved", "b")]


def test_who_asks_more_than_returned_is_passed_by_the_next_who_fits() -> None:
    round_, facts = lapsed(a=800_000, b=770_001, c=770_000)
    assert the(PromotionProposed, facts).application == named("c")
    assert round_.share().waiting == [named("a"), named("b")]


def test_what_returned_may_be_enough_for_several_each_with_a_list_of_its_own() -> None:
    round_, facts = lapsed(a=300_000, b=500_000, c=400_000)
    proposed = all_of(PromotionProposed, facts)
    assert [fact.application for fact in proposed] == [named("a"), named("c")]
    assert len({fact.list_hash for fact in proposed}) == 2
    assert of(round_.approves(proposed[1].list_hash, ANNE, BERIT)) == [("AwardDecided", "c")]
    assert (round_.balance("reserved"), round_.balance("committed")) == (300_000, 400_000)


def test_nobody_is_promoted_twice() -> None:
    round_, facts = lapsed(a=300_000)
    assert len(all_of(PromotionProposed, facts)) == 1
    round_.approves(the(PromotionProposed, facts).list_hash, ANNE, BERIT)
    round_.is_notified("a", JUNE_4_ENDS)
    assert kinds(round_.answers("a", "declined", JUNE_4_ENDS)) == ["AwardDeclined"]
    assert round_.balance("available") == 770_000


def test_nobody_gets_a_part_of_what_returned() -> None:
    round_, facts = lapsed(a=800_000)
    assert kinds(facts) == ["CommitmentLapsed"]
    assert round_.balance("available") == 770_000


def test_who_has_withdrawn_waits_no_longer() -> None:
    round_, _ = awarded(EXHAUSTED, first=770_000, a=700_000, b=600_000)
    assert round_.withdraws("a") == []
    assert the(PromotionProposed, round_.answers("first", "declined")).application == named("b")


def test_a_promoted_one_who_withdraws_leaves_the_money_to_the_next() -> None:
    round_, facts = lapsed(a=700_000, b=600_000)
    hash_ = the(PromotionProposed, facts).list_hash
    facts = round_.withdraws("a")
    assert of(facts) == [("ReservationReleased", "a"), ("FundsReserved", "b"), ("PromotionProposed", "b")]
    assert kinds(round_.approves(hash_, ANNE, BERIT)) == ["ApprovalRecorded"]
    assert (round_.balance("reserved"), round_.balance("committed")) == (600_000, 0)


def test_what_was_released_before_the_approval_goes_to_the_waiting_list_with_it() -> None:
    round_, facts = ranked(EXHAUSTED, first=770_000, a=800_000, b=700_000)
    assert kinds(round_.withdraws("first")) == ["ReservationReleased"]
    facts = round_.approves(the(RankingFixed, facts).list_hash, ANNE, BERIT)
    assert of(facts) == [
        ("ApplicationRejected", "a"),
        ("ApplicationRejected", "b"),
        ("FundsReserved", "b"),
        ("PromotionProposed", "b"),
    ]


def test_what_the_ranking_left_over_is_given_to_nobody_out_of_turn() -> None:
    """The first whom the money did not reach stopped the list; no later one slips in because it asks for less."""
    round_, facts = ranked(with_money(900_000), first=770_000, a=500_000, b=100_000)
    facts = round_.approves(the(RankingFixed, facts).list_hash, ANNE, BERIT)
    assert of(facts) == [("AwardDecided", "first"), ("ApplicationRejected", "a"), ("ApplicationRejected", "b")]
    assert round_.balance("available") == 130_000


def test_a_rejection_proposed_and_withdrawn_releases_nothing() -> None:
    round_, facts = ranked(with_money(900_000), first=770_000, a=500_000, b=100_000)
    round_.withdraws("a")
    facts = round_.approves(the(RankingFixed, facts).list_hash, ANNE, BERIT)
    assert all_of(PromotionProposed, facts) == []


def test_two_releases_of_one_frame_continue_each_others_balances() -> None:
    round_, _ = awarded(a=500_000, b=500_000, c=600_000, d=900_000)
    for reference in "ab":
        round_.is_notified(reference)
    facts = round_.is_past(JUNE_4_ENDS)
    assert of(facts)[:3] == [("CommitmentLapsed", "a"), ("CommitmentLapsed", "b"), ("FundsReserved", "d")]
    assert the(FundsReserved, facts).parts[0].amount_nok == 900_000
    assert the(ReservationReleased, round_.withdraws("d")).amount_nok == 900_000
