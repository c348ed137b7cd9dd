"""A ledger is told again from its movements alone, and one that was lost, doubled or forged is noticed."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from schemas.allocation import Movement
from services.allocation.ledger import MOST_NOK, Ledger, Overspent, UnknownSubFrame
from tests.allocation.kroner import FIRST, NOWHERE, SECOND, opened, part


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


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda ledger: ledger.appropriate([]), "ips-2019: its money was appropriated before"),
        (lambda ledger: ledger.place(51, within={SECOND}), "ips-2019: 51 kroner asked, 50 available"),
        (lambda ledger: ledger.move([part(0, 101)], "available", "reserved"), "part-0: available would be -1 kroner"),
        (lambda ledger: ledger.move([part(9, 1)], "available", "reserved"), "no such sub-frame among ['part-9']"),
        (lambda ledger: ledger.carry_in(FIRST, -1), "part-0: -1 kroner can't be carried in"),
        (lambda ledger: ledger.set_margin(NOWHERE, 1), "ips-2019: no such sub-frame as part-9"),
        (lambda ledger: ledger.adjust(FIRST, MOST_NOK), "part-0: 1000000000100 kroner are more than it can have"),
        (
            lambda ledger: ledger.adjust(FIRST, -101),
            "{'adjusted_nok': -101}, -1 kroner would be available",
        ),
        (lambda ledger: ledger.follow(three_movements()[1][1]), "ips-2019: movement 3 does not follow version 1"),
    ],
)
def test_what_stops_a_service_says_where_and_how_many_kroner(wrong: Callable[[Ledger], object], told: str) -> None:
    with pytest.raises((Overspent, UnknownSubFrame), match=re.escape(told)):
        wrong(opened(100, 50))
