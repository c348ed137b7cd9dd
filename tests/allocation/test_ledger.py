"""The laws of money: what a sub-frame was given lies in one of four pockets, and nothing falls below zero."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.allocation import Movement, Part
from schemas.ids import SubFrameId
from schemas.scheme import SubFrame
from services.allocation.ledger import Ledger, Overspent, Pocket, UnknownSubFrame, merged
from tests.allocation.kroner import FRAME, SECOND, check, held, opened, part

POCKETS: list[Pocket] = ["available", "reserved", "committed"]

sums = st.lists(st.integers(0, 50_000_000), min_size=1, max_size=4)


def test_a_frame_opens_with_all_its_money_available() -> None:
    ledger = opened(43_000_000, 7_000_000)
    assert (ledger.version, ledger.available_nok) == (1, 50_000_000)
    check(ledger)


def test_a_frame_opens_with_its_margin_for_appeals_kept_back() -> None:
    ledger = opened(1_000, 500, margin_nok=100)
    assert held(ledger) == [(900, 100, 0, 0), (400, 100, 0, 0)]
    assert ledger.available_nok == 1_300
    check(ledger)


def test_a_frame_is_not_opened_twice_though_two_rounds_draw_on_it() -> None:
    with pytest.raises(Overspent):
        opened(100).appropriate([SubFrame(id=SECOND, nok=100)])


def test_trap_12_an_amount_is_taken_in_spending_order_and_may_lie_in_two_sub_frames() -> None:
    assert opened(100, 50).place(120) == (part(0, 100), part(1, 20))
    assert opened(100, 50).place(100) == (part(0, 100),)
    assert opened(0, 50).place(20) == (part(1, 20),)
    assert opened(100, 50).place(0) == ()


def test_an_office_takes_from_its_own_sub_frame_though_others_have_more() -> None:
    ledger = opened(100, 50)
    assert ledger.available_in({SECOND}) == 50
    assert ledger.available_in(None) == 150
    assert ledger.available_in([]) == 0
    assert ledger.place(50, within={SECOND}) == (part(1, 50),)
    with pytest.raises(Overspent):
        ledger.place(51, within={SECOND})


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
    with pytest.raises(UnknownSubFrame):
        opened(100).move([part(0, 10), part(1, 10)], "available", "reserved")


def test_two_parts_of_one_sub_frame_are_moved_together() -> None:
    ledger, _ = opened(100, 50).move([part(0, 30), part(1, 5), part(0, 20)], "available", "reserved")
    assert held(ledger) == [(50, 0, 50, 0), (45, 0, 5, 0)]


def test_an_award_and_what_tops_it_up_are_one_part_in_each_sub_frame() -> None:
    assert merged(part(0, 30), part(1, 5), part(0, 20)) == (part(0, 50), part(1, 5))
    assert merged() == ()


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


Change = Callable[[Ledger], tuple[Ledger, Movement]]


def drawn(ledger: Ledger, data: st.DataObject) -> tuple[Change, bool]:
    """A movement or a change of the frame, and whether the law lets it happen, counted by hand."""
    sub_frame = SubFrameId(f"part-{data.draw(st.integers(0, len(ledger.balances) - 1))}")
    one = next(balance for balance in ledger.balances if balance.sub_frame == sub_frame)
    nok = data.draw(st.integers(0, 60_000_000))
    kept = one.margin_nok + one.reserved_nok + one.committed_nok
    match data.draw(st.sampled_from(["move", "move", "move", "confirm", "adjust", "carry_in", "set_margin"])):
        case "confirm":
            fits = nok + one.carried_in_nok + one.adjusted_nok >= kept
            assert ledger.can_confirm(sub_frame, nok) == fits
            return lambda now: now.confirm(sub_frame, nok), fits
        case "adjust":
            by_nok = data.draw(st.sampled_from([nok, -nok, -one.available_nok, -one.available_nok - 1]))
            assert ledger.can_adjust(sub_frame, by_nok) == (one.available_nok + by_nok >= 0)
            return lambda now: now.adjust(sub_frame, by_nok), one.available_nok + by_nok >= 0
        case "carry_in":
            assert ledger.can_carry_in(sub_frame, nok)
            return lambda now: now.carry_in(sub_frame, nok), True
        case "set_margin":
            fits = nok <= one.available_nok + one.margin_nok
            assert ledger.can_set_margin(sub_frame, nok) == fits
            return lambda now: now.set_margin(sub_frame, nok), fits
    source, target = data.draw(st.permutations(POCKETS))[:2]
    moved = Part(sub_frame=sub_frame, amount_nok=nok)
    return lambda now: now.move([moved], source, target), getattr(one, f"{source}_nok") >= nok


@settings(max_examples=200, deadline=None)
@given(sums, st.integers(0, 1_000_000), st.data())
def test_no_history_makes_or_loses_money_and_refused_ones_leave_everything_as_it_was(
    amounts: list[int], margin_nok: int, data: st.DataObject
) -> None:
    ledger = opened(*amounts, margin_nok=margin_nok)
    for _ in range(data.draw(st.integers(1, 10))):
        change, fits = drawn(ledger, data)
        before = ledger
        if fits:
            ledger, movement = change(before)
            assert ledger.version == before.version + 1
            assert [one.sub_frame for one in ledger.balances] == [one.sub_frame for one in before.balances]
            assert before.follow(movement) == ledger
        else:
            with pytest.raises(Overspent):
                change(before)
        check(ledger)


@settings(max_examples=60, deadline=None)
@given(sums, st.data())
def test_what_was_reserved_or_committed_returns_exactly_to_its_parts(amounts: list[int], data: st.DataObject) -> None:
    ledger = opened(*amounts)
    parts = ledger.place(data.draw(st.integers(1, max(1, sum(amounts)))) if sum(amounts) else 0)
    held_, _ = ledger.move(parts, "available", "reserved")
    committed, _ = held_.move(parts, "reserved", "committed")
    sources: list[tuple[Ledger, Pocket]] = [(held_, "reserved"), (committed, "committed")]
    for ledger_, source in sources:
        returned, _ = ledger_.move(parts, source, "available")
        assert returned.balances == ledger.balances
        if parts:
            with pytest.raises(Overspent):
                returned.move(parts, source, "available")
