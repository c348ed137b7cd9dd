"""What must hold of a round's facts, counted a second time from the facts alone."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from schemas.allocation import (
    AcceptancePeriodSet,
    ApplicationRejected,
    AppropriationCarriedOver,
    ApprovalRecorded,
    AwardAccepted,
    AwardDecided,
    AwardDeclined,
    CommitmentLapsed,
    FrameAdjusted,
    FrameChangeProposed,
    FrameConfirmed,
    FundsReserved,
    MarginSet,
    Movement,
    Part,
    ReservationReleased,
)
from schemas.base import Message
from schemas.ids import ApplicationId, Digest
from schemas.scheme import Scheme
from services.allocation.candidate import Standing
from services.allocation.ledger import Ledger, Pocket
from services.allocation.shares import shares
from services.allocation.state import Frame

MoneyMoved = FundsReserved | ReservationReleased | AwardDecided | AwardDeclined | CommitmentLapsed
FrameChanged = FrameConfirmed | FrameAdjusted | AppropriationCarriedOver | MarginSet

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
    counted: Counter[tuple[str, str]] = Counter()
    for sub_frame in shares(scheme):
        counted[sub_frame.id, "available"] = counted[sub_frame.id, "appropriated"] = sub_frame.nok
    for fact in facts:
        if isinstance(fact, MoneyMoved):
            source, target = FLOWS[type(fact)]
            assert sum(part.amount_nok for part in fact.parts) == fact.amount_nok
            for part in fact.parts:
                counted[part.sub_frame, source] -= part.amount_nok
                counted[part.sub_frame, target] += part.amount_nok
                assert counted[part.sub_frame, source] >= 0
        if isinstance(fact, FrameChanged):
            _changed(counted, fact)
            assert counted[fact.sub_frame, "available"] >= 0
    for balance in ledger.balances:
        held = (balance.available_nok, balance.reserved_nok, balance.committed_nok)
        assert held == tuple(counted[balance.sub_frame, pocket] for pocket in POCKETS)
        brought_in = balance.appropriated_nok + balance.carried_in_nok + balance.adjusted_nok
        assert sum(held) + balance.margin_nok == brought_in


def _changed(counted: Counter[tuple[str, str]], fact: FrameChanged) -> None:
    """A confirmation replaces the appropriation, a margin the margin before it; the others add to what there is."""
    replaces = {FrameConfirmed: ("appropriated", 1), MarginSet: ("margin", -1)}
    column, sign = replaces.get(type(fact), ("", 1))
    before = counted[fact.sub_frame, column] if column else 0
    counted[fact.sub_frame, "available"] += sign * (fact.amount_nok - before)
    if column:
        counted[fact.sub_frame, column] = fact.amount_nok


def versions_without_gaps(facts: Sequence[Message]) -> None:
    """Each movement has the next version of the frame, and begins where the one before ended."""
    moving = [getattr(fact, "movement", None) for fact in facts]
    movements = [movement for movement in moving if isinstance(movement, Movement)]
    assert [movement.frame_version for movement in movements] == list(range(1, len(movements) + 1))
    for earlier, later in pairwise(movements):
        known = {balance.sub_frame: balance for balance in earlier.after}
        assert all(known.get(balance.sub_frame, balance) == balance for balance in later.before)


def every_hold_ends_once(facts: Sequence[Message]) -> None:
    """What is held is held once at a time, and then awarded or released, to the krone; an award ends once, whole."""
    held: dict[ApplicationId, Counter[str]] = {}
    awarded: dict[ApplicationId, Counter[str]] = {}
    for fact in facts:
        match fact:
            case FundsReserved():
                assert fact.application not in held
                assert fact.tops_up == (fact.application in awarded)
                held[fact.application] = _amounts(fact.parts)
            case ReservationReleased():
                assert held.pop(fact.application) == _amounts(fact.parts)
            case AwardDecided():
                assert held.pop(fact.application) == _amounts(fact.parts)
                awarded[fact.application] = awarded.get(fact.application, Counter()) + _amounts(fact.parts)
            case AwardDeclined() | CommitmentLapsed():
                assert awarded.pop(fact.application) == _amounts(fact.parts)
    said = Counter((type(fact), fact.application) for fact in facts if isinstance(fact, ONCE))
    assert max(said.values(), default=1) == 1


ONCE = (AcceptancePeriodSet, AwardAccepted, AwardDeclined, CommitmentLapsed, ApplicationRejected)


def _amounts(parts: Sequence[Part]) -> Counter[str]:
    return Counter({part.sub_frame: part.amount_nok for part in parts})


def two_officers_decided(facts: Sequence[Message]) -> None:
    """Every decision names the two different officers who approved its list before, or proposed it."""
    officers: dict[tuple[str, Digest], list[str]] = {}
    for fact in facts:
        if isinstance(fact, ApprovalRecorded):
            those = officers.setdefault((fact.round, fact.list_hash), [])
            those[:] = [fact.officer] if fact.approvals == 1 else [*those, fact.officer]
        if isinstance(fact, FrameChangeProposed):
            officers[fact.round, fact.list_hash] = [fact.officer]
        if isinstance(fact, AwardDecided | ApplicationRejected):
            assert officers[fact.round, fact.list_hash] == list(fact.decided_by)
            assert len(set(fact.decided_by)) == 2
        if isinstance(fact, FrameChanged):
            assert officers[fact.round, fact.list_hash] == [fact.decided_by[0]]
            assert fact.decided_by[1] != fact.decided_by[0]


def nobody_overtakes(frame: Frame, said: Sequence[Message]) -> None:
    """Of what these facts promoted, each got what nobody who waits before it could have had in its place."""
    left = {balance.sub_frame: balance.available_nok for balance in frame.ledger.balances}
    for fact in reversed(said):
        if not isinstance(fact, FundsReserved) or not fact.promoted:
            continue
        for part in fact.parts:
            left[part.sub_frame] += part.amount_nok
        share = frame.rounds[fact.round].shares[fact.authority]
        available_nok = sum(left[sub_frame] for sub_frame in share.within)
        promoted = frame.candidates[fact.application]
        for application in share.waiting:
            waiting = frame.candidates[application]
            before = (waiting.waiting_place or 0) < (promoted.waiting_place or 0)
            if before and waiting.standing is Standing.REJECTED:
                assert waiting.eligibility is not None
                assert (
                    _quota_full(frame, fact, waiting.eligibility.group)
                    or waiting.eligibility.grantable_nok > available_nok
                )


def _quota_full(frame: Frame, fact: FundsReserved, group: str | None) -> bool:
    quotas = {one.id: one.quota for one in frame.rounds[fact.round].rules.groups}
    quota = next((quota for name, quota in quotas.items() if name == group), None)
    return quota is not None and granted(frame)[group] >= quota.max


def granted(frame: Frame) -> Counter[str | None]:
    """Awards, decided and proposed, by group."""
    held = (Standing.RESERVED, Standing.AWARDED, Standing.ACCEPTED)
    standing = [one for one in frame.candidates.values() if one.standing in held]
    return Counter(one.eligibility.group for one in standing if one.eligibility is not None)


def no_quota_is_exceeded(frame: Frame) -> None:
    for round_ in frame.rounds.values():
        for group in round_.rules.groups:
            assert group.quota is None or granted(frame)[group.id] <= group.quota.max
