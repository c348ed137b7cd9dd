"""A case-handling system as the road sees it: one inbound topic, one reply topic."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import datetime

from demo.arrivals import Arrival, message
from demo.calendar import Calendar
from demo.kafka import Mailbox, Place, Postman
from schemas.flow import INBOUND
from schemas.ids import Reference, SystemId
from schemas.notification import AnswerRecorded, DecisionIssued, ReceiptIssued, WithdrawalConfirmed
from schemas.outside import AnswerAward


@dataclass
class Sent:
    """What a system sent, and where the broker put it."""

    arrival: Arrival
    place: Place


@dataclass
class CaseSystem:
    """A case-handling system: sends applications, and answers awards unless it is one of the `silent`."""

    id: SystemId
    mailbox: Mailbox
    postman: Postman
    calendar: Calendar
    silent: frozenset[Reference]
    sent: list[Sent] = field(default_factory=list)

    async def send(self, arrival: Arrival, at: datetime) -> Awaitable[None]:
        """Returns when it stands in line; what it returns waits until the broker has it."""
        place = await self.postman.send(f"{INBOUND}.{self.id}", arrival.sending, at)

        async def noted() -> None:
            self.sent.append(Sent(arrival, await place))

        return noted()

    def standing(self) -> set[Reference]:
        """The applications that were received and not withdrawn."""
        received = {reply.reference for reply in self.mailbox.all(ReceiptIssued) if reply.status == "received"}
        return received - {reply.reference for reply in self.mailbox.all(WithdrawalConfirmed)}

    def status_of(self, reference: Reference) -> str | None:
        """What the last receipt for it says."""
        said = [reply.status for reply in self.mailbox.all(ReceiptIssued) if reply.reference == reference]
        return said[-1] if said else None

    async def receipt(self, reference: Reference, status: str) -> None:
        what = f"the receipt `{status}` for {reference}"
        await self.mailbox.until(what, lambda: self.status_of(reference) == status or None)

    async def decisions(self) -> None:
        """Waits for a decision on each application that stands."""
        waiting = self.standing()
        await self.mailbox.until(
            f"decisions on {len(waiting)} applications",
            lambda: waiting <= {reply.reference for reply in self.mailbox.all(DecisionIssued)} or None,
        )

    def awarded(self) -> set[Reference]:
        return {reply.reference for reply in self.mailbox.all(DecisionIssued) if reply.kind == "award"}

    def recorded(self, status: str) -> dict[Reference, AnswerRecorded]:
        return {reply.reference: reply for reply in self.mailbox.all(AnswerRecorded) if reply.status == status}

    async def periods(self) -> datetime | None:
        """Waits until the acceptance period of each award runs; returns the last instant at which one ends."""
        awarded = self.awarded()
        await self.mailbox.until(
            f"the acceptance periods of {len(awarded)} awards", lambda: awarded <= set(self.recorded("open")) or None
        )
        return max((reply.until for reply in self.recorded("open").values() if reply.until), default=None)

    async def accept(self) -> None:
        """Accepts every award not accepted yet, before its period ends, and waits until that is recorded."""
        willing = self.awarded() - self.silent
        for reference, period in sorted(self.recorded("open").items()):
            if reference not in willing - set(self.recorded("accepted")):
                continue
            at = self.calendar.tick()
            if period.until is not None and at >= period.until:
                raise ValueError(f"{reference} could be accepted until {period.until}, it is {at}")
            answer = AnswerAward(reference=reference, answer="accepted")
            sending = message(answer, reference, f"{reference}-accepted")
            await (await self.send(Arrival(self.id, sending), at))
        await self.mailbox.until(
            f"{len(willing)} acceptances recorded", lambda: willing <= set(self.recorded("accepted")) or None
        )

    async def award(self, reference: Reference) -> None:
        await self._letter("award", reference)

    async def lapse(self, reference: Reference) -> None:
        await self._letter("lapse", reference)

    async def _letter(self, kind: str, reference: Reference) -> None:
        def letters() -> list[DecisionIssued]:
            told = self.mailbox.all(DecisionIssued)
            return [reply for reply in told if (reply.kind, reply.reference) == (kind, reference)]

        await self.mailbox.until(f"the letter `{kind}` for {reference}", lambda: letters() or None)
