"""What must hold of a round's facts, counted a second time from the facts alone."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from schemas.allocation import (
    AcceptancePeriodSet,
    ApplicationRejected,
    ApprovalRecorded,
    AwardAccepted,
    AwardDecided,
    AwardDeclined,
    CommitmentLapsed,
    FundsReserved,
    Movement,
    ReservationReleased,
)
from schemas.base import Message
from schemas.ids import Digest
from schemas.scheme import Scheme
from services.allocation.ledger import Ledger, Pocket

MoneyMoved = FundsReserved | ReservationReleased | AwardDecided | AwardDeclined | CommitmentLapsed

FLOWS: dict[type[Message], tuple[Pocket, Pocket]] = {
    FundsReserved: ("available", "reserved"),
    ReservationReleased: ("reserved", "available"),
    AwardDecided: ("reserved", "committed"),
    AwardDeclined: ("committed", "available"),
    CommitmentLapsed: ("committed", "available"),
}
POCKETS: tuple[Pocket, ...] = ("available", "reserved", "committed")


def same_balances(facts: Sequence[Message], scheme: Scheme, ledger: Ledger) -> None:
    """No pocket was ever overdrawn, and the ledger stands where the amounts of the facts lead."""
    counted: Counter[tuple[str, Pocket]] = Counter()
    for sub_frame in scheme.sub_frames:
        counted[sub_frame.id, "available"] = sub_frame.nok
    for fact in facts:
        if isinstance(fact, MoneyMoved):
            source, target = FLOWS[type(fact)]
            assert sum(part.amount_nok for part in fact.parts) == fact.amount_nok
            for part in fact.parts:
                counted[part.sub_frame, source] -= part.amount_nok
                counted[part.sub_frame, target] += part.amount_nok
                assert counted[part.sub_frame, source] >= 0
    for balance in ledger.balances:
        held = (balance.available_nok, balance.reserved_nok, balance.committed_nok)
        assert held == tuple(counted[balance.sub_frame, pocket] for pocket in POCKETS)
        assert sum(held) == balance.appropriated_nok


def versions_without_gaps(facts: Sequence[Message]) -> None:
    """Each movement has the next version of the frame, and begins where the one before ended."""
    moving = [getattr(fact, "movement", None) for fact in facts]
    movements = [movement for movement in moving if isinstance(movement, Movement)]
    assert [movement.frame_version for movement in movements] == list(range(1, len(movements) + 1))
    for earlier, later in pairwise(movements):
        known = {balance.sub_frame: balance for balance in earlier.after}
        assert all(known.get(balance.sub_frame, balance) == balance for balance in later.before)


def every_hold_ends_at_most_once(facts: Sequence[Message]) -> None:
    """Reserved once; then committed or released; then accepted, declined or lapsed."""
    happened = Counter((type(fact), getattr(fact, "application", None)) for fact in facts)
    for name in {name for _, name in happened if name is not None}:
        decided = happened[AwardDecided, name]
        assert decided + happened[ReservationReleased, name] <= happened[FundsReserved, name] <= 1
        ended = happened[AwardAccepted, name] + happened[AwardDeclined, name] + happened[CommitmentLapsed, name]
        assert ended <= decided
        assert happened[AcceptancePeriodSet, name] <= decided
        assert happened[ApplicationRejected, name] <= 1


def two_officers_decided(facts: Sequence[Message]) -> None:
    """Every decision names the two different officers who approved its list before."""
    officers: dict[Digest, list[str]] = {}
    for fact in facts:
        if isinstance(fact, ApprovalRecorded):
            officers.setdefault(fact.list_hash, []).append(fact.officer)
        if isinstance(fact, AwardDecided | ApplicationRejected):
            assert officers[fact.list_hash] == list(fact.decided_by)
            assert len(set(fact.decided_by)) == 2
