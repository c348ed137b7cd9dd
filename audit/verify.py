"""Holds journals, topics and tables against each other: what one place says, another one must bear out.

The journals are read in one snapshot each, and the topics after them. So a system that runs meanwhile is no
contradiction: what can't be judged yet is counted as waiting.
"""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from audit.checks import Check, Checker
from audit.checks.arrivals import Arrivals
from audit.checks.chain import Chain
from audit.checks.clocks import Clocks
from audit.checks.delivery import Delivery
from audit.checks.letters import Letters
from audit.checks.lists import Lists
from audit.checks.money import TABLE, Balances, Money
from audit.checks.topics import Topics
from audit.reading import Journal, Services, Sources, Tables, connect, journals
from audit.tapes import Tapes
from chassis.clock import monotonic_seconds
from chassis.journal import Row
from chassis.service import Service
from schemas.flow import Party

PIECE = 200
"""After so many inputs the topics are read as far as the journal has been."""


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """`records` are journal rows and topic records."""

    checks: tuple[Check, ...]
    rows: int
    topic_records: int
    seconds: float

    @property
    def records(self) -> int:
        return self.rows + self.topic_records

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)

    @property
    def first(self) -> str | None:
        """The first record that does not hold."""
        return next((check.first for check in self.checks if check.first), None)


class Checkers:
    """All that is asked of one service's rows."""

    def __init__(self, name: str, *, keeps_time: bool, upstream: Sequence[str]) -> None:
        self.chain = Chain(name)
        self.clocks = Clocks(name, keeps_time=keeps_time)
        self.deliveries = {topic: Delivery(name, topic) for topic in upstream}
        self.arrivals = Arrivals(name) if name == Party.INTAKE else None
        self.money = Money(name) if name == Party.ALLOCATION else None
        self.lists = Lists(name) if name == Party.ALLOCATION else None
        self.letters = Letters(name) if name == Party.NOTIFICATION else None
        own = (self.chain, self.clocks, self.arrivals, self.money, self.lists, self.letters)
        self._taking: list[Checker] = [checker for checker in own if checker is not None]

    @property
    def checks(self) -> list[Check]:
        taking = [check for checker in self._taking for check in checker.checks]
        return [*taking, *(check for delivery in self.deliveries.values() for check in delivery.checks)]

    def take(self, rows: Sequence[Row]) -> None:
        """Takes the rows of one input; what it heard of another service was said to `deliveries` before."""
        for checker in self._taking:
            checker.take(rows)
        delivery = self.deliveries.get(rows[0].source_topic)
        if delivery is not None:
            delivery.hear(rows[0])

    def end(self, tables: Tables, balances: Balances) -> None:
        self.chain.end(tables)
        self.clocks.end(tables)
        for delivery in self.deliveries.values():
            delivery.end(tables.fences)
        if self.money is not None:
            self.money.end(balances)
        for checker in (self.arrivals, self.lists, self.letters):
            if checker is not None:
                checker.end()


async def verify(sources: Sources, services: Services) -> VerifyResult:
    """Runs every check on every service."""
    started = monotonic_seconds()
    checks: list[Check] = []
    rows = topic_records = 0
    async with journals(sources) as opened, AsyncExitStack() as stack:
        # What was heard in a snapshot may have been said after another one was taken: so the speakers are read as they
        # are now. Rows never change.
        speakers = {name: Journal(name, await connect(stack, url)) for name, url in sources.database_urls.items()}
        for name, service in services.items():
            verified = _Service(opened[name], service, speakers, await Tapes.open(stack, sources, service.outputs))
            checks += await verified.run()
            rows, topic_records = rows + verified.rows, topic_records + verified.topic_records
    return VerifyResult(tuple(checks), rows, topic_records, monotonic_seconds() - started)


class _Service:
    """One service's journal, walked once, beside its topics and its speakers' journals."""

    def __init__(
        self, journal: Journal, service: Service[object], speakers: Mapping[str, Journal], tapes: Tapes
    ) -> None:
        self._journal, self._service, self._tapes = journal, service, tapes
        self._now = speakers[journal.service]
        self._said = {topic: speakers[topic].rows() for topic in service.upstream}
        self._reached = dict.fromkeys(service.upstream, 0)
        self.rows = self.topic_records = 0

    async def run(self) -> list[Check]:
        tables = await self._journal.tables()
        name = self._journal.service
        checkers = Checkers(name, keeps_time=self._service.keeps_time, upstream=sorted(self._service.upstream))
        topics = Topics(name, self._service.partitions, tables.head.position)
        inputs = 0
        async for rows in self._journal.inputs():
            delivery = checkers.deliveries.get(rows[0].source_topic)
            if delivery is not None:
                await self._listen(delivery, rows[0].source_topic, delivery.position(rows[0]))
            checkers.take(rows)
            topics.take(rows)
            self.rows, inputs = self.rows + len(rows), inputs + 1
            if inputs % PIECE == 0:
                for place in topics.wanted():
                    await self._read(topics, place)
        for place in self._tapes.places():
            while await self._read(topics, place):
                pass
        for topic, delivery in checkers.deliveries.items():
            heard = max((at for (of, _), at in tables.fences.items() if of == topic), default=0)
            await self._listen(delivery, topic, heard)
        topics.end(tables.confirmed, await self._now.position())
        checkers.end(tables, await self._balances() if checkers.money else {})
        return [*checkers.checks, *topics.checks]

    async def _listen(self, delivery: Delivery, topic: str, position: int) -> None:
        """Tells what the speaker said, up to a position."""
        while self._reached[topic] < position:
            row = await anext(self._said[topic], None)
            if row is None:
                return
            self._reached[topic] = row.position
            delivery.say(row)

    async def _read(self, topics: Topics, place: tuple[str, int]) -> int:
        """Reads a piece of a partition; returns how many records it had."""
        count = 0
        async for record in self._tapes.read(place):
            topics.record(record)
            count += 1
        self.topic_records += count
        return count

    async def _balances(self) -> Balances:
        names = ", ".join(("frame", "sub_frame", "version", *(f"{name}_nok" for name in TABLE)))
        records = await self._journal.connection.fetch(f"SELECT {names} FROM balance")
        return {(record["frame"], record["sub_frame"]): tuple(record)[2:] for record in records}
