"""The post office on a real journal in PostgreSQL: what is sent, reported, recorded, and sent again."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import asyncpg
import pytest

from chassis import journal
from chassis.decider import Input
from chassis.migrate import migrate
from chassis.rows import Scribe, Streams
from deploy.local.postgres import LocalPostgres
from schemas.base import Message
from schemas.outside import NoticeStatus, ReportNotice
from services.notification.channels import NotSent, SystemChannel
from services.notification.mailbag import Post, Retry
from services.notification.post import PostOffice
from services.notification.service import SERVICE
from services.notification.state import State
from tests.notification.examples import ANNOUNCED, APRIL_1, DEFICIENCY, awarded, received, rejected

pytestmark = pytest.mark.real
AWARD, REJECTION = "public360~IPS-14.award.2", "public360~IPS-14.rejection.1"
QUICK = Retry(tries_max=3, pause_seconds=0.05)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalPostgres]:
    server = LocalPostgres(tmp_path_factory.mktemp("postgres"), fsync=False)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        server.remove()


@pytest.fixture
async def database(postgres: LocalPostgres, request: pytest.FixtureRequest) -> str:
    """A fresh database; the returned address is that of the application's role."""
    name = f"post_{abs(hash(request.node.name))}"
    admin = await asyncpg.connect(postgres.url)
    for role in ("post_application", "post_auditor"):
        if not await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
            await admin.execute(f"CREATE ROLE {role} LOGIN")
    await admin.execute(f"CREATE DATABASE {name}")
    await admin.close()
    assert SERVICE.tables is not None
    owner = postgres.url.removesuffix("/postgres") + f"/{name}"
    await migrate(owner, (SERVICE.tables,), application="post_application", auditor="post_auditor")
    return owner.replace("postgres@", "post_application@")


class Journal:
    """Writes what notification decides, as the road would."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._streams: Streams[State] = Streams(SERVICE)
        self._heard = 0

    async def hears(self, *messages: Message) -> int:
        """The journal's position afterwards."""
        connection = await asyncpg.connect(self._url)
        async with connection.transaction():
            head = await journal.lock_head(connection)
            rows = [row for message in messages for row in self._rows(message)]
            journal.seal(rows, head)
            await journal.append(connection, rows, notify=SERVICE.name)
        await connection.close()
        return rows[-1].position

    def _rows(self, message: Message) -> tuple[journal.Row, ...]:
        self._heard += 1
        source = Input("allocation", 2, self._heard, APRIL_1, "allocation", f"id-{self._heard}", "", "x")
        command = SERVICE.decider.hear(message, source)
        assert command is not None
        names = (command.stream, *command.reads)
        self._streams.load(self._streams.missing(names), [])
        return Scribe(SERVICE, self._streams).heard(source, self._heard, "{}", command, names, 0)

    async def is_relayed(self, position: int) -> None:
        connection = await asyncpg.connect(self._url)
        await connection.execute(
            "INSERT INTO relayed VALUES ('replies.public360', 0, $1, 1)"
            " ON CONFLICT (topic, partition) DO UPDATE SET position = excluded.position",
            position,
        )
        await connection.close()


@dataclass
class Mail:
    """A channel that fails as often as it is told to."""

    failures: int = 0
    sent: list[str] = field(default_factory=list)
    name: str = "smtp"
    at_once: int = 4

    async def send(self, post: Post) -> None:
        if self.failures:
            self.failures -= 1
            raise NotSent("told to")
        self.sent.append(post.letter.letter)


@dataclass
class Reports:
    """What Kafka would have acknowledged; while it is `away`, nothing."""

    away: bool = False
    heard: list[tuple[str, str, NoticeStatus]] = field(default_factory=list)
    times: set[datetime] = field(default_factory=set)

    async def __call__(self, message: ReportNotice, at: datetime) -> None:
        if self.away:
            raise ConnectionError
        self.heard.append((message.letter, message.channel, message.status))
        self.times.add(at)


async def recorded(url: str, count: int) -> None:
    """Waits for outcomes: what is not recorded may be sent again."""
    connection = await asyncpg.connect(url)
    async with asyncio.timeout(20):
        while await connection.fetchval("SELECT count(*) FROM posted") < count:
            await asyncio.sleep(0.02)
    await connection.close()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def working(url: str, mail: Mail, reports: Reports) -> AsyncIterator[PostOffice]:
    office = PostOffice(url, [SystemChannel(), mail], reports, retry=QUICK)
    task = asyncio.create_task(office.run())
    try:
        yield office
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_a_letter_that_asks_for_a_correction_reaches_the_system_when_the_relay_has_passed(database: str) -> None:
    book, mail, reports = Journal(database), Mail(), Reports()
    async with working(database, mail, reports):
        await book.is_relayed(await book.hears(ANNOUNCED, received(), DEFICIENCY))
        await recorded(database, 2)
        letter = "public360~IPS-14.deficiency.1"
        assert {(name, channel) for name, channel, _ in reports.heard} == {(letter, "smtp"), (letter, "system")}


async def test_letters_leave_in_order_and_the_system_has_its_own_when_the_relay_has_passed(database: str) -> None:
    book, mail, reports = Journal(database), Mail(), Reports()
    async with working(database, mail, reports):
        head = await book.hears(ANNOUNCED, received(), rejected(), awarded(promoted=True))
        await until(lambda: mail.sent == [REJECTION, AWARD])
        await asyncio.sleep(0.3)
        assert [channel for _, channel, _ in reports.heard] == ["smtp", "smtp"]
        await book.is_relayed(head)
        await until(lambda: len(reports.heard) == 4)
    assert [letter for letter, channel, _ in reports.heard if channel == "system"] == [REJECTION, AWARD]
    assert reports.times == {APRIL_1}


async def test_a_restart_sends_only_what_has_no_recorded_outcome(database: str) -> None:
    book, mail, reports = Journal(database), Mail(), Reports()
    async with working(database, mail, reports) as office:
        await book.hears(ANNOUNCED, received(), rejected())
        await recorded(database, 1)
        assert (mail.sent, office.waiting) == ([REJECTION], 1)
    head = await book.hears(awarded(promoted=True))
    await book.is_relayed(head)
    async with working(database, mail, reports) as office:
        await until(lambda: len(reports.heard) == 4)
        await until(lambda: office.waiting == 0)
    assert mail.sent == [REJECTION, AWARD]
    assert len(set(reports.heard)) == 4


async def test_a_letter_that_can_not_be_sent_is_tried_again_and_then_reported_as_failed(database: str) -> None:
    book, mail, reports = Journal(database), Mail(failures=3), Reports()
    async with working(database, mail, reports):
        await book.hears(ANNOUNCED, received(), rejected(), awarded(promoted=True))
        await until(lambda: len(reports.heard) == 2)
    assert reports.heard == [(REJECTION, "smtp", NoticeStatus.FAILED), (AWARD, "smtp", NoticeStatus.SENT)]


async def test_a_letter_is_mailed_once_while_kafka_is_away(database: str) -> None:
    book, mail, reports = Journal(database), Mail(), Reports(away=True)
    async with working(database, mail, reports):
        await book.hears(ANNOUNCED, received(), rejected())
        await until(lambda: mail.sent == [REJECTION])
        await asyncio.sleep(0.7)
        reports.away = False
        await until(lambda: len(reports.heard) == 1)
    assert mail.sent == [REJECTION]


async def test_one_leads_and_the_other_takes_over_when_it_is_gone(database: str) -> None:
    book, mail, reports = Journal(database), Mail(), Reports()
    async with working(database, mail, reports) as second:
        await until(lambda: second.leads)
        async with working(database, mail, reports) as other:
            await book.hears(ANNOUNCED, received(), rejected())
            await until(lambda: mail.sent == [REJECTION])
            assert not other.leads
    async with working(database, mail, reports) as third:
        await until(lambda: third.leads)
        await book.hears(awarded(promoted=True))
        await until(lambda: mail.sent == [REJECTION, AWARD])


async def test_a_database_that_was_away_is_gone_back_to(database: str, postgres: LocalPostgres) -> None:
    book, mail, reports = Journal(database), Mail(), Reports()
    async with working(database, mail, reports) as office:
        await until(lambda: office.leads)
        await asyncio.to_thread(postgres.kill)
        await until(lambda: not office.leads)
        await asyncio.to_thread(postgres.start)
        await book.hears(ANNOUNCED, received(), rejected())
        await until(lambda: mail.sent == [REJECTION])


async def test_a_letter_that_was_tampered_with_stops_the_post_office(database: str) -> None:
    book = Journal(database)
    await book.hears(ANNOUNCED, received(), rejected())

    class Reader(Mail):
        async def send(self, post: Post) -> None:
            Post(post.letter.but(facts={**post.letter.facts, "addressee": "Andre"}), post.at, 1).written()

    office = PostOffice(database, [Reader()], Reports())
    with pytest.raises(BaseExceptionGroup, match="unhandled"):
        await asyncio.wait_for(office.run(), 10)
