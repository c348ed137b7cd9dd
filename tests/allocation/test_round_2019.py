"""The round of 2019: 50,000,000 kroner reach 73 of 79 applications, to the last krone."""

from collections import Counter

import pytest

from schemas.allocation import ApplicationRejected, AwardDecided, FundsReserved, RankingFixed, RejectionProposed
from schemas.base import Message
from schemas.reasons import Reason
from tests.allocation.examples import ANNE, BERIT, IPS_2019
from tests.allocation.told import Round
from tests.given import all_of, the

ASKED: list[tuple[str, int, int, int]] = [
    *((f"third-{place:02}", 600_000, 3, 4) for place in range(22)),
    *((f"second-{place:02}", 650_000, 2, 4) for place in range(28)),
    *((f"great-{place}", 1_600_000, 1, 6) for place in range(2)),
    *((f"new-{place:02}", 770_000, 1, 5) for place in range(20)),
    ("edge", 770_000, 1, 4),
    *((f"waiting-{place}", 700_000, 1, 3) for place in range(2)),
    ("weak", 500_000, 1, 2),
]
"""Reference, amount asked, project year, score: the figures of the demo."""
Told = tuple[Round, list[Message], list[Message]]
INELIGIBLE = ("outside-0", "outside-1", "outside-2")


@pytest.fixture(scope="module")
def told() -> Told:
    """The round, what was said when the last score came, and what the second approval led to."""
    round_ = Round(IPS_2019)
    for reference, asks_nok, year, _ in reversed(ASKED):
        round_.applies(reference, asks_nok, year)
    for reference in INELIGIBLE:
        round_.applies(reference, 400_000)
    round_.closes()
    for reference in (*INELIGIBLE, *(reference for reference, *_ in ASKED)):
        round_.judges(reference, "ineligible" if reference in INELIGIBLE else "eligible")
    facts: list[Message] = []
    for reference, _, _, score in ASKED:
        assert facts == []
        facts = round_.scores(reference, score)
    decided = round_.approves(the(RankingFixed, facts).list_hash, ANNE, BERIT)
    return round_, facts, decided


def test_73_of_79_are_to_be_granted_50_million(told: Told) -> None:
    fixed = the(RankingFixed, told[1])
    assert (fixed.count, fixed.to_award, fixed.to_reject, fixed.total_nok) == (79, 73, 6, 50_000_000)


def test_the_amounts_are_those_of_the_ceilings_and_of_what_is_left(
    told: Told,
) -> None:
    reserved = all_of(FundsReserved, told[1])
    assert Counter(fact.amount_nok for fact in reserved) == {
        600_000: 22,
        650_000: 28,
        1_500_000: 2,
        770_000: 20,
        200_000: 1,
    }
    last = reserved[-1]
    assert (last.application, last.partial) == ("public360/edge", True)
    assert last.reasons == (Reason.REDUCED_TO_REMAINING_FRAME,)
    assert {fact.reasons for fact in reserved if fact.amount_nok == 1_500_000} == {(Reason.REDUCED_TO_CEILING,)}


def test_exactly_one_award_lies_in_both_sub_frames(told: Told) -> None:
    both = [fact for fact in all_of(AwardDecided, told[2]) if len(fact.parts) == 2]
    assert [sorted(part.sub_frame for part in fact.parts) for fact in both] == [["earmarked", "top-up"]]


def test_both_sub_frames_are_committed_to_the_last_krone(told: Told) -> None:
    balances = told[0].frame.ledger.balances
    assert [(one.sub_frame, one.available_nok, one.reserved_nok, one.committed_nok) for one in balances] == [
        ("earmarked", 0, 0, 43_000_000),
        ("top-up", 0, 0, 7_000_000),
    ]


def test_six_are_refused_each_for_its_own_reason(told: Told) -> None:
    rejected = all_of(ApplicationRejected, told[2])
    assert Counter(fact.reasons for fact in rejected) == {
        (Reason.NO_PRIOR_AWARD,): 3,
        (Reason.LOWER_EXPECTED_GOAL_ATTAINMENT,): 1,
        (Reason.FRAME_EXHAUSTED,): 2,
    }
    assert sorted(fact.waiting_place for fact in rejected if fact.waiting_place) == [1, 2]


def test_what_is_decided_is_what_was_proposed_in_the_same_order(
    told: Told,
) -> None:
    proposed = [
        (fact.application, fact.place) for fact in told[1] if isinstance(fact, FundsReserved | RejectionProposed)
    ]
    decided = [
        (fact.application, fact.place) for fact in told[2] if isinstance(fact, AwardDecided | ApplicationRejected)
    ]
    assert decided == proposed
    assert [place for _, place in decided] == list(range(1, 80))


def test_no_fact_is_above_256_kb(told: Told) -> None:
    assert max(len(row.data) for row in told[0].rows) < 256 * 1024
