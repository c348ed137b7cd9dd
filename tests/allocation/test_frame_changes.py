"""A frame is confirmed, raised, cut, carried over and kept back from: never below what is promised or held."""

from collections.abc import Callable

import pytest

from schemas.ids import SubFrameId
from services.allocation.ledger import MOST_NOK, Ledger, Overspent, UnknownSubFrame
from tests.allocation.kroner import FIRST, NOWHERE, SECOND, check, held, opened, part, reserved

CHANGES: list[tuple[Callable[[Ledger, SubFrameId, int], object], Callable[[Ledger, SubFrameId, int], bool]]] = [
    (Ledger.confirm, Ledger.can_confirm),
    (Ledger.adjust, Ledger.can_adjust),
    (Ledger.carry_in, Ledger.can_carry_in),
    (Ledger.set_margin, Ledger.can_set_margin),
]


def half_held() -> Ledger:
    """Of 1,000 in the first sub-frame 100 are kept for appeals, 300 reserved, 200 committed: 400 are available."""
    ledger = reserved(opened(1_000, 500, margin_nok=100), 500)
    return ledger.move([part(0, 200)], "reserved", "committed")[0]


def test_a_provisional_amount_is_replaced_by_the_allocated_one_and_not_added() -> None:
    ledger, movement = opened(1_000, 500, margin_nok=100).confirm(FIRST, 1_200)
    assert held(ledger) == [(1_100, 100, 0, 0), (400, 100, 0, 0)]
    assert [one.appropriated_nok for one in ledger.balances] == [1_200, 500]
    assert [one.sub_frame for one in (*movement.before, *movement.after)] == [FIRST, FIRST]
    assert movement.frame_version == 2
    check(ledger)


def test_less_than_announced_may_be_allocated_but_never_less_than_is_held() -> None:
    assert held(half_held().confirm(FIRST, 600)[0])[0] == (0, 100, 300, 200)
    assert not half_held().can_confirm(FIRST, 599)


def test_a_raised_frame_has_more_available_and_says_by_how_much() -> None:
    ledger, _ = half_held().adjust(SECOND, 50)
    ledger, _ = ledger.adjust(SECOND, 25)
    one = ledger.balances[1]
    assert (one.appropriated_nok, one.adjusted_nok, one.available_nok) == (500, 75, 475)
    check(ledger)


def test_a_cut_takes_what_is_available_and_not_a_krone_of_what_is_held() -> None:
    ledger, _ = half_held().adjust(FIRST, -400)
    assert held(ledger)[0] == (0, 100, 300, 200)
    assert ledger.balances[0].adjusted_nok == -400
    check(ledger)
    with pytest.raises(Overspent):
        half_held().adjust(FIRST, -401)
    assert not half_held().can_adjust(FIRST, -401)


def test_a_cut_of_one_sub_frame_is_not_paid_by_another() -> None:
    assert half_held().available_nok == 800
    assert not half_held().can_adjust(FIRST, -500)


def test_what_is_carried_over_is_added_beside_the_years_own_money() -> None:
    ledger, _ = half_held().carry_in(FIRST, 30)
    ledger, _ = ledger.carry_in(FIRST, 20)
    one = ledger.balances[0]
    assert (one.appropriated_nok, one.carried_in_nok, one.available_nok) == (1_000, 50, 450)
    check(ledger)


def test_nothing_can_be_carried_out_by_carrying_in() -> None:
    ledger, _ = half_held().carry_in(FIRST, 30)
    assert ledger.can_carry_in(FIRST, 0)
    assert not ledger.can_carry_in(FIRST, -1)


def test_a_margin_is_set_as_a_whole_and_not_added() -> None:
    ledger, _ = half_held().set_margin(FIRST, 150)
    assert held(ledger)[0] == (350, 150, 300, 200)
    ledger, _ = ledger.set_margin(FIRST, 0)
    assert held(ledger)[0] == (500, 0, 300, 200)
    check(ledger)


def test_a_margin_is_no_more_than_what_is_available_and_no_less_than_nothing() -> None:
    assert held(half_held().set_margin(FIRST, 500)[0])[0] == (0, 500, 300, 200)
    assert not half_held().can_set_margin(FIRST, 501)
    assert not half_held().can_set_margin(FIRST, -1)


@pytest.mark.parametrize(("change", "can"), CHANGES)
def test_a_change_of_a_sub_frame_that_is_not_there_is_refused_or_a_bug(
    change: Callable[[Ledger, SubFrameId, int], object],
    can: Callable[[Ledger, SubFrameId, int], bool],
) -> None:
    ledger = opened(1_000)
    assert ledger.has(FIRST)
    assert not ledger.has(NOWHERE)
    assert can(ledger, FIRST, 600)
    assert not can(ledger, NOWHERE, 600)
    with pytest.raises(UnknownSubFrame):
        change(ledger, NOWHERE, 600)


@pytest.mark.parametrize("change", [Ledger.adjust, Ledger.carry_in])
def test_no_sub_frame_has_more_than_a_message_can_carry_wherever_it_comes_to_lie(
    change: Callable[[Ledger, SubFrameId, int], tuple[Ledger, object]],
) -> None:
    ledger, _ = change(half_held(), FIRST, MOST_NOK - 1_000)
    ledger, _ = ledger.move([part(0, 300)], "reserved", "available")
    ledger, _ = ledger.move([part(0, 200)], "committed", "available")
    ledger, _ = ledger.set_margin(FIRST, 0)
    assert ledger.balances[0].available_nok == MOST_NOK
    with pytest.raises(Overspent):
        change(half_held(), FIRST, MOST_NOK - 999)


def test_a_change_moves_nothing_in_the_other_sub_frames_and_can_be_told_again() -> None:
    before = half_held()
    for after, movement in (
        before.confirm(SECOND, 700),
        before.adjust(SECOND, -100),
        before.carry_in(SECOND, 1),
        before.set_margin(SECOND, 0),
    ):
        assert after.balances[0] == before.balances[0]
        assert after.version == movement.frame_version == before.version + 1
        assert before.follow(movement) == after
        assert after != before
