"""A frame's facts as allocation says them, one after the other, and the rows that they stand in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson

from audit.checks.money import TABLE, Balances, Money
from chassis.journal import Row
from schemas.allocation import Movement, Part
from schemas.ids import FrameId, SubFrameId
from schemas.scheme import SubFrame
from services.allocation.ledger import Ledger, Pocket, merged
from tests.audit.whole import broken

FRAME = FrameId("ips-2019")
EARMARKED, TOP_UP = SubFrameId("earmarked"), SubFrameId("top-up")
PATHS: dict[str, tuple[Pocket, Pocket]] = {
    "FundsReserved": ("available", "reserved"),
    "AwardDecided": ("reserved", "committed"),
    "ReservationReleased": ("reserved", "available"),
    "AwardDeclined": ("committed", "available"),
    "CommitmentLapsed": ("committed", "available"),
}


def row(position: int, type_: str, fact: dict[str, Any]) -> Row:
    return Row(
        position=position,
        kind="decided",
        source_topic="intake",
        source_partition=0,
        source_offset=position,
        input_number=position,
        index=1,
        count=2,
        at=datetime(2019, 5, 2, tzinfo=UTC),
        stream=f"frame/{FRAME}",
        version=position,
        group=None,
        reads="{}",
        gathered=0,
        rests="{}",
        rules=None,
        code="allocation/1",
        topic="allocation",
        partition=0,
        key=FRAME,
        type=type_,
        data=orjson.dumps(fact),
        event_id="",
        correlation="",
        causation="",
        previous=b"",
        hash=b"",
    )


@dataclass
class History:
    """A frame of 1,000 and 500 kroner, and what becomes of it. `facts` may be doctored before they are checked."""

    ledger: Ledger = field(default_factory=lambda: Ledger(FRAME))
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def opens(self, *, margin_nok: int = 0, provisional: bool = False) -> "History":
        first = SubFrame(id=EARMARKED, nok=1_000, appeal_margin_nok=margin_nok)
        ledger, movement = self.ledger.appropriate([first, SubFrame(id=TOP_UP, nok=500)])
        return self._says("FrameAllocated", ledger, movement, provisional=provisional)

    def moves(self, type_: str, application: str, *amounts_nok: int, **more: Any) -> "History":
        """Amounts by sub-frame, in their order."""
        names = (EARMARKED, TOP_UP)
        parts = [Part(sub_frame=name, amount_nok=nok) for name, nok in zip(names, amounts_nok, strict=False) if nok]
        source, target = PATHS[type_]
        ledger, movement = self.ledger.move(parts, source, target)
        plain = [part.plain() for part in merged(*parts)]
        more = {"application": application, "amount_nok": sum(amounts_nok), "parts": plain, **more}
        return self._says(type_, ledger, movement, **more)

    def awards(self, application: str, *amounts_nok: int, tops_up: bool = False) -> "History":
        reserved = self.moves("FundsReserved", application, *amounts_nok, tops_up=tops_up)
        return reserved.moves("AwardDecided", application, *amounts_nok, tops_up=tops_up)

    def changes(self, type_: str, sub_frame: SubFrameId, nok: int) -> "History":
        change = {
            "FrameConfirmed": Ledger.confirm,
            "FrameAdjusted": Ledger.adjust,
            "AppropriationCarriedOver": Ledger.carry_in,
            "MarginSet": Ledger.set_margin,
        }[type_]
        ledger, movement = change(self.ledger, sub_frame, nok)
        return self._says(type_, ledger, movement, sub_frame=sub_frame, amount_nok=nok)

    def _says(self, type_: str, ledger: Ledger, movement: Movement, **values: Any) -> "History":
        self.ledger = ledger
        self.facts.append((type_, {"frame": FRAME, "movement": movement.plain(), **values}))
        return self

    def table(self) -> Balances:
        """The table of balances as it would stand."""
        touched = {
            balance["sub_frame"]: fact["movement"]["frame_version"]
            for _, fact in self.facts
            for balance in fact["movement"]["after"]
        }
        return {
            (FRAME, balance.sub_frame): (
                touched[balance.sub_frame],
                *(getattr(balance, f"{name}_nok") for name in TABLE),
            )
            for balance in self.ledger.balances
        }

    def broken(self, table: Balances | None = None) -> list[str]:
        """The laws that do not hold, in short: the name of each check."""
        money = Money("allocation")
        for position, (type_, fact) in enumerate(self.facts, start=1):
            money.take([row(position, type_, fact)])
        money.end(self.table() if table is None else table)
        names = {check.law: name for name, check in vars(money).items() if check in money.checks}
        return sorted(names[law] for law in broken(money.checks))
