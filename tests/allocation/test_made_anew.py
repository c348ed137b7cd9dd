"""A ranking that is made anew begins anew: what came back before, and where money lay, counts no more."""

from schemas.allocation import FundsReserved, RankingFixed
from tests.allocation.examples import ANNE, BERIT, with_money
from tests.allocation.told import of, ranked
from tests.given import all_of, the


def test_what_a_withdrawal_freed_before_a_new_ranking_is_in_the_ranking_and_comes_back_no_more() -> None:
    round_, _ = ranked(with_money(900_000), gone=100_000, first=770_000, a=500_000, b=100_000)
    round_.withdraws("gone")
    change = round_.changes_frame("adjust", "earmarked", -10_000)[0].plain()["list_hash"]
    facts = round_.approves(change, BERIT)
    assert of(facts) == [
        ("ReservationReleased", "first"),
        ("FundsReserved", "first"),
        ("RejectionProposed", "a"),
        ("RejectionProposed", "b"),
    ]
    decided = round_.approves(the(RankingFixed, facts).list_hash, ANNE, BERIT)
    assert of(decided) == [("AwardDecided", "first"), ("ApplicationRejected", "a"), ("ApplicationRejected", "b")]
    assert round_.balance("available") == 120_000


def test_the_same_list_is_made_anew_where_its_money_must_come_from_another_sub_frame() -> None:
    round_, facts = ranked(with_money(1_000_000, 600_000), a=900_000)
    change = round_.changes_frame("adjust", "earmarked", -500_000)[0].plain()["list_hash"]
    again = round_.approves(change, BERIT)
    assert the(RankingFixed, again).list_hash == the(RankingFixed, facts).list_hash
    parts = all_of(FundsReserved, again)[0].parts
    assert [(part.sub_frame, part.amount_nok) for part in parts] == [("earmarked", 500_000), ("top-up", 400_000)]
