"""The laws of money: what was appropriated stays in one of three pockets, and nothing falls below zero."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.allocation import Balance, Movement, Part
from schemas.ids import FrameId, SubFrameId
from schemas.scheme import SubFrame
from services.allocation.ledger import Ledger, Overspent, Pocket

FRAME = FrameId("ips-2019")
POCKETS: list[Pocket] = ["available", "reserved", "committed"]

sums = st.lists(st.integers(0, 50_000_000), min_size=1, max_size=4)


def opened(*amounts_nok: int) -> Ledger:
    sub_frames = [SubFrame(id=SubFrameId(f"part-{place}"), nok=nok) for place, nok in enumerate(amounts_nok)]
    ledger, _ = Ledger(FRAME).appropriate(sub_frames)
    return ledger


def part(place: int, amount_nok: int) -> Part:
    return Part(sub_frame=SubFrameId(f"part-{place}"), amount_nok=amount_nok)


def in_pockets(balance: Balance) -> int:
    return balance.available_nok + balance.reserved_nok + balance.committed_nok


def check(ledger: Ledger) -> None:
    for balance in ledger.balances:
        assert in_pockets(balance) == balance.appropriated_nok
        assert min(balance.available_nok, balance.reserved_nok, balance.committed_nok) >= 0


def test_a_frame_opens_with_all_its_money_available() -> None:
    ledger = opened(43_000_000, 7_000_000)
    assert (ledger.version, ledger.available_nok) == (1, 50_000_000)
    check(ledger)


def test_an_amount_is_taken_in_spending_order_and_may_lie_in_two_sub_frames() -> None:
    assert opened(100, 50).place(120) == (part(0, 100), part(1, 20))
    assert opened(100, 50).place(100) == (part(0, 100),)
    assert opened(0, 50).place(20) == (part(1, 20),)
    assert opened(100, 50).place(0) == ()


def test_a_krone_more_than_there_is_can_not_be_placed() -> None:
    assert opened(100, 50).place(150)
    with pytest.raises(Overspent):
        opened(100, 50).place(151)


def test_a_krone_more_than_a_pocket_holds_can_not_be_moved() -> None:
    ledger = opened(100)
    with pytest.raises(Overspent):
        ledger.move([part(0, 101)], "available", "reserved")
    with pytest.raises(Overspent):
        ledger.move([part(0, 1)], "reserved", "committed")


def test_money_is_not_moved_in_a_sub_frame_that_does_not_exist() -> None:
    with pytest.raises(Overspent):
        opened(100).move([part(0, 10), part(1, 10)], "available", "reserved")


def test_a_movement_names_only_the_sub_frames_that_it_touches_before_and_after() -> None:
    _, movement = opened(100, 50, 20).move([part(1, 30)], "available", "reserved")
    (before,), (after,) = movement.before, movement.after
    assert (before.sub_frame, before.available_nok, before.reserved_nok) == ("part-1", 50, 0)
    assert (after.sub_frame, after.available_nok, after.reserved_nok) == ("part-1", 20, 30)
    assert (movement.frame, movement.frame_version) == (FRAME, 2)


@settings(max_examples=100, deadline=None)
@given(sums, st.data())
def test_the_parts_sum_to_the_amount_and_no_later_sub_frame_is_touched_before_an_earlier_is_empty(
    amounts: list[int], data: st.DataObject
) -> None:
    ledger = opened(*amounts)
    amount = data.draw(st.integers(0, sum(amounts)))
    parts = ledger.place(amount)
    assert sum(one.amount_nok for one in parts) == amount
    left, _ = ledger.move(parts, "available", "reserved")
    touched = [balance.available_nok for balance in left.balances]
    assert sorted(parts, key=lambda one: one.sub_frame) == list(parts)
    for place, one in enumerate(parts[:-1]):
        assert one.amount_nok > 0
        assert touched[int(one.sub_frame.removeprefix("part-"))] == 0, place


@settings(max_examples=100, deadline=None)
@given(sums, st.data())
def test_no_movement_makes_or_loses_money_and_refused_ones_leave_everything_as_it_was(
    amounts: list[int], data: st.DataObject
) -> None:
    ledger = opened(*amounts)
    for _ in range(data.draw(st.integers(1, 8))):
        moved = part(data.draw(st.integers(0, len(amounts) - 1)), data.draw(st.integers(0, 60_000_000)))
        source, target = data.draw(st.permutations(POCKETS))[:2]
        held = next(b for b in ledger.balances if b.sub_frame == moved.sub_frame)
        if getattr(held, f"{source}_nok") < moved.amount_nok:
            with pytest.raises(Overspent):
                ledger.move([moved], source, target)
        else:
            before = ledger
            ledger, movement = ledger.move([moved], source, target)
            assert ledger.version == before.version + 1
            assert [b.sub_frame for b in ledger.balances] == [b.sub_frame for b in before.balances]
            assert before.follow(movement) == ledger
        check(ledger)


@settings(max_examples=60, deadline=None)
@given(sums, st.data())
def test_what_was_reserved_or_committed_returns_exactly_to_its_parts(amounts: list[int], data: st.DataObject) -> None:
    ledger = opened(*amounts)
    parts = ledger.place(data.draw(st.integers(1, max(1, sum(amounts)))) if sum(amounts) else 0)
    reserved, _ = ledger.move(parts, "available", "reserved")
    committed, _ = reserved.move(parts, "reserved", "committed")
    for ledger_, pocket in ((reserved, "reserved"), (committed, "committed")):
        source: Pocket = "reserved" if pocket == "reserved" else "committed"
        returned, _ = ledger_.move(parts, source, "available")
        assert returned.balances == ledger.balances
        if parts:
            with pytest.raises(Overspent):
                returned.move(parts, source, "available")


def three_movements() -> tuple[Ledger, list[Movement]]:
    ledger, movements = opened(100, 50), []
    for amount in (10, 20, 30):
        ledger, movement = ledger.move(ledger.place(amount), "available", "reserved")
        movements.append(movement)
    return ledger, movements


def followed(*movements: Movement) -> Ledger:
    ledger = opened(100, 50)
    for movement in movements:
        ledger = ledger.follow(movement)
    return ledger


def test_a_ledger_is_told_again_from_its_movements() -> None:
    ledger, movements = three_movements()
    assert followed(*movements) == ledger


def test_a_movement_that_was_lost_doubled_or_exchanged_is_noticed() -> None:
    _, (first, second, third) = three_movements()
    wrong: list[list[Any]] = [[first, third], [first, first], [first, second, second], [second, first], [third]]
    for movements in wrong:
        with pytest.raises(Overspent):
            followed(*movements)


def test_a_movement_that_was_lost_is_noticed_although_it_touched_other_sub_frames() -> None:
    ledger, _ = opened(100, 50).move([part(0, 10)], "available", "reserved")
    _, elsewhere = ledger.move([part(1, 10)], "available", "reserved")
    with pytest.raises(Overspent):
        followed(elsewhere)


def test_a_movement_with_the_right_number_from_another_balance_is_noticed() -> None:
    _, (first, second, _) = three_movements()
    (before,) = second.before
    forged = second.but(before=(before.but(available_nok=before.available_nok + 1),))
    with pytest.raises(Overspent):
        followed(first, forged)
