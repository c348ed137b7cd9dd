"""Operations, and who decides: each states on its casework topic, and knows what its mailbox has told it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from demo.arrivals import message
from demo.calendar import Calendar
from demo.kafka import Mailbox, Postman
from schemas.base import Message
from schemas.flow import CASEWORK
from schemas.ids import AuthorityId
from schemas.intake import HistoricalAwardRecorded, ReferenceAdopted
from schemas.outside import AdoptReference, RecordHistoricalAward


@dataclass
class Authority:
    """Whoever speaks on a casework topic, one statement after the other."""

    id: AuthorityId
    mailbox: Mailbox
    postman: Postman
    calendar: Calendar
    stated: int = field(default=0, init=False)

    async def state(self, content: Message, key: str, at: datetime | None = None) -> None:
        """Returns when the broker has it."""
        self.stated += 1
        sending = message(content, key, f"{self.id}-{self.stated}")
        await (await self.postman.send(f"{CASEWORK}.{self.id}", sending, at or self.calendar.tick()))


class Operations(Authority):
    """Its mailbox is what intake says to everybody."""

    async def adopt(self, reference: Sequence[AdoptReference]) -> None:
        for adopted in reference:
            await self.state(adopted, adopted.name)
        names = {adopted.name for adopted in reference}
        await self.mailbox.until(
            f"{len(names)} lists adopted",
            lambda: names <= {fact.name for fact in self.mailbox.all(ReferenceAdopted)} or None,
        )

    async def record(self, awards: Sequence[RecordHistoricalAward]) -> None:
        for award in awards:
            await self.state(award, award.organisation_number)
        await self.mailbox.until(
            f"{len(awards)} earlier awards recorded",
            lambda: len(self.mailbox.all(HistoricalAwardRecorded)) >= len(awards) or None,
        )
