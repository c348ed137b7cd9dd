"""County Governors' offices decide on their own applications, each on its own share of the one national frame."""

from schemas.allocation import (
    AwardDecided,
    FrameAllocated,
    FrameChangeProposed,
    FundsReserved,
    PromotionProposed,
    RankingFixed,
    RejectionProposed,
    RequestRefused,
)
from schemas.base import Message
from schemas.ids import Digest
from schemas.reasons import Refusal
from tests.allocation.examples import ANNE, BERIT, OFFICES
from tests.allocation.told import Round, of
from tests.given import all_of, kinds, the


def two_offices() -> tuple[Round, dict[str, list[Message]]]:
    """Two apply in Nord and two in Sør, for 600,000 kroner each: the round, and how each office's were ranked."""
    round_ = Round(OFFICES)
    for reference, office in {"n1": "nord", "s1": "sor", "n2": "nord", "s2": "sor"}.items():
        round_.applies(reference, 600_000, to=office)
    round_.closes()
    ranked: dict[str, list[Message]] = {}
    for reference, score in {"n1": 5, "n2": 4, "s1": 5, "s2": 4}.items():
        round_.judges(reference)
        ranked[reference] = round_.scores(reference, score)
    return round_, {"nord": ranked["n2"], "sor": ranked["s2"]}


def hash_of(facts: list[Message]) -> Digest:
    return the(RankingFixed, facts).list_hash


def test_the_frame_opens_with_a_share_for_each_office_to_the_krone() -> None:
    round_ = Round(OFFICES)
    after = the(FrameAllocated, round_.told(round_.said)).movement.after
    assert {part.sub_frame: part.available_nok for part in after} == {"nord": 600_001, "sor": 1_200_000}


def test_each_office_ranks_its_own_on_its_own_money_as_soon_as_they_are_settled() -> None:
    round_, ranked = two_offices()
    assert of(ranked["nord"]) == [("FundsReserved", "n1"), ("RejectionProposed", "n2")]
    assert of(ranked["sor"]) == [("FundsReserved", "s1"), ("FundsReserved", "s2")]
    parts = {part.sub_frame for fact in all_of(FundsReserved, ranked["sor"]) for part in fact.parts}
    assert parts == {"sor"}
    assert [balance.available_nok for balance in round_.frame.ledger.balances] == [1, 0]


def test_every_proposal_names_its_office() -> None:
    _, ranked = two_offices()
    for office, facts in ranked.items():
        named = [fact for fact in facts if isinstance(fact, RankingFixed | FundsReserved | RejectionProposed)]
        assert len(named) == 3
        assert {fact.authority for fact in named} == {office}


def test_an_office_can_approve_its_own_list_and_no_other() -> None:
    round_, ranked = two_offices()
    refused = the(RequestRefused, round_.approves(hash_of(ranked["nord"]), ANNE, by="sor"))
    assert (refused.reason, refused.to) == (Refusal.AUTHORITY_MAY_NOT_ACT, "sor")
    assert the(RequestRefused, round_.approves(hash_of(ranked["nord"]), ANNE, by="directorate")).to == "directorate"
    assert of(round_.approves(hash_of(ranked["nord"]), ANNE, BERIT, by="nord"))[0] == ("AwardDecided", "n1")


def test_one_office_decides_while_the_other_still_waits() -> None:
    round_ = Round(OFFICES)
    round_.applies("n", 500_000, to="nord")
    round_.applies("s", 500_000, to="sor")
    round_.closes()
    round_.judges("n")
    facts = round_.scores("n", 5)
    assert the(AwardDecided, round_.approves(hash_of(facts), ANNE, BERIT, by="nord")).parts[0].sub_frame == "nord"
    assert round_.share("sor").unsettled == 1


def test_what_comes_back_goes_to_the_same_offices_waiting_list_only() -> None:
    round_, ranked = two_offices()
    for office, facts in ranked.items():
        round_.approves(hash_of(facts), ANNE, BERIT, by=office)
    assert kinds(round_.answers("s1", "declined")) == ["AwardDeclined"]
    facts = round_.answers("n1", "declined")
    assert of(facts) == [("AwardDeclined", "n1"), ("FundsReserved", "n2"), ("PromotionProposed", "n2")]
    assert the(PromotionProposed, facts).authority == "nord"


def test_two_offices_whose_lists_are_alike_do_not_approve_each_others() -> None:
    """Both lists are empty, so both have the same hash."""
    round_ = Round(OFFICES)
    round_.applies("n", 500_000, to="nord")
    round_.applies("s", 500_000, to="sor")
    round_.closes()
    hashes = {hash_of(round_.withdraws("n")), hash_of(round_.withdraws("s"))}
    (hash_,) = hashes
    assert kinds(round_.approves(hash_, ANNE, BERIT, by="nord")) == ["ApprovalRecorded"]
    assert kinds(round_.approves(hash_, ANNE, BERIT, by="sor")) == ["ApprovalRecorded"]


def test_the_authority_that_announced_the_round_raises_one_offices_share() -> None:
    round_, ranked = two_offices()
    for office, facts in ranked.items():
        round_.approves(hash_of(facts), ANNE, BERIT, by=office)
    change = the(FrameChangeProposed, round_.changes_frame("adjust", "nord", 600_000))
    assert change.authority == "directorate"
    facts = round_.approves(change.list_hash, BERIT, by="directorate")
    assert of(facts) == [("FundsReserved", "n2"), ("PromotionProposed", "n2")]
    assert the(PromotionProposed, facts).authority == "nord"


def test_nobody_is_promoted_on_another_offices_money() -> None:
    round_ = Round(OFFICES)
    for reference, asks_nok in {"n1": 500_000, "n2": 700_000}.items():
        round_.applies(reference, asks_nok, to="nord")
    round_.closes()
    for reference, score in {"n1": 5, "n2": 2}.items():
        round_.judges(reference)
        facts = round_.scores(reference, score + 1)
    round_.approves(hash_of(facts), ANNE, BERIT, by="nord")
    assert kinds(round_.answers("n1", "declined")) == ["AwardDeclined"]
    assert round_.balance("available") == 1_800_001
