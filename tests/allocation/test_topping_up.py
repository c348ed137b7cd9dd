"""Where the round says so, who got only what the frame had left is filled up before the waiting list's next."""

from schemas.allocation import AwardAccepted, AwardDecided, AwardDeclined, FundsReserved, PromotionProposed
from schemas.base import Message
from schemas.reasons import Reason
from tests.allocation.examples import ANNE, BERIT, TOP_UP_FIRST, named
from tests.allocation.told import Round, awarded, of
from tests.given import all_of, kinds, the


def cut() -> Round:
    """a has 900,000; b asked for 1,000,000 and got the 700,000 that were left; c waits for 400,000."""
    round_, _ = awarded(TOP_UP_FIRST, a=900_000, b=1_000_000, c=400_000)
    return round_


def filled() -> tuple[Round, list[Message]]:
    round_ = cut()
    proposed = the(PromotionProposed, round_.answers("a", "declined")[:3])
    return round_, round_.approves(proposed.list_hash, ANNE, BERIT)


def test_the_cut_one_is_filled_up_and_then_the_waiting_lists_next_comes_in() -> None:
    round_ = cut()
    facts = round_.answers("a", "declined")
    assert of(facts) == [
        ("AwardDeclined", "a"),
        ("FundsReserved", "b"),
        ("PromotionProposed", "b"),
        ("FundsReserved", "c"),
        ("PromotionProposed", "c"),
    ]
    top_up, promotion = all_of(PromotionProposed, facts)
    assert (top_up.amount_nok, top_up.tops_up, top_up.waiting_place) == (300_000, True, None)
    assert (promotion.amount_nok, promotion.tops_up, promotion.waiting_place) == (400_000, False, 1)
    assert all_of(FundsReserved, facts)[0].tops_up
    assert round_.balance("available") == 200_000


def test_two_officers_decide_a_top_up_and_an_acceptance_stands_for_the_whole() -> None:
    round_, facts = filled()
    award = the(AwardDecided, facts)
    assert (award.application, award.amount_nok, award.tops_up, award.promoted) == (named("b"), 300_000, True, False)
    assert (award.partial, award.reasons) == (False, ())
    assert the(AwardAccepted, round_.answers("b")).amount_nok == 1_000_000


def test_a_declined_award_returns_all_its_parts() -> None:
    round_, _ = filled()
    declined = the(AwardDeclined, round_.answers("b", "declined"))
    assert declined.amount_nok == sum(part.amount_nok for part in declined.parts) == 1_000_000
    assert len({part.sub_frame for part in declined.parts}) == len(declined.parts)
    assert (round_.balance("available"), round_.balance("committed")) == (1_200_000, 0)


def test_who_declines_before_the_top_up_is_approved_lets_go_of_it_too() -> None:
    round_ = cut()
    proposed = the(PromotionProposed, round_.answers("a", "declined")[:3])
    facts = round_.answers("b", "declined")
    assert of(facts) == [("ReservationReleased", "b"), ("AwardDeclined", "b")]
    assert kinds(round_.approves(proposed.list_hash, ANNE, BERIT)) == ["ApprovalRecorded"]
    assert (round_.balance("reserved"), round_.balance("available")) == (400_000, 1_200_000)


def test_a_top_up_may_be_a_part_as_far_as_the_money_goes_and_is_filled_up_later() -> None:
    round_, _ = awarded(TOP_UP_FIRST, a=200_000, d=700_000, b=1_100_000)
    first = round_.answers("a", "declined")
    reserved = the(FundsReserved, first)
    assert (reserved.amount_nok, reserved.partial) == (200_000, True)
    assert reserved.reasons == (Reason.REDUCED_TO_REMAINING_FRAME,)
    assert the(AwardDecided, round_.approves(reserved.list_hash, ANNE, BERIT)).partial
    second = the(FundsReserved, round_.answers("d", "declined"))
    assert (second.amount_nok, second.partial) == (200_000, False)


def test_an_accepted_award_is_filled_up_without_a_second_acceptance() -> None:
    round_ = cut()
    round_.answers("b")
    proposed = the(PromotionProposed, round_.answers("a", "declined")[:3])
    round_.approves(proposed.list_hash, ANNE, BERIT)
    assert round_.frame.candidates[named("b")].standing == "accepted"
    assert round_.frame.candidates[named("b")].amount_nok == 1_000_000


def test_who_was_cut_by_the_ceiling_alone_is_not_filled_up() -> None:
    round_, _ = awarded(TOP_UP_FIRST, a=1_600_000, b=100_000)
    facts = round_.answers("b", "declined")
    assert kinds(facts) == ["AwardDeclined"]


def test_nobody_is_filled_up_twice_with_the_same_money() -> None:
    round_ = cut()
    round_.answers("a", "declined")
    assert of(round_.withdraws("c")) == [("ReservationReleased", "c")]
    assert (round_.balance("reserved"), round_.balance("available")) == (300_000, 600_000)
