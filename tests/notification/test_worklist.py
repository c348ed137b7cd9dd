"""What an authority finds on its work list."""

import pytest

from schemas.allocation import ApprovalRecorded, PromotionProposed, RejectionProposed
from schemas.eligibility import Outcome
from schemas.ids import AuthorityId, GroupId
from schemas.notification import (
    ApplicationToAssess,
    ApprovalCounted,
    PlaceProposed,
    PromotionToApprove,
    RankingProposed,
    ReviewWanted,
)
from schemas.reasons import Reason
from tests.notification.bodies import NEW
from tests.notification.examples import (
    DIRECTORATE,
    LIST,
    OF_APPLICATION,
    OF_ROUND,
    OFFICERS,
    RANKED,
    RULES,
    finding,
    judged,
    received,
    reserved,
)
from tests.notification.history import all_of, in_the_round, the

MET = finding("applicant_group", Outcome.MET)
UNCLEAR = finding("service_agreement", Outcome.UNCLEAR)


def test_an_eligible_application_is_to_be_assessed_with_what_the_rules_found() -> None:
    said = in_the_round().hears(judged("eligible", MET))
    item = the(ApplicationToAssess, said)
    assert (item.applied_nok, item.grantable_nok, item.positions) == (1_600_000, 1_500_000, 2)
    assert item.findings == (MET,)
    assert [(fact.to, fact.partition, fact.rules) for fact in said] == [(DIRECTORATE, 0, RULES)]


def test_the_version_that_was_judged_is_shown_also_when_a_newer_one_has_come() -> None:
    history = in_the_round(received(NEW), received(NEW.but(amount_nok=10), version=2))
    assert the(ApplicationToAssess, history.hears(judged("eligible"))).applied_nok == 1_600_000


def test_the_office_that_decides_an_application_finds_it_on_its_own_work_list() -> None:
    office = AuthorityId("innlandet")
    history = in_the_round(received(decided_by=office))
    for outcome, found in (("eligible", MET), ("needs_review", UNCLEAR)):
        assert [fact.to for fact in history.hears(judged(outcome, found))] == [office]


def test_each_unclear_finding_is_a_review_wanted() -> None:
    said = in_the_round().hears(judged("needs_review", MET, UNCLEAR))
    assert [item.rule for item in all_of(ReviewWanted, said)] == ["service_agreement"]
    assert [fact.to for fact in said] == [DIRECTORATE]


def test_an_ineligible_application_is_nobodys_work_yet() -> None:
    assert in_the_round().hears(judged("ineligible", finding("applicant_group", Outcome.UNMET))) == ()


def test_a_ranking_is_proposed_with_its_hash_and_each_of_its_places() -> None:
    history = in_the_round()
    assert the(RankingProposed, history.hears(RANKED)).list_hash == LIST
    place = the(PlaceProposed, history.hears(reserved(partial=True, amount_nok=200_000)))
    assert (place.place, place.outcome, place.amount_nok) == (1, "partial_award", 200_000)
    proposed = RejectionProposed(
        **OF_APPLICATION,
        version=1,
        authority=DIRECTORATE,
        list_hash=LIST,
        place=2,
        reasons=(Reason.FRAME_EXHAUSTED,),
        waiting_place=1,
    )
    place = the(PlaceProposed, history.hears(proposed))
    assert (place.place, place.outcome, place.amount_nok, place.waiting_place) == (2, "rejection", 0, 1)


def test_a_promotion_is_shown_once_as_a_list_of_its_own() -> None:
    history = in_the_round()
    assert history.hears(reserved(promoted=True)) == ()
    proposed = PromotionProposed(
        **OF_APPLICATION, authority=DIRECTORATE, list_hash=LIST, waiting_place=1, amount_nok=700_000
    )
    assert the(PromotionToApprove, history.hears(proposed)).amount_nok == 700_000


def test_a_ranking_with_fewer_awards_than_a_group_is_meant_to_have_says_so() -> None:
    said = in_the_round().hears(RANKED.but(below_quota=(GroupId("resource_environment"),)))
    assert the(RankingProposed, said).below_quota == ("resource_environment",)


def test_one_who_is_filled_up_is_shown_once_as_a_list_of_its_own() -> None:
    history = in_the_round()
    assert history.hears(reserved(tops_up=True, place=None)) == ()
    proposed = PromotionProposed(
        **OF_APPLICATION, authority=DIRECTORATE, list_hash=LIST, amount_nok=300_000, tops_up=True
    )
    promotion = the(PromotionToApprove, history.hears(proposed))
    assert (promotion.waiting_place, promotion.amount_nok, promotion.tops_up) == (None, 300_000, True)


@pytest.mark.parametrize("office", ["innlandet", "oslo-viken"])
def test_what_names_its_authority_goes_to_that_authority_alone(office: str) -> None:
    history, authority = in_the_round(received(decided_by=AuthorityId(office))), AuthorityId(office)
    recorded = ApprovalRecorded(**OF_ROUND, authority=authority, list_hash=LIST, officer=OFFICERS[0], approvals=1)
    for fact in (RANKED.but(authority=authority), reserved(authority=authority), recorded):
        assert [said.to for said in history.hears(fact)] == [office]


def test_approvals_are_counted() -> None:
    recorded = ApprovalRecorded(**OF_ROUND, authority=DIRECTORATE, list_hash=LIST, officer=OFFICERS[0], approvals=1)
    assert the(ApprovalCounted, in_the_round().hears(recorded)).approvals == 1
