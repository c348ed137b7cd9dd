"""A small round of 2019 with made-up bodies, from the announcement to the second promotion's letters.

The frame is 1,500,000 in two parts. FJORD gets 700,000, DALE 600,000 and MOOR, cut, the remaining 200,000; HILL waits,
REED is not eligible. DALE does not answer: its award lapses, and HILL gets 500,000.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache

import orjson

from schemas.base import Message
from schemas.ids import ApplicationId, Digest, OfficerId, OrganisationNumber, ProjectId, Reference, SchemeId
from schemas.notification import LetterIssued
from schemas.outside import (
    AnnounceRound,
    AnswerAward,
    ApproveList,
    NoticeStatus,
    RecordHistoricalAward,
    ReportNotice,
    ScoreApplication,
    SubmitApplication,
    WithdrawApplication,
)
from tests.audit.bodies import (
    BODIES,
    CASEWORK,
    DALE,
    FJORD,
    GONE,
    HILL,
    INBOUND,
    LATE,
    MOOR,
    MUNICIPALITIES,
    NUMBERS,
    OFFICES,
    OPERATIONS,
    POST,
    REED,
    ROUND,
    SCHEME,
    SCORES,
    SYSTEMS,
    content,
)
from tests.audit.town import Town


def day(month: int, day_: int, hour: int = 12) -> datetime:
    return datetime(2019, month, day_, hour, tzinfo=UTC)


class Outside:
    """Writes to the town as systems, authorities and the post office do; each message has an id of its own."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self._sent = 0
        self._reported: set[str] = set()

    def say(self, topic: str, message: Message, at: datetime) -> None:
        self._sent += 1
        self.town.send(topic, message, f"m-{self._sent}", at)

    def submit(self, application: ApplicationId, at: datetime, amount_nok: int | None = None) -> None:
        wanted = content(application)
        wanted = wanted if amount_nok is None else wanted.but(amount_nok=amount_nok)
        self.say(INBOUND, SubmitApplication(reference=reference(application), round=ROUND, application=wanted), at)

    def approve(self, list_hash: Digest, at: datetime) -> None:
        for officer in ("saksbehandler-1", "avdelingsdirektor-1"):
            self.say(CASEWORK, ApproveList(round=ROUND, list_hash=list_hash, officer=OfficerId(officer)), at)
            at += timedelta(minutes=30)

    def report_letters(self, at: datetime) -> None:
        """The post office reports every letter that it has not reported yet."""
        for row in list(self.town.rows("notification")):
            if row.type == "LetterIssued" and row.event_id not in self._reported:
                self._reported.add(row.event_id)
                letter = LetterIssued.model_validate_json(row.data)
                sent = ReportNotice(
                    letter=letter.letter,
                    application=letter.application,
                    frame=letter.frame,
                    status=NoticeStatus.SENT,
                    channel="email",
                )
                self.say(POST, sent, at)

    def proposed_list(self) -> Digest:
        """The hash of the list that was proposed last."""
        proposed = [row for row in self.town.rows("allocation") if row.type in ("RankingFixed", "PromotionProposed")]
        return Digest(orjson.loads(proposed[-1].data)["list_hash"])


def reference(application: ApplicationId) -> Reference:
    return Reference(application.partition("/")[2])


def announced(town: Town) -> Outside:
    """Reference data are adopted and the round is announced; FJORD has sent its application before that."""
    outside = Outside(town)
    for partition in range(4):
        town.add_source(INBOUND, partition, day(1, 1))
    for adopted in (SYSTEMS, MUNICIPALITIES, OFFICES, BODIES):
        outside.say(OPERATIONS, adopted, day(1, 2))
    earlier = RecordHistoricalAward(
        organisation_number=OrganisationNumber(NUMBERS[FJORD]),
        scheme=SchemeId("ips"),
        project=ProjectId("fjord-ips"),
        project_year=1,
        awarded=date(2018, 5, 1),
        amount_nok=650_000,
    )
    outside.say(OPERATIONS, earlier, day(1, 3))
    outside.submit(FJORD, day(1, 9))
    outside.say(CASEWORK, AnnounceRound(scheme=SCHEME), day(1, 10))
    return outside


def closed(town: Town) -> Outside:
    """DALE has corrected its amount, GONE has withdrawn, LATE came when the deadline was over; the round has closed."""
    outside = announced(town)
    outside.submit(DALE, day(2, 1), 650_000)
    for application in (MOOR, HILL, REED, GONE):
        outside.submit(application, day(2, 10))
    outside.submit(DALE, day(2, 20))
    outside.say(INBOUND, WithdrawApplication(reference=reference(GONE)), day(2, 21))
    town.send_bytes(INBOUND, b"no JSON", "SubmitApplication", "noise", day(2, 22))
    outside.submit(LATE, SCHEME.deadline.ends_at())
    town.time_passes(SCHEME.deadline.ends_at())
    return outside


def decided(town: Town) -> Outside:
    """All are scored, and two officers have approved the ranking."""
    outside = closed(town)
    for application, score in SCORES.items():
        scored = ScoreApplication(
            application=application,
            score=score,
            considerations=("reaches_many",),
            officer=OfficerId("saksbehandler-1"),
        )
        outside.say(CASEWORK, scored, day(4, 1))
    outside.approve(outside.proposed_list(), day(4, 24))
    return outside


@cache
def whole_round() -> Town:
    """Told once, for it takes a while; whoever changes rows changes copies."""
    town = Town()
    outside = decided(town)
    outside.report_letters(day(4, 25))
    for application in (FJORD, MOOR):
        outside.say(INBOUND, AnswerAward(reference=reference(application), answer="accepted"), day(5, 2))
    town.time_passes(day(5, 20, 0))
    outside.approve(outside.proposed_list(), day(5, 22))
    outside.report_letters(day(5, 23))
    outside.say(INBOUND, AnswerAward(reference=reference(HILL), answer="accepted"), day(5, 24))
    return town
