"""An office speaks of the applications that it decides, and of no others."""

from datetime import UTC, date, datetime

import pytest

from schemas.base import Message
from schemas.ids import Digest, OfficerId, RoundId
from schemas.intake import (
    ApplicationReceived,
    ApplicationScored,
    DeficiencyNoticed,
    ListApproved,
    SubmissionRefused,
)
from schemas.outside import AnswerReview, ApproveList, NoticeDeficiency, RecuseOfficer, ScoreApplication
from schemas.reasons import Refusal
from tests.given import kinds, the
from tests.intake.examples import (
    NAME,
)
from tests.intake.national_frame import (
    APRIL_2018,
    FEBRUARY_2018,
    RUSARBEID_2018,
    from_municipality,
    of_elverum,
    sent,
)
from tests.intake.refusals import refusal

OFFICER = OfficerId("saksbehandler-a")
CODE = RUSARBEID_2018.considerations[0].code
SCORED = ScoreApplication(application=NAME, score=5, considerations=(CODE,), officer=OFFICER)
REVIEWED = AnswerReview(application=NAME, rule="purpose", outcome="met", officer=OFFICER)
RECUSED = RecuseOfficer(application=NAME, officer=OFFICER)
LACKING = NoticeDeficiency(
    application=NAME, missing=("/cooperation/agreement",), correct_by=date(2018, 4, 20), officer=OFFICER
)
APPROVED = ApproveList(round=RoundId("rusarbeid-2018"), list_hash=Digest("5e" * 32), officer=OFFICER)


@pytest.mark.parametrize("statement", [SCORED, REVIEWED, LACKING, RECUSED])
def test_only_the_office_that_decides_an_application_states_anything_about_it(statement: Message) -> None:
    intake = of_elverum()
    for other in ("oppland", "directorate"):
        facts = intake.office(other, statement, APRIL_2018)
        assert refusal(facts) == (Refusal.AUTHORITY_MAY_NOT_ACT, ["/application"])
        assert the(SubmissionRefused, facts).sender == other
    (fact,) = intake.office("hedmark", statement, APRIL_2018)
    assert getattr(fact, "authority", None) == "hedmark"


def test_what_an_office_states_goes_where_the_rounds_frame_lives() -> None:
    intake = of_elverum()
    partition = intake.said[0].partition
    the(ApplicationScored, intake.office("hedmark", SCORED, APRIL_2018))
    assert intake.said[0].partition == partition
    the(DeficiencyNoticed, intake.office("hedmark", LACKING, APRIL_2018))
    assert intake.said[0].partition == partition


def test_each_office_and_who_announced_the_round_may_approve_lists() -> None:
    """Whose list it is allocation knows."""
    intake = of_elverum()
    for authority in ("hedmark", "oppland", "directorate"):
        assert the(ListApproved, intake.office(authority, APPROVED, APRIL_2018)).authority == authority
    assert refusal(intake.office("innlandet", APPROVED, APRIL_2018)) == (Refusal.AUTHORITY_MAY_NOT_ACT, ["/round"])


def test_a_correction_does_not_move_an_application_to_another_office() -> None:
    intake = of_elverum()
    intake.office("hedmark", LACKING, APRIL_2018)
    moved = intake.system(sent(from_municipality("1902")), APRIL_2018)
    assert refusal(moved) == (Refusal.INVALID, ["/application/applicant/municipality"])
    corrected = intake.system(sent(from_municipality("0427", "0427", "0402")), APRIL_2018)
    assert the(ApplicationReceived, corrected).decided_by == "hedmark"


def test_a_correction_after_the_office_has_merged_stays_with_the_office_that_awaits_it() -> None:
    intake = of_elverum()
    late_in_the_year = datetime(2018, 12, 20, 9, tzinfo=UTC)
    intake.office("hedmark", LACKING.but(correct_by=date(2019, 1, 10)), late_in_the_year)
    facts = intake.system(sent(from_municipality("0427", "0402")), datetime(2019, 1, 4, 9, tzinfo=UTC))
    assert the(ApplicationReceived, facts).decided_by == "hedmark"


def test_before_the_deadline_a_new_version_may_belong_to_another_office() -> None:
    intake = of_elverum()
    facts = intake.system(sent(from_municipality("1902")), FEBRUARY_2018)
    assert the(ApplicationReceived, facts).decided_by == "troms"
    assert kinds(intake.office("troms", SCORED, APRIL_2018)) == ["ApplicationScored"]
    assert refusal(intake.office("hedmark", SCORED, APRIL_2018))[0] == Refusal.AUTHORITY_MAY_NOT_ACT
