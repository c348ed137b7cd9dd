"""The post office's register: which letters the journal says there are, and which outcomes are recorded."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import asyncpg

from schemas.ids import LetterId
from schemas.notification import CorrectionAsked, DecisionIssued, LetterIssued
from schemas.outside import NoticeStatus
from services.notification.mailbag import Mailbag, Post

GIVEN: dict[str, type[DecisionIssued | CorrectionAsked]] = {
    "DecisionIssued": DecisionIssued,
    "CorrectionAsked": CorrectionAsked,
}
"""What gives a letter's text to the system that sent the application."""
WAKES = "notification"
"""The journal's notify channel: the service's name."""
ROWS_MAX = 500
SETTLE_ROWS = 500
BURST_SECONDS = 0.02


class Register:
    """The leader's own connection: it holds the lock, reads the journal, and records outcomes."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()
        self._woken = asyncio.Event()
        self._settled = 0

    async def listen(self) -> None:
        await self._connection.add_listener(WAKES, lambda *_: self._woken.set())

    async def wait(self, seconds: float) -> None:
        """Until the journal has grown, or this time is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()
                # A burst of batches is one look.
                await asyncio.sleep(BURST_SECONDS)
        self._woken.clear()

    async def settled_until(self) -> int:
        self._settled = await self._connection.fetchval("SELECT position FROM posted_until")
        return self._settled

    async def settle(self, position: int) -> None:
        """Where a restart may read on; told seldom, for what is settled twice is not sent twice."""
        if position >= self._settled + SETTLE_ROWS:
            async with self._turn:
                await self._connection.execute("UPDATE posted_until SET position = $1", position)
            self._settled = position

    async def read_into(self, mailbag: Mailbag) -> None:
        """New letters, and how far the relay has come."""
        async with self._turn:
            while await self._read_page(mailbag):
                pass
            topics = sorted(mailbag.reply_topics())
            if topics:
                for record in await self._connection.fetch(
                    "SELECT topic, position FROM relayed WHERE partition = 0 AND topic = ANY($1)", topics
                ):
                    mailbag.relayed(record["topic"], record["position"])

    async def _read_page(self, mailbag: Mailbag) -> bool:
        """Letters and their notices to the system, in journal order; True when there may be more."""
        head = await self._connection.fetchval("SELECT position FROM head")
        records = await self._connection.fetch(
            "SELECT position, at, type, data FROM journal WHERE position > $1 AND position <= $2"
            " AND kind = 'decided' AND type = ANY($4) ORDER BY position LIMIT $3",
            mailbag.read_until,
            head,
            ROWS_MAX,
            ["LetterIssued", *GIVEN],
        )
        letters = [
            Post(LetterIssued.model_validate_json(record["data"]), record["at"], record["position"])
            for record in records
            if record["type"] == "LetterIssued"
        ]
        done = await self._done([post.letter.letter for post in letters])
        for post in letters:
            mailbag.add(post, done.get(post.letter.letter, ()))
        for record in records:
            given = GIVEN.get(record["type"])
            if given is not None:
                mailbag.decision_at(given.model_validate_json(record["data"]).letter, record["position"])
        full = len(records) == ROWS_MAX
        mailbag.read_until = records[-1]["position"] if full else head
        return full

    async def _done(self, letters: Sequence[LetterId]) -> dict[LetterId, list[str]]:
        if not letters:
            return {}
        records = await self._connection.fetch("SELECT letter, channel FROM posted WHERE letter = ANY($1)", letters)
        done: dict[LetterId, list[str]] = {}
        for record in records:
            done.setdefault(record["letter"], []).append(record["channel"])
        return done

    async def record(self, letter: LetterId, channel: str, status: NoticeStatus, at: datetime) -> None:
        async with self._turn:
            await self._connection.execute(
                "INSERT INTO posted (letter, channel, status, at) VALUES ($1, $2, $3, $4)"
                " ON CONFLICT (letter, channel) DO NOTHING",
                letter,
                channel,
                status.value,
                at,
            )
