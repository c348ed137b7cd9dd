"""An application for a round that is not known yet: held, then released by the announcement or refused by time."""

from datetime import timedelta

from schemas.intake import (
    ApplicationDismissed,
    ApplicationHeld,
    ApplicationReceived,
    RoundClosed,
    SubmissionRefused,
    SubmissionRepeated,
)
from schemas.reasons import Refusal
from tests.given import all_of, kinds, the
from tests.intake.examples import (
    APPLICATION,
    CLOSES,
    FEBRUARY,
    IPS_2019,
    JANUARY,
    MARCH_4,
    NAME,
    ROUND,
    Intake,
    before_the_announcement,
    submit,
    withdraw,
)

ONE_SECOND = timedelta(seconds=1)


def holding(*references: str) -> Intake:
    intake = before_the_announcement()
    for reference in references or ("A-1",):
        intake.system(submit(reference=reference), id="m-1")
    return intake


def test_an_application_that_overtakes_its_announcement_is_held_with_a_receipt() -> None:
    intake = before_the_announcement()
    fact = the(ApplicationHeld, intake.system(submit()))
    assert (fact.application, fact.round, fact.receipt.received_at) == (NAME, "ips-2019", FEBRUARY)
    assert fact.receipt.answer_by is None
    assert fact.content == APPLICATION


def test_the_announcement_releases_what_was_held_each_in_its_own_stream() -> None:
    intake = holding("A-1", "A-2")
    facts = intake.directorate(ROUND)
    assert kinds(facts) == ["RoundAnnounced", "ApplicationReceived", "ApplicationReceived"]
    received = all_of(ApplicationReceived, facts)
    assert [fact.reference for fact in received] == ["A-1", "A-2"]
    assert {fact.receipt.answer_by for fact in received} == {IPS_2019.answer_by}
    assert [row.stream for row in intake.said[1:]] == ["application/public360/A-1", "application/public360/A-2"]
    assert len({row.partition for row in intake.said}) == 1
    assert the(SubmissionRepeated, intake.system(submit(), id="m-1")).original.outcome == "received"


def test_what_was_released_is_counted_when_the_round_closes() -> None:
    intake = holding("A-1", "A-2")
    intake.directorate(ROUND)
    assert the(RoundClosed, intake.time_passes(CLOSES)).count == 2


def test_a_correction_that_was_held_too_supersedes() -> None:
    intake = holding()
    intake.system(submit(APPLICATION.but(amount_nok=700_000)), id="m-2")
    facts = intake.directorate(ROUND)
    assert kinds(facts) == ["RoundAnnounced", "ApplicationReceived", "ApplicationSuperseded", "ApplicationReceived"]
    first, second = all_of(ApplicationReceived, facts)
    assert (first.version, second.version, second.content.amount_nok) == (1, 2, 700_000)


def test_what_reached_the_broker_too_late_is_dismissed_when_the_announcement_comes() -> None:
    intake = before_the_announcement()
    intake.system(submit(reference="A-1"), CLOSES - ONE_SECOND)
    intake.system(submit(reference="A-2"), CLOSES)
    facts = intake.directorate(ROUND, MARCH_4)
    assert the(ApplicationReceived, facts).reference == "A-1"
    assert the(ApplicationDismissed, facts).reference == "A-2"
    assert the(RoundClosed, intake.time_passes(MARCH_4)).count == 1


def test_time_refuses_what_was_held_for_a_round_that_never_came() -> None:
    intake = holding()
    fact = the(SubmissionRefused, intake.time_passes(FEBRUARY))
    assert (fact.reason, [problem.pointer for problem in fact.problems]) == (Refusal.UNKNOWN_ROUND, ["/round"])
    assert (fact.sender, fact.message, fact.application) == ("public360", "m-1", NAME)
    assert (fact.coordinates.topic, fact.coordinates.offset) == ("inbound.public360", 0)


def test_time_that_does_not_prove_it_refuses_nothing() -> None:
    intake = holding()
    assert intake.time_passes(FEBRUARY - ONE_SECOND) == []
    assert kinds(intake.directorate(ROUND, FEBRUARY)) == ["RoundAnnounced", "ApplicationReceived"]


def test_what_time_has_refused_is_not_released_later() -> None:
    intake = holding()
    intake.time_passes(FEBRUARY)
    assert intake.time_passes(MARCH_4) == []
    assert the(SubmissionRepeated, intake.system(submit(), MARCH_4, id="m-1")).original.reason == Refusal.UNKNOWN_ROUND
    assert kinds(intake.directorate(ROUND, MARCH_4)) == ["RoundAnnounced"]


def test_the_announcement_of_another_round_releases_nothing() -> None:
    intake = before_the_announcement()
    intake.system(submit(round="ips-2020"), id="m-1")
    assert kinds(intake.directorate(ROUND)) == ["RoundAnnounced"]
    assert the(SubmissionRefused, intake.time_passes(FEBRUARY)).reason == Refusal.UNKNOWN_ROUND


def test_what_is_held_can_not_be_withdrawn_yet_and_stays_held() -> None:
    intake = holding()
    assert the(SubmissionRefused, intake.system(withdraw())).reason == Refusal.UNKNOWN_APPLICATION
    assert kinds(intake.directorate(ROUND)) == ["RoundAnnounced", "ApplicationReceived"]
    assert kinds(intake.system(withdraw())) == ["ApplicationWithdrawn"]


def test_while_it_is_held_for_one_round_an_application_is_not_taken_for_another() -> None:
    intake = before_the_announcement()
    intake.system(submit(round="ips-2020"), JANUARY, id="m-1")
    intake.directorate(ROUND)
    assert the(SubmissionRefused, intake.system(submit(), id="m-2")).reason == Refusal.ROUND_CHANGED
    assert the(SubmissionRefused, intake.time_passes(FEBRUARY)).message == "m-1"
    assert kinds(intake.system(submit(), id="m-3")) == ["ApplicationReceived"]
