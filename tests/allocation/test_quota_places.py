"""A quota counts awards: a decline reopens a place, and nobody is promoted beyond it."""

from schemas.allocation import FundsReserved, PromotionProposed, RankingFixed, RejectionProposed
from schemas.reasons import Reason
from tests.allocation.examples import ANNE, BERIT, TWO_OF_A_KIND, named
from tests.allocation.told import awarded, of, ranked
from tests.given import all_of, the


def test_the_third_of_a_kind_waits_although_there_is_money() -> None:
    round_, facts = ranked(TWO_OF_A_KIND, a=400_000, b=400_000, c=400_000)
    rejected = the(RejectionProposed, facts)
    assert (rejected.application, rejected.reasons, rejected.waiting_place) == (named("c"), (Reason.QUOTA_FULL,), 1)
    assert round_.balance("available") == 800_000


def test_a_decline_reopens_a_place_and_one_only() -> None:
    round_, _ = awarded(TWO_OF_A_KIND, a=400_000, b=400_000, c=300_000, d=300_000)
    facts = round_.answers("a", "declined")
    assert of(facts) == [("AwardDeclined", "a"), ("FundsReserved", "c"), ("PromotionProposed", "c")]
    assert round_.balance("available") == 900_000


def test_more_money_gives_nobody_a_place_beyond_the_quota() -> None:
    round_, _ = awarded(TWO_OF_A_KIND, a=400_000, b=400_000, c=300_000)
    change = round_.changes_frame("adjust", "earmarked", 1_000_000)
    assert of(round_.approves(change[0].plain()["list_hash"], BERIT)) == []


def test_a_place_that_opens_before_the_approval_is_given_with_it() -> None:
    round_, facts = ranked(TWO_OF_A_KIND, a=400_000, b=400_000, c=300_000)
    round_.withdraws("a")
    decided = round_.approves(the(RankingFixed, facts).list_hash, ANNE, BERIT)
    assert [fact.application for fact in all_of(PromotionProposed, decided)] == [named("c")]


def test_who_fits_the_quota_but_not_the_money_lets_the_place_to_the_next() -> None:
    round_, facts = ranked(TWO_OF_A_KIND, a=1_000_000, b=700_000, c=500_000)
    assert [fact.application for fact in all_of(FundsReserved, facts)] == [named("a"), named("c")]
    assert round_.balance("available") == 100_000


def test_too_few_awards_are_a_warning_in_the_ranking() -> None:
    _, facts = ranked(TWO_OF_A_KIND.but(sub_frames=TWO_OF_A_KIND.sub_frames[1:]), a=1_000_000)
    assert the(RankingFixed, facts).below_quota == ("new",)


def test_a_promotion_that_is_not_approved_yet_holds_its_place() -> None:
    round_, _ = awarded(TWO_OF_A_KIND, a=400_000, b=400_000, c=300_000, d=300_000)
    round_.answers("a", "declined")
    change = round_.changes_frame("adjust", "earmarked", 1_000_000)
    assert of(round_.approves(change[0].plain()["list_hash"], BERIT)) == []
