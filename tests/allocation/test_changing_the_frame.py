"""One officer proposes to change the frame, another approves; a promise is never cut."""

from typing import Any

import pytest

from schemas.allocation import (
    AppropriationCarriedOver,
    FrameAdjusted,
    FrameAllocated,
    FrameChangeProposed,
    FrameConfirmed,
    MarginSet,
    PromotionProposed,
    RankingFixed,
    RankingReopened,
    RequestRefused,
)
from schemas.base import Message
from schemas.ids import AuthorityId, Digest
from schemas.reasons import Refusal
from tests.allocation.examples import ANNE, BERIT, CARL, CONTINUOUS, PROVISIONAL, SMALL, with_money
from tests.allocation.told import Round, awarded, of, ranked
from tests.given import all_of, kinds, the


def hash_of(facts: list[Message]) -> Digest:
    return the(FrameChangeProposed, facts).list_hash


def refusal(facts: list[Message]) -> tuple[str, Refusal]:
    fact = the(RequestRefused, facts)
    return fact.request, fact.reason


def test_a_proposed_change_changes_nothing_yet_and_names_who_proposed_it() -> None:
    round_ = Round()
    fact = the(FrameChangeProposed, round_.changes_frame("adjust", "earmarked", 400_000))
    assert (fact.officer, fact.change, fact.sub_frame, fact.amount_nok) == (ANNE, "adjust", "earmarked", 400_000)
    assert round_.balance("available") == 1_600_000


def test_another_officer_must_approve_it() -> None:
    round_ = Round()
    hash_ = hash_of(round_.changes_frame("adjust", "earmarked", 400_000))
    assert refusal(round_.approves(hash_, ANNE)) == ("frame_change", Refusal.SAME_OFFICER_TWICE)
    adjusted = the(FrameAdjusted, round_.approves(hash_, BERIT))
    assert (adjusted.decided_by, adjusted.document) == ((ANNE, BERIT), "tildelingsbrev-2019")
    assert round_.balance("available") == 2_000_000
    assert refusal(round_.approves(hash_, CARL)) == ("approval", Refusal.ALREADY_APPROVED)


def test_the_same_document_changes_the_frame_once() -> None:
    round_ = Round()
    hash_ = hash_of(round_.changes_frame("adjust", "earmarked", 400_000))
    again = round_.changes_frame("adjust", "earmarked", 400_000, officer=BERIT)
    assert refusal(again) == ("frame_change", Refusal.CONFLICTING_CONTENT)
    round_.approves(hash_, BERIT)
    assert refusal(round_.changes_frame("adjust", "earmarked", 400_000)) == ("frame_change", Refusal.ALREADY_APPROVED)


def test_trap_17_unused_money_of_the_last_two_years_comes_in_and_no_older() -> None:
    round_ = Round()
    too_old = round_.changes_frame("carry_over", "earmarked", 100_000, from_year=2016)
    assert refusal(too_old) == ("frame_change", Refusal.CARRIED_TOO_LONG)
    assert refusal(round_.changes_frame("carry_over", "earmarked", 100_000))[1] is Refusal.CARRIED_TOO_LONG
    hash_ = hash_of(round_.changes_frame("carry_over", "earmarked", 100_000, from_year=2017))
    carried = the(AppropriationCarriedOver, round_.approves(hash_, BERIT))
    assert (carried.from_year, carried.movement.after[0].carried_in_nok) == (2017, 100_000)
    assert round_.balance("available") == 1_700_000


def test_a_margin_for_appeals_is_not_given_to_anybody() -> None:
    round_ = Round()
    hash_ = hash_of(round_.changes_frame("margin", "top-up", 250_000))
    assert the(MarginSet, round_.approves(hash_, BERIT)).amount_nok == 250_000
    assert (round_.balance("available"), round_.balance("margin")) == (1_350_000, 250_000)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"sub_frame": "elsewhere"}, Refusal.UNKNOWN_SUB_FRAME),
        ({"change": "confirm"}, Refusal.CONFLICTING_CONTENT),
        ({"amount_nok": -1_000_001}, Refusal.BELOW_COMMITMENTS),
        ({"authority": AuthorityId("nord")}, Refusal.AUTHORITY_MAY_NOT_ACT),
    ],
)
def test_an_impossible_change_is_refused_when_it_is_proposed(change: dict[str, Any], expected: Refusal) -> None:
    wanted = {"change": "adjust", "sub_frame": "earmarked", "amount_nok": -5, **change}
    assert refusal(Round().changes_frame(**wanted)) == ("frame_change", expected)


def test_trap_13_only_what_is_available_can_be_cut() -> None:
    round_, _ = awarded(a=900_000)
    too_much = the(RequestRefused, round_.changes_frame("adjust", "earmarked", -100_001))
    assert (too_much.reason, too_much.to) == (Refusal.BELOW_COMMITMENTS, "directorate")
    assert too_much.state == "100000 kroner of earmarked are available"
    hash_ = hash_of(round_.changes_frame("adjust", "earmarked", -100_000))
    assert kinds(round_.approves(hash_, BERIT)) == ["FrameAdjusted"]
    assert (round_.balance("available"), round_.balance("committed")) == (600_000, 900_000)


def test_a_cut_that_is_no_longer_possible_is_refused_at_its_approval() -> None:
    round_, facts = ranked(SMALL, a=900_000)
    hash_ = hash_of(round_.changes_frame("adjust", "earmarked", -500_000))
    round_.approves(the(RankingFixed, facts).list_hash, ANNE, BERIT)
    assert refusal(round_.approves(hash_, BERIT)) == ("frame_change", Refusal.BELOW_COMMITMENTS)
    assert round_.balance("committed") == 900_000


def test_trap_13_who_was_refused_because_the_frame_was_used_up_comes_first_when_it_is_raised_in_stored_order() -> None:
    round_, _ = awarded(with_money(900_000), first=900_000, a=500_000, b=300_000, c=200_000)
    facts = round_.approves(hash_of(round_.changes_frame("adjust", "earmarked", 700_000)), BERIT)
    assert of(facts) == [
        ("FundsReserved", "a"),
        ("PromotionProposed", "a"),
        ("FundsReserved", "c"),
        ("PromotionProposed", "c"),
    ]
    assert len({fact.list_hash for fact in all_of(PromotionProposed, facts)}) == 2


def test_a_raise_where_assessment_is_continuous_goes_to_who_waits() -> None:
    round_ = Round(CONTINUOUS)
    hashes = []
    for reference, asks_nok in {"a": 1_500_000, "b": 1_400_000}.items():
        round_.applies(reference, asks_nok)
        (fact,) = round_.judges(reference)
        hashes.append(fact.plain()["list_hash"])
    round_.approves(hashes[1], ANNE, BERIT)
    facts = round_.approves(hash_of(round_.changes_frame("adjust", "top-up", 1_400_000)), BERIT)
    assert of(facts) == [("FundsReserved", "b"), ("PromotionProposed", "b")]


def test_a_change_before_the_ranking_is_approved_makes_the_ranking_anew() -> None:
    round_, facts = ranked(SMALL, a=900_000, b=700_000, c=500_000)
    before = the(RankingFixed, facts)
    round_.approves(before.list_hash, ANNE)
    changed = round_.approves(hash_of(round_.changes_frame("adjust", "earmarked", 500_000)), BERIT)
    assert kinds(changed) == [
        "RankingReopened",
        "ReservationReleased",
        "ReservationReleased",
        "FrameAdjusted",
        "RankingFixed",
        "FundsReserved",
        "FundsReserved",
        "FundsReserved",
    ]
    assert the(RankingReopened, changed).list_hash == before.list_hash
    assert refusal(round_.approves(before.list_hash, BERIT)) == ("approval", Refusal.UNKNOWN_LIST)
    decided = round_.approves(the(RankingFixed, changed).list_hash, ANNE, BERIT)
    assert of(decided) == [("AwardDecided", "a"), ("AwardDecided", "b"), ("AwardDecided", "c")]
    assert (round_.balance("available"), round_.balance("committed")) == (0, 2_100_000)


def test_a_cut_before_the_ranking_is_approved_may_take_what_was_only_proposed() -> None:
    round_, _ = ranked(SMALL, a=900_000, b=700_000)
    changed = round_.approves(hash_of(round_.changes_frame("adjust", "earmarked", -900_000)), BERIT)
    assert the(RankingFixed, changed).total_nok == 700_000
    assert (round_.balance("available"), round_.balance("reserved")) == (0, 700_000)


def test_who_withdrew_from_a_ranking_stays_out_when_it_is_made_anew() -> None:
    round_, _ = ranked(SMALL, a=900_000, b=700_000, c=500_000)
    round_.withdraws("a")
    changed = round_.approves(hash_of(round_.changes_frame("adjust", "earmarked", 100_000)), BERIT)
    assert (the(RankingFixed, changed).count, the(RankingFixed, changed).total_nok) == (2, 1_200_000)


def test_a_change_that_leaves_the_list_as_it_is_lets_it_stand_with_its_approvals() -> None:
    round_, facts = ranked(SMALL, a=900_000)
    hash_ = the(RankingFixed, facts).list_hash
    round_.approves(hash_, ANNE)
    change = hash_of(round_.changes_frame("adjust", "top-up", 100_000))
    assert kinds(round_.approves(change, BERIT)) == ["FrameAdjusted"]
    assert of(round_.approves(hash_, BERIT)) == [("AwardDecided", "a")]


def test_trap_14_a_provisional_frame_is_ranked_on_but_not_decided_on() -> None:
    round_, facts = ranked(PROVISIONAL, a=900_000, b=700_000)
    hash_ = the(RankingFixed, facts).list_hash
    assert the(FrameAllocated, round_.told(round_.rows[1:2])).provisional
    assert refusal(round_.approves(hash_, ANNE)) == ("approval", Refusal.FRAME_IS_PROVISIONAL)
    confirmed = round_.approves(hash_of(round_.changes_frame("confirm", "earmarked", 1_000_000)), BERIT)
    assert the(FrameConfirmed, confirmed).amount_nok == 1_000_000
    assert refusal(round_.approves(hash_, ANNE)) == ("approval", Refusal.FRAME_IS_PROVISIONAL)
    lower = round_.approves(hash_of(round_.changes_frame("confirm", "top-up", 500_000)), BERIT)
    fixed = the(RankingFixed, lower)
    assert (fixed.total_nok, fixed.list_hash == hash_) == (1_500_000, False)
    assert len(of(round_.approves(fixed.list_hash, ANNE, BERIT))) == 2


def test_a_sub_frame_is_confirmed_once() -> None:
    round_ = Round(PROVISIONAL)
    round_.approves(hash_of(round_.changes_frame("confirm", "earmarked", 1_000_000)), BERIT)
    assert refusal(round_.changes_frame("confirm", "earmarked", 2_000_000))[1] is Refusal.CONFLICTING_CONTENT
