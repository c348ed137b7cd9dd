"""The post office: an outside system that lives in notification's process. It sends what the journal says has been
written, and reports on an inbound topic of its own, like any other system.

At least once: a letter whose outcome is not recorded is sent again, under the same Message-ID.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime

import asyncpg
import structlog
from aiokafka import AIOKafkaProducer

from chassis.canonical import canonical_message, share_of
from chassis.clock import monotonic_seconds, to_millis
from chassis.patience import AGAIN_SECONDS, BROKER_FAULTS, DATABASE_FAULTS, patiently
from schemas.flow import PARTITIONS
from schemas.outside import NoticeStatus, ReportNotice
from services.notification.channels import Channel, NotSent
from services.notification.mailbag import Mailbag, Post, Retry
from services.notification.register import Register

log = structlog.get_logger()

LOCK = 7_210_045
POLL_SECONDS = 0.5
"""A lost notification costs this much; the notification is the rule."""
RELAY_POLL_SECONDS = 0.05
"""How often to look while a letter waits for the relay, which wakes nobody when it has committed."""
FAREWELL_SECONDS = 2.0

Report = Callable[[ReportNotice, datetime], Awaitable[None]]
"""Returns when Kafka has acknowledged the report."""


def reporting(producer: AIOKafkaProducer, prefix: str) -> Report:
    """Reports to the post office's own inbound topic, stamped with the letter's time."""

    async def report(message: ReportNotice, at: datetime) -> None:
        headers = {
            "content-type": "application/json",
            "ce_specversion": "1.0",
            "ce_id": f"{message.letter}/{message.channel}/{message.status.value}",
            "ce_type": "ReportNotice",
            "ce_source": "/post",
        }
        await producer.send_and_wait(
            f"{prefix}.inbound.post",
            key=message.letter.encode(),
            value=canonical_message(message),
            partition=share_of(message.letter, PARTITIONS),
            timestamp_ms=to_millis(at),
            headers=[(name, value.encode()) for name, value in headers.items()],
        )

    return report


class PostOffice:
    """One leads, whichever process has the lock; the others wait for its place.

    `run` returns never. It waits for a database or broker that is away, and raises what is a bug.
    """

    def __init__(
        self, database_url: str, channels: Sequence[Channel], report: Report, *, retry: Retry | None = None
    ) -> None:
        self._database_url = database_url
        self._channels = tuple(channels)
        self._report = report
        self._retry = retry or Retry()
        self._mailbag = Mailbag((), self._retry)
        self._away = False
        self.leads = False

    @property
    def waiting(self) -> int:
        """How many letters still have somewhere to go; only the leader knows."""
        return len(self._mailbag)

    async def run(self) -> None:
        while True:
            try:
                await self._lead()
            except* DATABASE_FAULTS as trouble:
                if not self._away:
                    log.warning("post_office_waits", cause=repr(trouble.exceptions[0])[:200])
                self._away = True
            finally:
                self.leads = False
            here = asyncio.current_task()
            if here is not None and here.cancelling():
                # A fault at the moment of being told to stop hides the stopping in its group.
                raise asyncio.CancelledError
            await asyncio.sleep(AGAIN_SECONDS)

    async def _lead(self) -> None:
        connection = await asyncpg.connect(self._database_url, command_timeout=60)
        try:
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
                await asyncio.sleep(AGAIN_SECONDS)
            log.info("post_office_leads")
            self.leads, self._away = True, False
            await self._work(Register(connection))
        finally:
            # Also ends the session, and with it the lock, of a server that does not answer.
            with suppress(Exception):
                await connection.close(timeout=FAREWELL_SECONDS)

    async def _work(self, register: Register) -> None:
        self._mailbag = Mailbag([channel.name for channel in self._channels], self._retry)
        self._mailbag.read_until = await register.settled_until()
        await register.listen()
        async with asyncio.TaskGroup() as group:
            rounds = [Round(channel, self._mailbag, register, self._report) for channel in self._channels]
            for channel_round in rounds:
                group.create_task(channel_round.run())
            while True:
                await register.read_into(self._mailbag)
                for channel_round in rounds:
                    channel_round.wake.set()
                await register.settle(self._mailbag.settled_until())
                await register.wait(RELAY_POLL_SECONDS if self._mailbag.reply_topics() else POLL_SECONDS)


class Round:
    """One channel's work; a slow mail server keeps no letter from the others."""

    def __init__(self, channel: Channel, mailbag: Mailbag, register: Register, report: Report) -> None:
        self._channel = channel
        self._mailbag = mailbag
        self._register = register
        self._report = report
        self.wake = asyncio.Event()

    async def run(self) -> None:
        while True:
            await self.wake.wait()
            self.wake.clear()
            due = self._mailbag.due(self._channel.name, monotonic_seconds())
            for start in range(0, len(due), self._channel.at_once):
                async with asyncio.TaskGroup() as group:
                    for post in due[start : start + self._channel.at_once]:
                        group.create_task(self._carry(post))

    async def _carry(self, post: Post) -> None:
        """Sends, reports, records, in this order: what is not recorded is sent again."""
        letter, channel = post.letter, self._channel.name
        status = NoticeStatus.SENT
        try:
            await self._channel.send(post)
        except NotSent as trouble:
            again = self._mailbag.not_sent(letter.letter, channel, monotonic_seconds())
            log.warning("letter_not_sent", letter=letter.letter, channel=channel, reason=str(trouble), again=again)
            if again:
                return
            if not trouble.addressee_has_it:
                status = NoticeStatus.FAILED
        report = ReportNotice(
            letter=letter.letter, application=letter.application, frame=letter.frame, status=status, channel=channel
        )
        await patiently("broker", lambda: self._report(report, post.at), BROKER_FAULTS)
        await self._register.record(letter.letter, channel, status, post.at)
        self._mailbag.done(letter.letter, channel)
        log.info("letter_posted", letter=letter.letter, channel=channel, status=status.value)
