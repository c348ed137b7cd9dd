"""Ledgers, short to say, and the law that every one of them keeps."""

from schemas.allocation import Part
from schemas.ids import FrameId, SubFrameId
from schemas.scheme import SubFrame
from services.allocation.ledger import Ledger

FRAME = FrameId("ips-2019")
FIRST, SECOND, NOWHERE = SubFrameId("part-0"), SubFrameId("part-1"), SubFrameId("part-9")


def opened(*amounts_nok: int, margin_nok: int = 0) -> Ledger:
    """Each sub-frame has this margin, or as much of it as it has money."""
    sub_frames = [
        SubFrame(id=SubFrameId(f"part-{place}"), nok=nok, appeal_margin_nok=min(nok, margin_nok))
        for place, nok in enumerate(amounts_nok)
    ]
    ledger, _ = Ledger(FRAME).appropriate(sub_frames)
    return ledger


def part(place: int, amount_nok: int) -> Part:
    return Part(sub_frame=SubFrameId(f"part-{place}"), amount_nok=amount_nok)


def reserved(ledger: Ledger, amount_nok: int) -> Ledger:
    return ledger.move(ledger.place(amount_nok), "available", "reserved")[0]


def held(ledger: Ledger) -> list[tuple[int, int, int, int]]:
    """Available, margin, reserved and committed of each sub-frame."""
    return [(one.available_nok, one.margin_nok, one.reserved_nok, one.committed_nok) for one in ledger.balances]


def check(ledger: Ledger) -> None:
    for balance, pockets in zip(ledger.balances, held(ledger), strict=True):
        assert sum(pockets) == balance.appropriated_nok + balance.carried_in_nok + balance.adjusted_nok
        assert min(pockets) >= 0
