"""The same message again gets its answer again; the same id with other content is a conflict."""

import pytest

from chassis.canonical import share_of
from schemas.flow import PARTITIONS
from schemas.ids import FrameId, LetterId
from schemas.intake import (
    Answer,
    ApplicationDismissed,
    ApplicationReceived,
    RoundClosed,
    SubmissionRefused,
    SubmissionRepeated,
)
from schemas.outside import NoticeStatus, ReportNotice
from schemas.reasons import Reason, Refusal
from tests.given import kinds, the
from tests.intake.examples import (
    ACCEPT,
    APPLICATION,
    CLOSES,
    JANUARY,
    LACKS_AGREEMENT,
    MARCH_4,
    NAME,
    POST,
    ROUND,
    STRANGER,
    applied_by,
    before_the_announcement,
    in_the_round,
    submit,
    withdraw,
)

CORRECTED = submit(APPLICATION.but(amount_nok=700_000))


def test_the_same_message_again_gets_the_original_answer_again() -> None:
    intake = in_the_round()
    first = the(ApplicationReceived, intake.system(submit(), id="m-1"))
    again = the(SubmissionRepeated, intake.system(submit(), MARCH_4, id="m-1"))
    assert (again.application, again.message) == (NAME, "m-1")
    assert again.original == Answer(outcome="received", version=1, receipt=first.receipt)
    assert intake.said[0].partition == share_of("ips-2019", PARTITIONS)


def test_a_repetition_after_a_correction_is_answered_with_its_own_version() -> None:
    intake = in_the_round({"m-1": submit(), "m-2": CORRECTED})
    assert the(SubmissionRepeated, intake.system(submit(), id="m-1")).original.version == 1
    assert kinds(intake.system(CORRECTED, id="m-2")) == ["SubmissionRepeated"]


def test_what_was_dismissed_stays_dismissed_when_it_is_sent_again() -> None:
    intake = in_the_round()
    late = the(ApplicationDismissed, intake.system(submit(), CLOSES, id="m-1"))
    again = the(SubmissionRepeated, intake.system(submit(), MARCH_4, id="m-1"))
    assert again.original == Answer(outcome="dismissed", receipt=late.receipt, reason=Reason.LATE)


def test_what_was_refused_stays_refused_when_it_is_sent_again() -> None:
    intake = in_the_round()
    intake.system(submit(applied_by(STRANGER)), id="m-1")
    again = the(SubmissionRepeated, intake.system(submit(applied_by(STRANGER)), id="m-1"))
    assert again.original == Answer(outcome="refused", reason=Refusal.SYSTEM_MAY_NOT_ACT)


def test_a_withdrawal_and_an_answer_sent_twice_have_one_effect() -> None:
    intake = in_the_round({"m-1": submit()})
    assert kinds(intake.system(ACCEPT, id="m-2")) == ["AwardAnswered"]
    assert the(SubmissionRepeated, intake.system(ACCEPT, id="m-2")).original.outcome == "noted"
    assert kinds(intake.system(withdraw(), id="m-3")) == ["ApplicationWithdrawn"]
    assert the(SubmissionRepeated, intake.system(withdraw(), id="m-3")).original.outcome == "withdrawn"


@pytest.mark.parametrize("other", [CORRECTED, withdraw(), ACCEPT])
def test_the_same_id_with_other_content_is_a_conflict(other: object) -> None:
    intake = in_the_round({"m-1": submit()})
    assert isinstance(other, type(CORRECTED) | type(withdraw()) | type(ACCEPT))
    fact = the(SubmissionRefused, intake.system(other, id="m-1"))
    assert fact.reason == Refusal.CONFLICTING_CONTENT
    assert [problem.pointer for problem in fact.problems] == ["/headers/ce_id"]
    assert (fact.reference, fact.application) == ("A-1", NAME)


def test_a_conflict_leaves_the_first_one_and_its_answer_as_they_were() -> None:
    intake = in_the_round({"m-1": submit()})
    intake.system(CORRECTED, id="m-1")
    assert the(SubmissionRepeated, intake.system(submit(), id="m-1")).original.outcome == "received"
    assert the(ApplicationReceived, intake.system(CORRECTED, id="m-2")).version == 2


def test_a_conflict_with_what_is_held_does_not_take_it_away() -> None:
    intake = before_the_announcement()
    intake.system(submit(), JANUARY, id="m-1")
    assert the(SubmissionRefused, intake.system(CORRECTED, id="m-1")).reason == Refusal.CONFLICTING_CONTENT
    assert the(SubmissionRepeated, intake.system(submit(), id="m-1")).original.outcome == "held"
    received = the(ApplicationReceived, intake.directorate(ROUND))
    assert received.content.amount_nok == 770_000


def test_message_ids_of_another_application_mean_nothing() -> None:
    intake = in_the_round({"m-1": submit()})
    assert kinds(intake.system(submit(reference="A-2"), id="m-1")) == ["ApplicationReceived"]


def test_message_ids_of_the_post_office_mean_nothing_to_a_system() -> None:
    intake = in_the_round({"m-1": submit()})
    report = ReportNotice(
        letter=LetterId("l-1"), application=NAME, frame=FrameId("ips-2019"), status=NoticeStatus.SENT, channel="system"
    )
    intake.hears(report, MARCH_4, topic=POST, id="m-2")
    intake.hears(report.but(frame=FrameId("ips-2031")), MARCH_4, topic=POST, id="m-1")
    assert kinds(intake.system(ACCEPT, MARCH_4, id="m-2")) == ["AwardAnswered"]
    assert kinds(intake.system(ACCEPT, MARCH_4, id="m-2")) == ["SubmissionRepeated"]
    assert the(SubmissionRepeated, intake.system(submit(), id="m-1")).original.outcome == "received"


def test_what_was_told_survives_a_restart() -> None:
    intake = in_the_round({"m-1": submit()})
    intake.forgets()
    assert the(SubmissionRepeated, intake.system(submit(), id="m-1")).original.outcome == "received"


def test_trap_4_the_same_applicant_sending_twice_has_one_application() -> None:
    """A form is sent again, a message is delivered again: the same id is the same submission, whenever it comes."""
    intake = in_the_round({"m-1": submit()})
    assert kinds(intake.system(submit(), id="m-1")) == ["SubmissionRepeated"]
    assert kinds(intake.system(CORRECTED, id="m-2")) == ["ApplicationSuperseded", "ApplicationReceived"]
    assert the(RoundClosed, intake.time_passes(CLOSES)).count == 1
    assert kinds(intake.system(submit(), MARCH_4, id="m-1")) == ["SubmissionRepeated"]


def test_trap_4_new_content_supersedes_before_the_deadline_is_late_after_it_or_corrects_a_deficiency() -> None:
    intake = in_the_round({"m-1": submit()})
    assert the(ApplicationReceived, intake.system(CORRECTED, id="m-2")).version == 2
    assert the(ApplicationDismissed, intake.system(submit(), MARCH_4, id="m-3")).reason == Reason.LATE
    intake.directorate(LACKS_AGREEMENT, MARCH_4)
    assert the(ApplicationReceived, intake.system(submit(), MARCH_4, id="m-4")).version == 3
