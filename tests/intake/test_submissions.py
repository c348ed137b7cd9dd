"""What is received, what is late, what is withdrawn, and for whom a system may act."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chassis.canonical import share_of
from schemas.flow import PARTITIONS
from schemas.ids import FrameId, LetterId
from schemas.intake import (
    ApplicationDismissed,
    ApplicationReceived,
    ApplicationSuperseded,
    ApplicationWithdrawn,
    AwardAnswered,
    NoticeReported,
    RoundClosed,
)
from schemas.outside import AnnounceRound, NoticeStatus, ReportNotice
from schemas.reasons import Reason, Refusal
from tests.given import kinds, the
from tests.intake.examples import (
    ACCEPT,
    APPLICATION,
    CLOSES,
    FEBRUARY,
    IPS_2019,
    JANUARY,
    MARCH_4,
    NAME,
    POST,
    before_the_announcement,
    in_the_round,
    submit,
    withdraw,
)
from tests.intake.refusals import refusal

ONE_SECOND = timedelta(seconds=1)
CORRECTED = APPLICATION.but(amount_nok=700_000)


def test_an_application_in_time_is_received_with_a_receipt_of_where_and_when() -> None:
    fact = the(ApplicationReceived, in_the_round().system(submit(), id="m-1"))
    assert (fact.application, fact.version, fact.message) == (NAME, 1, "m-1")
    assert (fact.round, fact.frame, fact.content) == ("ips-2019", "ips-2019", APPLICATION)
    receipt = fact.receipt
    assert (receipt.topic, receipt.partition, receipt.offset) == ("inbound.public360", 1, 0)
    assert (receipt.received_at, receipt.answer_by) == (FEBRUARY, IPS_2019.answer_by)


def test_what_is_received_goes_where_its_frame_lives_and_names_its_rulebook() -> None:
    intake = in_the_round()
    announced = intake.said[0]
    intake.system(submit())
    (row,) = intake.said
    assert (row.topic, row.partition) == ("intake", share_of("ips-2019", PARTITIONS))
    assert row.rules == announced.rules is not None
    assert row.key == NAME


def test_new_content_before_the_deadline_takes_the_place_of_what_stood() -> None:
    intake = in_the_round({"m-1": submit()})
    facts = intake.system(submit(CORRECTED))
    assert kinds(facts) == ["ApplicationSuperseded", "ApplicationReceived"]
    superseded, received = the(ApplicationSuperseded, facts), the(ApplicationReceived, facts)
    assert (superseded.version, superseded.by_version, received.version) == (1, 2, 2)
    assert received.content.amount_nok == 700_000


def test_at_half_past_the_last_announced_minute_one_is_in_time() -> None:
    last_minute = datetime(2019, 3, 1, 23, 59, 30, tzinfo=ZoneInfo("Europe/Oslo"))
    assert kinds(in_the_round().system(submit(), last_minute)) == ["ApplicationReceived"]


def test_in_the_last_millisecond_one_is_in_time() -> None:
    assert kinds(in_the_round().system(submit(), CLOSES - timedelta(milliseconds=1))) == ["ApplicationReceived"]


@pytest.mark.parametrize("after", [timedelta(), ONE_SECOND])
def test_at_the_deadline_and_a_second_after_it_one_is_late(after: timedelta) -> None:
    fact = the(ApplicationDismissed, in_the_round().system(submit(), CLOSES + after))
    assert (fact.reason, fact.closes_at, fact.receipt.received_at) == (Reason.LATE, CLOSES, CLOSES + after)


def test_a_late_correction_is_dismissed_and_what_stood_stands() -> None:
    intake = in_the_round({"m-1": submit()})
    assert kinds(intake.system(submit(CORRECTED), CLOSES)) == ["ApplicationDismissed"]
    assert the(ApplicationWithdrawn, intake.system(withdraw(), MARCH_4)).version == 1


def test_the_systems_clock_does_not_make_late_what_reached_the_broker_in_time() -> None:
    """Heard long after the deadline, because intake was down: the record's own time counts."""
    intake = in_the_round()
    intake.hears(submit(reference="A-2"), MARCH_4, partition=2)
    assert kinds(intake.system(submit(), CLOSES - ONE_SECOND)) == ["ApplicationReceived"]


def test_a_withdrawn_application_no_longer_stands() -> None:
    intake = in_the_round({"m-1": submit()})
    fact = the(ApplicationWithdrawn, intake.system(withdraw(), id="m-2"))
    assert (fact.application, fact.message, fact.version) == (NAME, "m-2", 1)


def test_one_can_withdraw_after_the_deadline() -> None:
    assert kinds(in_the_round({"m-1": submit()}).system(withdraw(), MARCH_4)) == ["ApplicationWithdrawn"]


def test_withdrawing_twice_is_refused_the_second_time() -> None:
    intake = in_the_round({"m-1": submit(), "m-2": submit(CORRECTED)})
    intake.system(withdraw())
    assert refusal(intake.system(withdraw())) == (Refusal.ALREADY_WITHDRAWN, ["/reference"])


def test_nothing_brings_a_withdrawn_application_to_life_again() -> None:
    intake = in_the_round({"m-1": submit()})
    intake.system(withdraw())
    assert refusal(intake.system(submit())) == (Refusal.ALREADY_WITHDRAWN, ["/reference"])


def test_what_was_never_received_can_be_neither_withdrawn_nor_answered() -> None:
    intake = in_the_round()
    assert refusal(intake.system(withdraw())) == (Refusal.UNKNOWN_APPLICATION, ["/reference"])
    assert refusal(intake.system(ACCEPT)) == (Refusal.UNKNOWN_APPLICATION, ["/reference"])


def test_what_was_only_late_can_be_neither_withdrawn_nor_answered() -> None:
    intake = in_the_round()
    intake.system(submit(), CLOSES)
    assert refusal(intake.system(withdraw(), MARCH_4)) == (Refusal.UNKNOWN_APPLICATION, ["/reference"])
    assert refusal(intake.system(ACCEPT, MARCH_4)) == (Refusal.UNKNOWN_APPLICATION, ["/reference"])


def test_an_application_keeps_its_round() -> None:
    intake = in_the_round({"m-1": submit()})
    assert refusal(intake.system(submit(round="ips-2020"))) == (Refusal.ROUND_CHANGED, ["/round"])


def test_an_answer_to_an_award_is_passed_on_with_its_frame() -> None:
    intake = in_the_round({"m-1": submit()})
    fact = the(AwardAnswered, intake.system(ACCEPT, MARCH_4, id="m-2"))
    assert (fact.application, fact.frame, fact.answer, fact.message) == (NAME, "ips-2019", "accepted", "m-2")


def test_a_report_of_the_post_office_goes_where_the_letters_frame_lives() -> None:
    intake = in_the_round({"m-1": submit()})
    report = ReportNotice(
        letter=LetterId("l-1"), application=NAME, frame=FrameId("ips-2019"), status=NoticeStatus.SENT, channel="system"
    )
    fact = the(NoticeReported, intake.hears(report, MARCH_4, topic=POST))
    assert (fact.letter, fact.application, fact.status) == ("l-1", NAME, "sent")
    assert intake.said[0].partition == share_of("ips-2019", PARTITIONS)
    unknown = report.but(frame=FrameId("ips-2031"))
    assert refusal(intake.hears(unknown, MARCH_4, topic=POST)) == (Refusal.UNKNOWN_ROUND, ["/frame"])


def test_a_withdrawal_before_any_announcement_is_refused() -> None:
    assert refusal(before_the_announcement().system(withdraw()))[0] == Refusal.UNKNOWN_APPLICATION


def test_what_is_judged_on_arrival_can_not_be_corrected_and_stands_as_it_was() -> None:
    on_arrival = IPS_2019.but(assessment="continuous", scoring=IPS_2019.scoring.but(required=False))
    intake = before_the_announcement()
    intake.directorate(AnnounceRound(scheme=on_arrival), JANUARY)
    intake.system(submit(), id="m-1")
    assert refusal(intake.system(submit(CORRECTED), id="m-2")) == (Refusal.ALREADY_JUDGED, ["/reference"])
    (closed,) = [fact for fact in intake.time_passes(CLOSES) if isinstance(fact, RoundClosed)]
    assert closed.count == 1
