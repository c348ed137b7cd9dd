"""A round up to its ranking: who counts, what is waited for, and what comes too late."""

import pytest

from schemas.allocation import (
    FrameAllocated,
    FundsReserved,
    PriorAwardsStated,
    RankingFixed,
    RejectionProposed,
    RequestRefused,
)
from schemas.ids import ApplicationId, Digest, OrganisationNumber, SchemeId
from schemas.reasons import Reason, Refusal
from services.allocation.ranking import Outcome as RankedOutcome
from services.allocation.ranking import list_hash
from services.allocation.rounds import Inconsistent
from tests.allocation.examples import ANNE, BERIT, IPS_2019, SMALL, named
from tests.allocation.told import Round, closed, of, ranked
from tests.given import all_of, kinds, the


def test_the_announcement_opens_the_frame_with_its_money() -> None:
    fact = the(FrameAllocated, Round(IPS_2019).told(Round(IPS_2019).said))
    assert (fact.frame, fact.budget_year, fact.movement.frame_version) == ("ips-2019", 2019, 1)
    assert [(part.sub_frame, part.available_nok) for part in fact.movement.after] == [
        ("earmarked", 43_000_000),
        ("top-up", 7_000_000),
    ]


def test_nothing_is_said_of_an_application_before_the_round_has_closed() -> None:
    assert Round().applies("A", 500_000) == []


def test_when_the_round_has_closed_the_earlier_awards_of_all_who_stand_are_stated() -> None:
    round_ = Round()
    round_.earlier_award()
    round_.earlier_award(scheme=SchemeId("rusarbeid"))
    round_.earlier_award(organisation_number=OrganisationNumber("310000027"))
    round_.applies("A", 500_000)
    round_.applies("A", 600_000)
    round_.applies("B", 500_000)
    round_.withdraws("B")
    fact = the(PriorAwardsStated, round_.closes())
    assert (fact.application, fact.version) == (named("A"), 2)
    assert [(award.scheme, award.project_year, award.amount_nok) for award in fact.awards] == [("ips", 1, 700_000)]


@pytest.mark.parametrize(
    "wrong", [{"count": 3}, {"digest": Digest("ab" * 32)}, {"count": 1, "digest": Digest("ab" * 32)}]
)
def test_nothing_is_decided_when_intake_counts_other_applications(wrong: dict[str, object]) -> None:
    round_ = Round()
    round_.applies("A", 500_000)
    round_.applies("B", 500_000)
    with pytest.raises(Inconsistent):
        round_.hears(round_.closing().but(**wrong), round_.rows[-1].at)
    assert len(round_.closes()) == 2


def test_an_application_whose_last_version_was_lost_is_noticed_when_the_round_closes() -> None:
    round_ = Round()
    round_.applies("A", 500_000)
    round_.standing["A"] = round_.standing["A"].but(version=2)
    with pytest.raises(Inconsistent):
        round_.closes()


def test_the_ranking_waits_for_the_last_judgement_and_the_last_score() -> None:
    round_ = closed("A", "B", "C")
    said = [
        round_.judges("A"),
        round_.scores("A", 5),
        round_.scores("B", 4),
        round_.judges("C", "ineligible"),
        round_.judges("B", "needs_review"),
    ]
    assert said == [[]] * 5
    assert kinds(round_.judges("B")) == ["RankingFixed", "FundsReserved", "FundsReserved", "RejectionProposed"]


def test_the_list_names_every_place_and_its_hash_can_be_computed_from_them() -> None:
    round_, facts = ranked(a=900_000, b=500_000, c=500_000)
    fixed = the(RankingFixed, facts)
    assert (fixed.count, fixed.to_award, fixed.to_reject, fixed.total_nok) == (3, 3, 0, 1_600_000)
    assert fixed.authority == "directorate"
    lines: list[tuple[int, ApplicationId, RankedOutcome, int]] = [
        (1, named("a"), "award", 900_000),
        (2, named("b"), "award", 500_000),
        (3, named("c"), "partial_award", 200_000),
    ]
    assert fixed.list_hash == list_hash(lines)
    reserved = all_of(FundsReserved, facts)
    assert {fact.list_hash for fact in reserved} == {fixed.list_hash}
    assert [[(part.sub_frame, part.amount_nok) for part in fact.parts] for fact in reserved] == [
        [("earmarked", 900_000)],
        [("earmarked", 100_000), ("top-up", 400_000)],
        [("top-up", 200_000)],
    ]
    assert (round_.balance("available"), round_.balance("reserved")) == (0, 1_600_000)


def test_every_money_fact_names_the_frame_version_and_continues_the_balances() -> None:
    _, facts = ranked(a=900_000, b=500_000, c=500_000)
    movements = [fact.movement for fact in all_of(FundsReserved, facts)]
    assert [movement.frame_version for movement in movements] == [2, 3, 4]
    assert movements[1].before[0] == movements[0].after[0]


def test_every_fact_names_the_rulebook() -> None:
    round_, _ = ranked(a=900_000)
    assert {row.rules for row in round_.said} == {round_.rows[1].rules}
    assert round_.rows[1].rules is not None


def test_the_later_score_stands_until_the_ranking() -> None:
    round_ = closed("A", "B")
    round_.judges("A")
    round_.judges("B")
    round_.scores("A", 2)
    round_.scores("A", 6)
    assert of(round_.scores("B", 3)) == [("FundsReserved", "A"), ("FundsReserved", "B")]


def test_a_score_after_the_ranking_is_refused_and_changes_nothing() -> None:
    round_, facts = ranked(a=900_000, b=500_000)
    fact = the(RequestRefused, round_.scores("a", 3))
    assert (fact.request, fact.reason, fact.state) == ("score", Refusal.RANKING_IS_FIXED, "ranked")
    assert (fact.to, fact.application) == ("directorate", named("a"))
    decided = round_.approves(the(RankingFixed, facts).list_hash, ANNE, BERIT)
    assert [getattr(one, "score", None) for one in decided] == [None, 6, 5]


def test_a_judgement_of_a_version_that_no_longer_stands_counts_for_nothing() -> None:
    round_ = Round()
    round_.applies("A", 500_000)
    round_.applies("A", 600_000)
    round_.applies("B", 500_000)
    round_.closes()
    round_.scores("A", 5)
    round_.scores("B", 4)
    assert round_.judges("A", version=1) == []
    assert round_.judges("B") == []
    assert round_.judges("A", version=1) == []
    assert all_of(FundsReserved, round_.judges("A"))[0].amount_nok == 600_000


def test_the_ceiling_and_the_frame_are_both_named_where_both_cut() -> None:
    _, facts = ranked(SMALL, a=900_000, b=1_600_000)
    partial = all_of(FundsReserved, facts)[1]
    assert (partial.amount_nok, partial.partial) == (700_000, True)
    assert partial.reasons == (Reason.REDUCED_TO_CEILING, Reason.REDUCED_TO_REMAINING_FRAME)


def test_whom_the_money_does_not_reach_waits_in_order() -> None:
    _, facts = ranked(a=1_500_000, b=500_000, c=400_000)
    assert [(fact.reasons, fact.waiting_place) for fact in all_of(RejectionProposed, facts)] == [
        ((Reason.FRAME_EXHAUSTED,), 1),
        ((Reason.FRAME_EXHAUSTED,), 2),
    ]


def test_the_order_in_which_things_are_heard_changes_nothing() -> None:
    forth, back = closed("A", "B", "C"), closed("C", "B", "A")
    for reference in "ABC":
        forth.judges(reference)
        forth.scores(reference, 4)
    for reference in "CBA":
        back.scores(reference, 4)
    for reference in "CAB":
        back.judges(reference)
    assert forth.told(forth.said) == back.told(back.said)
    assert len(forth.said) == 4
