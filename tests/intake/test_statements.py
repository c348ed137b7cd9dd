"""What authorities state: only about rounds that they decide, with words that the round announced, once."""

from datetime import date

import pytest

from chassis.canonical import share_of
from schemas.base import Message
from schemas.flow import PARTITIONS
from schemas.ids import ApplicationId, Digest, OfficerId, ProjectId, RoundId, SchemeId
from schemas.intake import ApplicationScored, HistoricalAwardRecorded, ListApproved, ReviewAnswered, SubmissionRefused
from schemas.outside import AnswerReview, ApproveList, RecordHistoricalAward
from schemas.reasons import Refusal
from tests.given import kinds, the
from tests.intake.examples import FJELLVIK, MARCH_4, NAME, SCORE, Intake, in_the_round, submit
from tests.intake.refusals import refusal

OFFICER = OfficerId("saksbehandler-a")
REVIEW = AnswerReview(application=NAME, rule="service_agreement", outcome="met", officer=OFFICER)
APPROVAL = ApproveList(round=RoundId("ips-2019"), list_hash=Digest("5e" * 32), officer=OFFICER)
EARLIER = RecordHistoricalAward(
    organisation_number=FJELLVIK,
    scheme=SchemeId("ips"),
    project=ProjectId("fjellvik-ips"),
    project_year=1,
    awarded=date(2018, 5, 15),
    amount_nok=700_000,
)


def received() -> Intake:
    return in_the_round({"m-1": submit()})


def test_a_score_goes_to_the_frame_of_its_application_under_the_rounds_rules() -> None:
    intake = received()
    fact = the(ApplicationScored, intake.directorate(SCORE, MARCH_4))
    assert (fact.application, fact.frame, fact.score, fact.considerations) == (NAME, "ips-2019", 5, ("reaches_many",))
    assert (fact.officer, fact.authority) == (OFFICER, "directorate")
    (row,) = intake.said
    assert row.partition == share_of("ips-2019", PARTITIONS)
    assert row.rules is not None


def test_an_officers_answer_and_an_approval_go_there_too() -> None:
    intake = received()
    answered = the(ReviewAnswered, intake.directorate(REVIEW, MARCH_4))
    assert (answered.rule, answered.outcome, answered.officer) == ("service_agreement", "met", OFFICER)
    approved = the(ListApproved, intake.directorate(APPROVAL, MARCH_4))
    assert (approved.frame, approved.list_hash, approved.officer) == ("ips-2019", APPROVAL.list_hash, OFFICER)


def test_an_earlier_award_is_told_to_every_partition() -> None:
    intake = received()
    fact = the(HistoricalAwardRecorded, intake.operations(EARLIER, MARCH_4))
    assert fact.plain() == EARLIER.plain()
    assert intake.said[0].partition is None


@pytest.mark.parametrize("statement", [SCORE, REVIEW])
def test_nothing_can_be_stated_of_an_application_that_was_not_received(statement: Message) -> None:
    assert refusal(in_the_round().directorate(statement)) == (Refusal.UNKNOWN_APPLICATION, ["/application"])
    late = in_the_round()
    late.system(submit(), MARCH_4)
    assert refusal(late.directorate(statement, MARCH_4)) == (Refusal.UNKNOWN_APPLICATION, ["/application"])


def test_a_list_of_an_unknown_round_can_not_be_approved() -> None:
    other = APPROVAL.but(round=RoundId("ips-2031"))
    assert refusal(received().directorate(other)) == (Refusal.UNKNOWN_ROUND, ["/round"])


@pytest.mark.parametrize(
    ("statement", "pointer"), [(SCORE, "/application"), (REVIEW, "/application"), (APPROVAL, "/round")]
)
def test_an_authority_states_nothing_about_a_round_that_another_decides(statement: Message, pointer: str) -> None:
    facts = received().hears(statement, MARCH_4, topic="casework.vestland", partition=0)
    assert refusal(facts) == (Refusal.AUTHORITY_MAY_NOT_ACT, [pointer])
    assert the(SubmissionRefused, facts).sender == "vestland"


def test_a_consideration_that_the_round_did_not_announce_is_refused_where_it_stands() -> None:
    score = SCORE.but(considerations=("reaches_many", "likes_the_applicant"))
    facts = received().directorate(score, MARCH_4)
    assert refusal(facts) == (Refusal.INVALID, ["/considerations/1"])
    assert "likes_the_applicant" not in the(SubmissionRefused, facts).model_dump_json()


@pytest.mark.parametrize("statement", [SCORE, REVIEW, APPROVAL, EARLIER])
def test_the_same_statement_again_changes_nothing(statement: Message) -> None:
    intake = received()
    assert len(intake.directorate(statement, MARCH_4, id="s-1")) == 1
    assert intake.directorate(statement, MARCH_4, id="s-1") == []
    assert len(intake.directorate(statement, MARCH_4, id="s-2")) == 1


def test_the_same_id_with_another_statement_is_a_conflict() -> None:
    intake = received()
    intake.directorate(SCORE, MARCH_4, id="s-1")
    other = intake.directorate(SCORE.but(score=2), MARCH_4, id="s-1")
    assert refusal(other) == (Refusal.CONFLICTING_CONTENT, ["/headers/ce_id"])
    assert intake.directorate(SCORE, MARCH_4, id="s-1") == []


def test_ids_of_one_authority_mean_nothing_to_another() -> None:
    intake = received()
    intake.directorate(SCORE, MARCH_4, id="s-1")
    assert kinds(intake.operations(EARLIER, MARCH_4, id="s-1")) == ["HistoricalAwardRecorded"]


def test_a_score_for_an_application_named_wrongly_is_refused_as_unknown() -> None:
    other = SCORE.but(application=ApplicationId("websak/A-1"))
    assert refusal(received().directorate(other, MARCH_4))[0] == Refusal.UNKNOWN_APPLICATION
