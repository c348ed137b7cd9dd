"""Whoever is dissolved or bankrupt on the day of the decision is not awarded, and its money goes to the next."""

from datetime import UTC, datetime

import pytest

from schemas.allocation import ApplicationRejected, PromotionProposed, RankingFixed, RejectionProposed
from schemas.ids import Digest
from schemas.intake import ReferenceAdopted
from schemas.reasons import Reason
from tests.allocation.examples import ANNE, BERIT, FJELLVIK, MARCH_4, with_money
from tests.allocation.told import Round, of, ranked
from tests.given import all_of, the

OTHER = "310000027"
EVENING = datetime(2019, 5, 13, 22, 30, tzinfo=UTC)
"""In Norway it is 14 May."""


def state(what: str, organisation: str = FJELLVIK, since: str = "2019-05-14", until: str = "") -> dict[str, str]:
    return {"organisation_number": organisation, "state": what, "valid_from": since, "valid_to": until}


def to_approve() -> tuple[Round, Digest]:
    round_, facts = ranked(with_money(900_000), a=900_000, b=400_000)
    return round_, the(RankingFixed, facts).list_hash


@pytest.mark.parametrize("what", ["dissolved", "bankrupt"])
def test_an_award_to_one_who_is_gone_becomes_a_rejection_with_a_list_of_its_own(what: str) -> None:
    round_, hash_ = to_approve()
    assert round_.learns(state(what)) == []
    facts = round_.approves(hash_, ANNE, BERIT)
    assert of(facts) == [("ReservationReleased", "a"), ("RejectionProposed", "a"), ("ApplicationRejected", "b")]
    proposed = the(RejectionProposed, facts)
    assert (proposed.reasons, proposed.waiting_place) == ((Reason.ORGANISATION_DISSOLVED_OR_BANKRUPT,), None)
    assert proposed.list_hash != hash_
    rejected = the(ApplicationRejected, round_.approves(proposed.list_hash, ANNE, BERIT))
    assert rejected.reasons == (Reason.ORGANISATION_DISSOLVED_OR_BANKRUPT,)
    assert (round_.balance("available"), round_.balance("reserved")) == (900_000, 0)


def test_the_day_is_the_norwegian_one() -> None:
    round_, hash_ = to_approve()
    round_.learns(state("dissolved"))
    assert all_of(RejectionProposed, round_.approves(hash_, ANNE, BERIT, at=EVENING))


@pytest.mark.parametrize(
    "known",
    [
        state("under_liquidation"),
        state("dissolved", OTHER),
        state("dissolved", since="2019-05-15"),
        state("bankrupt", since="2019-01-01", until="2019-05-14"),
    ],
)
def test_who_still_exists_that_day_is_awarded(known: dict[str, str]) -> None:
    round_, hash_ = to_approve()
    round_.learns(known)
    assert of(round_.approves(hash_, ANNE, BERIT))[0] == ("AwardDecided", "a")


def test_its_money_goes_to_the_waiting_lists_next() -> None:
    round_ = Round(with_money(900_000))
    round_.applies("a", 900_000)
    round_.applies("b", 400_000, organisation=OTHER)
    round_.closes()
    for reference, score in {"a": 6, "b": 5}.items():
        round_.judges(reference)
        facts = round_.scores(reference, score)
    round_.learns(state("dissolved"))
    decided = round_.approves(the(RankingFixed, facts).list_hash, ANNE, BERIT)
    assert the(PromotionProposed, decided).application == "public360/b"
    assert round_.balance("reserved") == 400_000


def test_who_waits_and_is_gone_is_passed_by_and_a_promotion_to_it_comes_to_nothing() -> None:
    round_ = Round(with_money(900_000))
    for reference, asks_nok, organisation in (
        ("a", 900_000, FJELLVIK),
        ("b", 400_000, OTHER),
        ("c", 300_000, FJELLVIK),
    ):
        round_.applies(reference, asks_nok, organisation=organisation)
    round_.closes()
    for reference, score in {"a": 6, "b": 5, "c": 4}.items():
        round_.judges(reference)
        facts = round_.scores(reference, score)
    round_.approves(the(RankingFixed, facts).list_hash, ANNE, BERIT)
    promoted = all_of(PromotionProposed, round_.answers("a", "declined"))
    round_.learns(state("bankrupt", OTHER))
    assert [fact.application for fact in promoted] == ["public360/b", "public360/c"]
    assert of(round_.approves(promoted[0].list_hash, ANNE, BERIT)) == [("ReservationReleased", "b")]
    assert round_.balance("available") == 600_000


def test_another_adopted_list_says_nothing() -> None:
    round_ = Round()
    holidays = ReferenceAdopted(name="holidays", hash=Digest("ab" * 32), content=["2019-05-17"])
    assert round_.hears(holidays, MARCH_4) == []
