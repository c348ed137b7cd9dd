"""Which officer may do what on which day, where the adopted list names the authority; and who is directly above."""

from datetime import UTC, date, datetime

import pytest

from schemas.base import Message
from schemas.ids import Digest, OfficerId, RoundId, SubFrameId
from schemas.intake import ApplicationScored, FrameChangeStated, ListApproved, OfficerRecused, SubmissionRefused
from schemas.outside import AnswerReview, ApproveList, ChangeFrame, RecuseOfficer
from schemas.reasons import Refusal
from tests.given import kinds, the
from tests.intake.examples import (
    LACKS_AGREEMENT,
    MARCH_4,
    NAME,
    SCORE,
    Intake,
    in_the_round,
    submit,
)
from tests.intake.lists import officer, officers
from tests.intake.refusals import refusal

A = OfficerId("saksbehandler-a")
REVIEW = AnswerReview(application=NAME, rule="service_agreement", outcome="met", officer=A)
APPROVAL = ApproveList(round=RoundId("ips-2019"), list_hash=Digest("5e" * 32), officer=A)
CHANGE = ChangeFrame(
    round=RoundId("ips-2019"),
    change="adjust",
    sub_frame=SubFrameId("earmarked"),
    amount_nok=5_000_000,
    document="rnb-2019",
    officer=A,
)
RECUSAL = RecuseOfficer(application=NAME, officer=A)
EVERYTHING = ("assess", "review", "approve", "change_frame")


def knowing(*rows: object) -> Intake:
    """An application is received, and the list of officers holds these rows."""
    intake = in_the_round({"m-1": submit()})
    intake.operations(officers(*rows), MARCH_4)  # type: ignore[arg-type]
    return intake


@pytest.mark.parametrize("statement", [SCORE, REVIEW, APPROVAL, CHANGE, LACKS_AGREEMENT, RECUSAL])
def test_an_authority_that_the_list_does_not_name_sees_to_mandates_itself(statement: Message) -> None:
    elsewhere = officer("somebody", *EVERYTHING, authority="vestland")
    assert len(knowing(elsewhere).directorate(statement, MARCH_4)) == 1
    assert "SubmissionRefused" not in kinds(knowing(elsewhere).directorate(statement, MARCH_4))


@pytest.mark.parametrize("statement", [SCORE, REVIEW, APPROVAL, CHANGE, LACKS_AGREEMENT, RECUSAL])
def test_an_officer_whom_the_list_does_not_know_may_do_nothing(statement: Message) -> None:
    facts = knowing(officer("somebody", *EVERYTHING)).directorate(statement, MARCH_4)
    assert refusal(facts) == (Refusal.OFFICER_MAY_NOT_DECIDE, ["/officer"])
    assert A not in the(SubmissionRefused, facts).model_dump_json()


@pytest.mark.parametrize(
    ("statement", "rights"),
    [
        (SCORE, {"assess"}),
        (REVIEW, {"review"}),
        (APPROVAL, {"approve"}),
        (CHANGE, {"change_frame"}),
        (LACKS_AGREEMENT, {"assess", "review"}),
    ],
)
def test_each_statement_needs_its_own_right(statement: Message, rights: set[str]) -> None:
    for right in EVERYTHING:
        facts = knowing(officer(A, right)).directorate(statement, MARCH_4)
        assert ("SubmissionRefused" in kinds(facts)) == (right not in rights), right


def test_a_mandate_counts_from_its_first_day_to_the_day_before_its_end_by_norways_calendar() -> None:
    intake = knowing(officer(A, "assess", valid_from="2019-03-10", valid_to="2019-03-15"))
    days = {
        datetime(2019, 3, 9, 22, 59, tzinfo=UTC): "SubmissionRefused",
        datetime(2019, 3, 9, 23, tzinfo=UTC): "ApplicationScored",
        datetime(2019, 3, 14, 22, 59, tzinfo=UTC): "ApplicationScored",
        datetime(2019, 3, 14, 23, tzinfo=UTC): "SubmissionRefused",
    }
    assert {at: kinds(intake.directorate(SCORE, at))[0] for at in days} == days


def test_an_officers_mandates_for_another_authority_mean_nothing() -> None:
    intake = knowing(officer(A, "assess", authority="vestland"), officer("somebody", "assess"))
    assert refusal(intake.directorate(SCORE, MARCH_4))[0] == Refusal.OFFICER_MAY_NOT_DECIDE


def test_rights_in_several_rows_count_together() -> None:
    intake = knowing(officer(A, "assess"), officer(A, "approve", superior="avdelingsdirektoer"))
    assert the(ApplicationScored, intake.directorate(SCORE, MARCH_4)).officer == A
    assert the(ListApproved, intake.directorate(APPROVAL, MARCH_4)).superior == "avdelingsdirektoer"


def test_who_was_directly_above_that_day_stands_in_approvals_and_frame_changes() -> None:
    intake = knowing(
        officer(A, *EVERYTHING, valid_to="2019-05-01", superior="the-first"),
        officer(A, *EVERYTHING, valid_from="2019-05-01", superior="the-second"),
    )
    may = datetime(2019, 5, 2, 9, tzinfo=UTC)
    for at, above in ((MARCH_4, "the-first"), (may, "the-second")):
        assert the(ListApproved, intake.directorate(APPROVAL, at)).superior == above
        assert the(FrameChangeStated, intake.directorate(CHANGE, at)).superior == above


def test_where_no_list_tells_nobody_is_above() -> None:
    assert the(ListApproved, in_the_round().directorate(APPROVAL, MARCH_4)).superior is None


def test_a_recusal_goes_to_the_frame_of_its_application() -> None:
    intake = in_the_round({"m-1": submit()})
    fact = the(OfficerRecused, intake.directorate(RECUSAL, MARCH_4))
    assert (fact.application, fact.round, fact.frame) == (NAME, "ips-2019", "ips-2019")
    assert (fact.officer, fact.authority) == (A, "directorate")
    first = next(row for row in intake.rows if row.type == "RoundAnnounced")
    assert intake.said[0].partition == first.partition


def test_nobody_is_recused_in_an_application_that_was_not_received() -> None:
    assert refusal(in_the_round().directorate(RECUSAL)) == (Refusal.UNKNOWN_APPLICATION, ["/application"])


def test_whoever_the_list_names_at_all_can_be_recused() -> None:
    """A superior without mandates of their own can: then those directly below may not decide either."""
    intake = knowing(officer(A, "assess", valid_from=date(2020, 1, 1).isoformat(), superior="leader"))
    assert the(OfficerRecused, intake.directorate(RECUSAL, MARCH_4)).officer == A
    leader = RECUSAL.but(officer=OfficerId("leader"))
    assert the(OfficerRecused, intake.directorate(leader, MARCH_4)).officer == "leader"
