"""What becomes of a letter."""

from schemas.base import Message
from schemas.notification import NoticeDelivered, NoticeFailed, NoticeOpened, NoticeSent
from schemas.outside import NoticeStatus
from tests.notification.examples import RULES, awarded, received, reported
from tests.notification.history import History, in_the_round, the

LETTER = "public360~IPS-14.award.1"


def awarded_one() -> History:
    return in_the_round(received(), awarded())


def test_trap_30_only_the_first_notice_sent_is_the_notices_effect() -> None:
    history = awarded_one()
    first, second = history.hears(reported(LETTER)), history.hears(reported(LETTER, channel="smtp"))
    assert (the(NoticeSent, first).first, the(NoticeSent, second).first) == (True, False)
    assert [fact.rules for fact in first] == [RULES]
    assert first[0].partition is None


def test_a_repeated_report_says_nothing() -> None:
    history = awarded_one()
    history.hears(reported(LETTER))
    assert history.hears(reported(LETTER)) == ()


def test_a_failed_channel_is_no_notice_and_leaves_the_first_to_another() -> None:
    history = awarded_one()
    assert the(NoticeFailed, history.hears(reported(LETTER, NoticeStatus.FAILED, "smtp"))).channel == "smtp"
    assert the(NoticeSent, history.hears(reported(LETTER))).first


def test_delivered_and_opened_are_told_apart() -> None:
    history = awarded_one()
    expected: list[tuple[NoticeStatus, type[Message]]] = [
        (NoticeStatus.DELIVERED, NoticeDelivered),
        (NoticeStatus.OPENED, NoticeOpened),
    ]
    for status, kind in expected:
        (said,) = history.hears(reported(LETTER, status))
        assert isinstance(said.fact, kind)


def test_a_report_on_a_letter_that_was_never_written_says_nothing() -> None:
    assert awarded_one().hears(reported("public360~IPS-14.award.9")) == ()
