"""Which letters are due where, and when."""

from schemas.ids import ApplicationId, LetterId
from schemas.notification import LetterIssued
from services.notification.mailbag import SYSTEM, Mailbag, Post, Retry
from tests.notification.examples import APRIL_1, awarded
from tests.notification.history import in_the_round, the

LETTER = the(LetterIssued, in_the_round().hears(awarded()))


def post(letter: str, position: int, application: str = "public360/IPS-14") -> Post:
    named = LETTER.but(letter=LetterId(letter), application=ApplicationId(application))
    return Post(named, APRIL_1, position)


def bag(*posts: Post, retry: Retry | None = None) -> Mailbag:
    mailbag = Mailbag((SYSTEM, "smtp"), retry or Retry())
    for one in posts:
        mailbag.add(one)
    return mailbag


def due(mailbag: Mailbag, channel: str, now: float = 0.0) -> list[str]:
    return [one.letter.letter for one in mailbag.due(channel, now)]


FIRST, SECOND, OTHER = post("first", 10), post("second", 20), post("other", 30, "public360/IPS-15")


def test_a_letter_goes_by_mail_at_once_and_to_the_system_when_the_relay_has_passed_its_decision() -> None:
    mailbag = bag(FIRST)
    assert due(mailbag, "smtp") == ["first"]
    assert due(mailbag, SYSTEM) == []
    mailbag.decision_at(LetterId("first"), 11)
    mailbag.relayed("replies.public360", 10)
    assert due(mailbag, SYSTEM) == []
    mailbag.relayed("replies.public360", 11)
    assert due(mailbag, SYSTEM) == ["first"]


def test_another_systems_topic_says_nothing_about_this_ones() -> None:
    mailbag = bag(FIRST)
    mailbag.decision_at(LetterId("first"), 11)
    mailbag.relayed("replies.websak", 99)
    assert due(mailbag, SYSTEM) == []
    assert mailbag.reply_topics() == {"replies.public360"}


def test_letters_of_one_application_leave_in_the_order_of_its_decisions() -> None:
    mailbag = bag(FIRST, SECOND, OTHER)
    assert due(mailbag, "smtp") == ["first", "other"]
    mailbag.done(LetterId("first"), "smtp")
    assert due(mailbag, "smtp") == ["second", "other"]


def test_a_channel_with_an_outcome_gets_the_letter_no_more() -> None:
    mailbag = bag()
    mailbag.add(FIRST, done=["smtp"])
    assert due(mailbag, "smtp") == []
    mailbag.add(SECOND, done=["smtp", SYSTEM])
    assert len(mailbag) == 1


def test_a_try_that_failed_is_made_again_after_a_pause_that_doubles_up_to_the_longest() -> None:
    mailbag = bag(FIRST, retry=Retry(tries_max=5, pause_seconds=1, pause_max_seconds=3))
    pauses = []
    now = 0.0
    for _ in range(4):
        assert mailbag.not_sent(LetterId("first"), "smtp", now)
        assert due(mailbag, "smtp", now) == []
        pauses.append(next(after for after in range(1, 9) if due(mailbag, "smtp", now + after)))
        now += pauses[-1]
    assert pauses == [1, 2, 3, 3]
    assert not mailbag.not_sent(LetterId("first"), "smtp", now)


def test_a_letter_that_waits_for_another_try_keeps_only_its_own_application_back() -> None:
    mailbag = bag(FIRST, SECOND, OTHER)
    mailbag.not_sent(LetterId("first"), "smtp", 0.0)
    assert due(mailbag, "smtp", 0.5) == ["other"]


def test_a_restart_reads_on_before_the_first_letter_that_has_somewhere_to_go() -> None:
    mailbag = bag(FIRST, SECOND)
    mailbag.read_until = 40
    assert mailbag.settled_until() == 9
    for channel in (SYSTEM, "smtp"):
        mailbag.done(LetterId("first"), channel)
    assert mailbag.settled_until() == 19
    for channel in (SYSTEM, "smtp"):
        mailbag.done(LetterId("second"), channel)
    assert mailbag.settled_until() == 40
