"""What an application lacks is brought in time, and it is a new version; or it is not, and that is its end."""

import json
from datetime import UTC, date, datetime, timedelta

from chassis.canonical import share_of
from schemas.flow import PARTITIONS
from schemas.intake import (
    Answer,
    ApplicationDismissed,
    ApplicationReceived,
    ApplicationSuperseded,
    DeficiencyCorrected,
    RoundClosed,
    SubmissionRepeated,
)
from schemas.outside import AnnounceRound
from schemas.reasons import Reason, Refusal
from tests.given import kinds, the
from tests.intake.examples import (
    ACCEPT,
    APPLICATION,
    CLOSES,
    FEBRUARY,
    FJELLVIK,
    IPS_2019,
    JANUARY,
    LACKS_AGREEMENT,
    MARCH_4,
    NAME,
    UNTIL,
    Intake,
    before_the_announcement,
    in_the_round,
    lacking_something,
    submit,
    withdraw,
)
from tests.intake.refusals import refusal

CORRECTED = submit(APPLICATION.but(amount_nok=700_000))
ONE_SECOND = timedelta(seconds=1)
APRIL = datetime(2019, 4, 1, 9, tzinfo=UTC)


def on_arrival() -> Intake:
    """A round that judges on arrival: the application lacks its agreement."""
    intake = before_the_announcement()
    scheme = IPS_2019.but(assessment="continuous", scoring=IPS_2019.scoring.but(required=False))
    intake.directorate(AnnounceRound(scheme=scheme), JANUARY)
    intake.system(submit(), id="m-1")
    intake.directorate(LACKS_AGREEMENT.but(correct_by=date(2019, 2, 10)), FEBRUARY)
    return intake


def test_a_correction_in_time_is_a_new_version_also_after_the_deadline() -> None:
    intake = lacking_something()
    facts = intake.system(CORRECTED, UNTIL - ONE_SECOND, id="m-2")
    assert kinds(facts) == ["DeficiencyCorrected", "ApplicationSuperseded", "ApplicationReceived"]
    received, superseded = the(ApplicationReceived, facts), the(ApplicationSuperseded, facts)
    assert the(DeficiencyCorrected, facts).version == received.version == superseded.by_version == 2
    assert (superseded.version, superseded.stood.organisation_number) == (1, FJELLVIK)
    assert superseded.stood.cooperation == "fjellvik-fjord"
    assert received.content.amount_nok == 700_000
    again = the(SubmissionRepeated, intake.system(CORRECTED, APRIL, id="m-2"))
    assert again.original == Answer(outcome="received", version=2, receipt=received.receipt)


def test_what_was_corrected_is_not_dismissed_when_the_day_has_passed() -> None:
    intake = lacking_something()
    intake.system(CORRECTED, UNTIL - ONE_SECOND)
    assert intake.time_passes(APRIL) == []


def test_a_correction_that_comes_too_late_finds_no_open_deficiency() -> None:
    """Also before the time has been said to have passed: limits judge the message's own time."""
    intake = lacking_something()
    assert refusal(intake.system(CORRECTED, UNTIL)) == (Refusal.NO_OPEN_DEFICIENCY, ["/reference"])
    assert kinds(intake.time_passes(UNTIL)) == ["ApplicationDismissed"]
    assert refusal(intake.system(CORRECTED, APRIL)) == (Refusal.NO_OPEN_DEFICIENCY, ["/reference"])


def test_a_deficiency_is_corrected_once() -> None:
    intake = lacking_something()
    intake.system(CORRECTED, MARCH_4)
    more = submit(APPLICATION.but(amount_nok=600_000))
    assert refusal(intake.system(more, MARCH_4)) == (Refusal.NO_OPEN_DEFICIENCY, ["/reference"])


def test_what_is_not_corrected_is_dismissed_when_its_day_has_passed() -> None:
    intake = lacking_something()
    assert intake.time_passes(UNTIL - ONE_SECOND) == []
    fact = the(ApplicationDismissed, intake.time_passes(UNTIL))
    assert (fact.application, fact.system, fact.reference) == (NAME, "public360", "A-1")
    assert (fact.reason, fact.closes_at) == (Reason.INCOMPLETE_NOT_CORRECTED, UNTIL)
    assert (fact.message, fact.receipt.received_at) == ("m-1", FEBRUARY)
    assert fact.stood is not None
    assert (fact.stood.organisation_number, fact.stood.cooperation) == (FJELLVIK, "fjellvik-fjord")
    (row,) = intake.said
    assert (row.stream, row.partition) == (f"application/{NAME}", share_of("ips-2019", PARTITIONS))


def test_it_is_dismissed_once_and_its_first_message_is_answered_so_from_then_on() -> None:
    intake = lacking_something()
    fact = the(ApplicationDismissed, intake.time_passes(UNTIL))
    assert intake.time_passes(APRIL) == []
    again = the(SubmissionRepeated, intake.system(submit(), APRIL, id="m-1"))
    assert again.original == Answer(outcome="dismissed", receipt=fact.receipt, reason=Reason.INCOMPLETE_NOT_CORRECTED)


def test_what_is_withdrawn_meanwhile_is_not_dismissed() -> None:
    intake = lacking_something()
    intake.system(withdraw(), MARCH_4)
    assert intake.time_passes(UNTIL) == []
    heard = intake.rows[-1]
    assert NAME not in heard.reads


def test_what_is_dismissed_when_the_round_closes_is_not_counted_as_standing() -> None:
    intake = in_the_round({"m-1": submit()})
    intake.system(submit(reference="A-2"))
    intake.directorate(LACKS_AGREEMENT.but(correct_by=date(2019, 2, 10)), FEBRUARY)
    facts = intake.time_passes(CLOSES)
    assert kinds(facts) == ["ApplicationDismissed", "RoundClosed"]
    assert the(RoundClosed, facts).count == 1


def test_what_still_lacks_something_when_the_round_closes_is_counted() -> None:
    intake = in_the_round({"m-1": submit()})
    intake.directorate(LACKS_AGREEMENT, FEBRUARY)
    assert the(RoundClosed, intake.time_passes(CLOSES)).count == 1


def test_after_the_deadline_nothing_is_new_without_a_deficiency() -> None:
    intake = in_the_round({"m-1": submit()})
    assert the(ApplicationDismissed, intake.system(CORRECTED, MARCH_4)).reason == Reason.LATE


def test_what_is_judged_on_arrival_can_be_corrected_while_a_deficiency_is_open_and_only_then() -> None:
    intake = on_arrival()
    assert kinds(intake.system(CORRECTED, FEBRUARY, id="m-2")) == [
        "DeficiencyCorrected",
        "ApplicationSuperseded",
        "ApplicationReceived",
    ]
    assert refusal(intake.system(submit(), FEBRUARY, id="m-3"))[0] == Refusal.NO_OPEN_DEFICIENCY


def test_what_is_judged_on_arrival_is_dismissed_before_its_round_closes() -> None:
    intake = on_arrival()
    ten_february = datetime(2019, 2, 10, 23, tzinfo=UTC)
    assert kinds(intake.time_passes(ten_february)) == ["ApplicationDismissed"]
    assert refusal(intake.system(CORRECTED, ten_february))[0] == Refusal.NO_OPEN_DEFICIENCY
    assert the(RoundClosed, intake.time_passes(CLOSES)).count == 0


def test_time_reads_only_the_applications_that_are_waited_for() -> None:
    intake = lacking_something()
    for number in range(2, 5):
        intake.system(submit(reference=f"late-{number}"), MARCH_4)
    intake.time_passes(MARCH_4)
    assert json.loads(intake.rows[-1].reads).keys() == {"world", f"application/{NAME}"}
    intake.system(CORRECTED, MARCH_4)
    intake.time_passes(APRIL)
    assert json.loads(intake.rows[-1].reads).keys() == {"world"}


def test_an_answer_to_an_award_is_still_passed_on_while_something_is_missing() -> None:
    assert kinds(lacking_something().system(ACCEPT, MARCH_4)) == ["AwardAnswered"]


def test_a_deficiency_survives_a_restart() -> None:
    intake = lacking_something()
    intake.forgets()
    assert kinds(intake.time_passes(UNTIL)) == ["ApplicationDismissed"]
    intake.forgets()
    assert refusal(intake.system(CORRECTED, APRIL))[0] == Refusal.NO_OPEN_DEFICIENCY
