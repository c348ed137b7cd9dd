"""A case-handling system as the road sees it: one inbound topic, one reply topic."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import datetime

from demo.arrivals import Arrival, message
from demo.calendar import Calendar
from demo.kafka import Mailbox, Place, Postman
from schemas.flow import INBOUND
from schemas.ids import Reference, SystemId
from schemas.notification import (
    AnswerRecorded,
    CorrectionAsked,
    DecisionIssued,
    DismissalIssued,
    LetterKind,
    ReceiptIssued,
    WithdrawalConfirmed,
)
from schemas.outside import AnswerAward, SubmitApplication, WithdrawApplication


@dataclass
class Sent:
    """What a system sent, and where the broker put it."""

    arrival: Arrival
    place: Place


@dataclass
class CaseSystem:
    """A case-handling system: sends applications, and accepts awards but those of the `unwilling`."""

    id: SystemId
    mailbox: Mailbox
    postman: Postman
    calendar: Calendar
    unwilling: frozenset[Reference]
    sent: list[Sent] = field(default_factory=list)

    async def send(self, arrival: Arrival, at: datetime) -> Awaitable[None]:
        """Returns when it stands in line; what it returns waits until the broker has it."""
        place = await self.postman.send(f"{INBOUND}.{self.id}", arrival.sending, at)

        async def noted() -> None:
            self.sent.append(Sent(arrival, await place))

        return noted()

    def standing(self) -> set[Reference]:
        """The applications that were received, and neither withdrawn nor dismissed."""
        received = {reply.reference for reply in self.mailbox.all(ReceiptIssued) if reply.status == "received"}
        withdrawn = {reply.reference for reply in self.mailbox.all(WithdrawalConfirmed)}
        return received - withdrawn - {reply.reference for reply in self.mailbox.all(DismissalIssued)}

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
        willing = self.awarded() - self.unwilling
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

    async def decline(self, reference: Reference) -> None:
        """Says no to an award, and waits until that is recorded."""
        await self.mailbox.until(
            f"the award to {reference}, open to be answered", lambda: reference in self.recorded("open") or None
        )
        sending = message(AnswerAward(reference=reference, answer="declined"), reference, f"{reference}-declined")
        await (await self.send(Arrival(self.id, sending), self.calendar.tick()))
        await self.mailbox.until(
            f"the recorded no to {reference}", lambda: reference in self.recorded("declined") or None
        )

    async def withdraw(self, reference: Reference) -> None:
        """Takes an application back, and waits until that is confirmed."""
        sending = message(WithdrawApplication(reference=reference), reference, f"{reference}-withdrawn")
        await (await self.send(Arrival(self.id, sending), self.calendar.tick()))
        await self.mailbox.until(
            f"the confirmed withdrawal of {reference}",
            lambda: reference in {one.reference for one in self.mailbox.all(WithdrawalConfirmed)} or None,
        )

    async def asked_to_correct(self, reference: Reference) -> CorrectionAsked:
        return await self.mailbox.until(
            f"what {reference} lacks",
            lambda: next((one for one in self.mailbox.all(CorrectionAsked) if one.reference == reference), None),
        )

    async def correct(self, correction: SubmitApplication) -> int:
        """Sends an application again, and waits for its receipt; returns the new version."""
        reference = correction.reference
        sending = message(correction, reference, f"{reference}-corrected")
        await (await self.send(Arrival(self.id, sending), self.calendar.tick()))

        def received() -> int | None:
            told = (one for one in self.mailbox.all(ReceiptIssued) if one.message == f"{reference}-corrected")
            return next((one.version for one in told), None)

        return await self.mailbox.until(f"the receipt for the correction of {reference}", received)

    async def dismissed(self, reference: Reference) -> DismissalIssued:
        return await self.mailbox.until(
            f"the dismissal of {reference}",
            lambda: next((one for one in self.mailbox.all(DismissalIssued) if one.reference == reference), None),
        )

    async def letter(self, kind: LetterKind, reference: Reference) -> DecisionIssued:
        """The last of this kind."""

        def letters() -> list[DecisionIssued]:
            told = self.mailbox.all(DecisionIssued)
            return [reply for reply in told if (reply.kind, reply.reference) == (kind, reference)]

        return (await self.mailbox.until(f"the letter `{kind}` for {reference}", lambda: letters() or None))[-1]
