"""Who is disqualified in an application neither scores nor decides it; a direct subordinate may score (fvl § 6)."""

from schemas.allocation import ApprovalRecorded, AwardDecided, RankingFixed, RequestRefused
from schemas.ids import OfficerId
from schemas.reasons import Refusal
from tests.allocation.examples import ANNE, BERIT, CARL
from tests.allocation.told import closed, ranked
from tests.given import the

DORA = OfficerId("dora")


def test_a_recused_officers_score_is_refused_and_anothers_counts() -> None:
    round_ = closed("A")
    round_.judges("A")
    assert round_.recuses("A", ANNE) == []
    refused = the(RequestRefused, round_.scores("A", 6, officer=ANNE))
    assert (refused.request, refused.reason, refused.to) == ("score", Refusal.OFFICER_IS_RECUSED, "directorate")
    assert the(RankingFixed, round_.scores("A", 3, officer=BERIT)).count == 1


def test_who_is_recused_in_one_application_may_score_another() -> None:
    round_ = closed("A", "B")
    round_.recuses("A", ANNE)
    assert round_.scores("B", 5, officer=ANNE) == []


def test_a_recused_officer_can_not_approve_a_list_with_that_application() -> None:
    round_, facts = ranked(a=500_000, b=500_000)
    hash_ = the(RankingFixed, facts).list_hash
    round_.recuses("b", ANNE)
    assert the(RequestRefused, round_.approves(hash_, ANNE)).reason is Refusal.OFFICER_IS_RECUSED
    assert the(ApprovalRecorded, round_.approves(hash_, BERIT)).approvals == 1


def test_trap_24_a_direct_subordinate_of_a_recused_superior_may_score_but_not_approve() -> None:
    round_ = closed("A")
    round_.judges("A")
    round_.recuses("A", CARL)
    hash_ = the(RankingFixed, round_.scores("A", 5, officer=ANNE)).list_hash
    refused = the(RequestRefused, round_.approves(hash_, ANNE, superior=CARL))
    assert (refused.request, refused.reason) == ("approval", Refusal.OFFICER_IS_RECUSED)
    assert the(ApprovalRecorded, round_.approves(hash_, ANNE, superior=DORA)).superior == DORA


def test_an_approval_given_before_the_officer_was_recused_counts_no_more() -> None:
    round_, facts = ranked(a=500_000)
    hash_ = the(RankingFixed, facts).list_hash
    round_.approves(hash_, ANNE)
    round_.recuses("a", ANNE)
    assert the(ApprovalRecorded, round_.approves(hash_, BERIT)).approvals == 1
    assert the(AwardDecided, round_.approves(hash_, CARL)).decided_by == (BERIT, CARL)


def test_an_approval_given_under_a_superior_who_is_recused_later_counts_no_more() -> None:
    round_, facts = ranked(a=500_000)
    hash_ = the(RankingFixed, facts).list_hash
    round_.approves(hash_, ANNE, superior=DORA)
    round_.recuses("a", DORA)
    assert the(ApprovalRecorded, round_.approves(hash_, BERIT)).approvals == 1
