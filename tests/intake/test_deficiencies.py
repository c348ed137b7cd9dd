"""An authority says what an application lacks, and until which day, that included, it can be brought."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chassis.canonical import share_of
from schemas.flow import PARTITIONS
from schemas.intake import (
    ApplicationDismissed,
    DeficiencyNoticed,
    SubmissionRefused,
)
from schemas.reasons import Refusal
from tests.given import kinds, the
from tests.intake.examples import (
    APPLICATION,
    CLOSES,
    FEBRUARY,
    LACKS_AGREEMENT,
    MARCH_4,
    NAME,
    UNTIL,
    in_the_round,
    lacking_something,
    submit,
    withdraw,
)
from tests.intake.refusals import refusal

CORRECTED = submit(APPLICATION.but(amount_nok=700_000))
ONE_SECOND = timedelta(seconds=1)
APRIL = datetime(2019, 4, 1, 9, tzinfo=UTC)


def test_a_deficiency_is_noticed_with_what_is_missing_and_the_instant_that_is_too_late() -> None:
    intake = in_the_round({"m-1": submit(), "m-2": CORRECTED})
    fact = the(DeficiencyNoticed, intake.directorate(LACKS_AGREEMENT, MARCH_4))
    assert (fact.application, fact.version, fact.missing) == (NAME, 2, ("/cooperation/agreement",))
    assert (fact.correct_by, fact.until) == (date(2019, 3, 20), UNTIL)
    assert (fact.officer, fact.authority) == ("saksbehandler-a", "directorate")
    (row,) = intake.said
    assert (row.stream, row.partition) == (f"application/{NAME}", share_of("ips-2019", PARTITIONS))
    assert row.rules is not None


def test_a_day_in_summer_time_ends_an_hour_earlier_in_utc() -> None:
    notice = LACKS_AGREEMENT.but(correct_by=date(2019, 4, 1))
    fact = the(DeficiencyNoticed, in_the_round({"m-1": submit()}).directorate(notice, MARCH_4))
    assert fact.until == datetime(2019, 4, 1, 22, tzinfo=UTC)


def test_what_was_withdrawn_or_never_received_lacks_nothing() -> None:
    intake = in_the_round({"m-1": submit()})
    intake.system(withdraw())
    assert refusal(intake.directorate(LACKS_AGREEMENT)) == (Refusal.ALREADY_WITHDRAWN, ["/application"])
    assert refusal(in_the_round().directorate(LACKS_AGREEMENT)) == (Refusal.UNKNOWN_APPLICATION, ["/application"])


@pytest.mark.parametrize("day", [date(2019, 3, 3), date(2020, 3, 5), date.max])
def test_a_day_that_has_passed_or_lies_years_ahead_is_refused(day: date) -> None:
    notice = LACKS_AGREEMENT.but(correct_by=day)
    assert refusal(in_the_round({"m-1": submit()}).directorate(notice, MARCH_4)) == (
        Refusal.INVALID,
        ["/correct_by"],
    )


def test_today_can_be_the_day() -> None:
    notice = LACKS_AGREEMENT.but(correct_by=MARCH_4.date())
    assert kinds(in_the_round({"m-1": submit()}).directorate(notice, MARCH_4)) == ["DeficiencyNoticed"]


def test_before_the_rounds_deadline_nobody_is_too_late() -> None:
    """Its last day is everybody's: an earlier day in the letter takes nothing from anyone."""
    intake = in_the_round({"m-1": submit()})
    fact = the(DeficiencyNoticed, intake.directorate(LACKS_AGREEMENT.but(correct_by=date(2019, 2, 10)), FEBRUARY))
    assert fact.until == CLOSES
    assert kinds(intake.system(CORRECTED, CLOSES - ONE_SECOND))[0] == "DeficiencyCorrected"


def test_the_same_notice_again_changes_nothing() -> None:
    intake = in_the_round({"m-1": submit()})
    intake.directorate(LACKS_AGREEMENT, MARCH_4, id="s-1")
    intake.system(CORRECTED, MARCH_4)
    assert intake.directorate(LACKS_AGREEMENT, MARCH_4, id="s-1") == []
    assert intake.time_passes(UNTIL)[1:] == []


def test_a_second_deficiency_takes_the_place_of_the_first() -> None:
    intake = lacking_something()
    second = LACKS_AGREEMENT.but(missing=("/service_agreement",), correct_by=date(2019, 3, 29))
    assert the(DeficiencyNoticed, intake.directorate(second, MARCH_4)).missing == ("/service_agreement",)
    assert intake.time_passes(UNTIL) == []
    assert kinds(intake.system(CORRECTED, UNTIL)) == [
        "DeficiencyCorrected",
        "ApplicationSuperseded",
        "ApplicationReceived",
    ]


def test_a_second_deficiency_with_an_earlier_day_counts_too() -> None:
    intake = lacking_something()
    intake.directorate(LACKS_AGREEMENT.but(correct_by=date(2019, 3, 10)), MARCH_4)
    assert kinds(intake.time_passes(datetime(2019, 3, 10, 23, tzinfo=UTC))) == ["ApplicationDismissed"]


def test_what_was_corrected_can_be_found_lacking_anew() -> None:
    intake = lacking_something()
    intake.system(CORRECTED, MARCH_4)
    assert the(DeficiencyNoticed, intake.directorate(LACKS_AGREEMENT, MARCH_4)).version == 2
    assert the(ApplicationDismissed, intake.time_passes(UNTIL)).receipt.received_at == MARCH_4


def test_what_was_dismissed_can_be_neither_withdrawn_nor_found_lacking() -> None:
    intake = lacking_something()
    intake.time_passes(UNTIL)
    assert refusal(intake.system(withdraw(), APRIL)) == (Refusal.UNKNOWN_APPLICATION, ["/reference"])
    notice = LACKS_AGREEMENT.but(correct_by=date(2019, 5, 2))
    assert refusal(intake.directorate(notice, APRIL)) == (Refusal.UNKNOWN_APPLICATION, ["/application"])


@pytest.mark.parametrize(
    ("pointer", "leads"),
    [
        ("/cooperation/agreement", True),
        ("/cooperation/parties/1/consent", True),
        ("/service_agreement/valid_until", True),
        ("/reports/0/document", True),
        ("/team/established", True),
        ("/cooperation/agrement", False),
        ("/cooperation/parties/first", False),
        ("/amount_nok/ore", False),
        ("/application/cooperation", False),
    ],
)
def test_a_pointer_leads_to_what_an_application_can_have_or_is_refused(pointer: str, leads: bool) -> None:
    notice = LACKS_AGREEMENT.but(missing=("/team", pointer))
    facts = in_the_round({"m-1": submit()}).directorate(notice, MARCH_4)
    if leads:
        assert the(DeficiencyNoticed, facts).missing == ("/team", pointer)
    else:
        assert refusal(facts) == (Refusal.INVALID, ["/missing/1"])
        assert pointer not in the(SubmissionRefused, facts).model_dump_json()
