"""Doctored money is found from the facts alone, whoever chained the journal anew."""

from collections.abc import Callable
from dataclasses import replace

import orjson
import pytest

from tests.audit.whole import Journals, balances, broken, changed, checked, found, journals, resealed


def _more_for_fjord(rows: Journals) -> None:
    award = found(rows["allocation"], "AwardDecided")
    changed(award, amount_nok=700_001)


def _doctored_balance(rows: Journals) -> None:
    award = found(rows["allocation"], "AwardDecided", 1)
    movement = orjson.loads(award.data)["movement"]
    movement["before"][0]["committed_nok"] += 1
    changed(award, movement=movement)


def _overspent(rows: Journals) -> None:
    award = found(rows["allocation"], "FundsReserved")
    movement = orjson.loads(award.data)["movement"]
    movement["after"][0]["available_nok"] -= 2_000_000
    movement["after"][0]["reserved_nok"] += 2_000_000
    changed(award, movement=movement)


def _returned_twice(rows: Journals) -> None:
    lapse = found(rows["allocation"], "CommitmentLapsed")
    rows["allocation"].insert(rows["allocation"].index(lapse), replace(lapse))


@pytest.mark.parametrize(
    ("doctor", "law"),
    [
        (_more_for_fjord, "each fact moves its own parts, from the right pocket to the right one"),
        (_doctored_balance, "each movement of money starts where the frame's last one ended"),
        (
            _overspent,
            "appropriated + carried in + adjusted = available + margin + reserved + committed, and none is below zero",
        ),
        (_returned_twice, "each krone is held for one application, and returned at most once"),
    ],
)
def test_doctored_money_is_found_though_the_chain_was_made_anew(doctor: Callable[[Journals], None], law: str) -> None:
    all_rows = journals()
    doctor(all_rows)
    all_rows["allocation"] = resealed(all_rows["allocation"])

    assert law in broken(checked(all_rows, "allocation"))


def test_a_table_of_balances_that_is_one_krone_off_is_found() -> None:
    wrong = {**balances(), ("ips-2019", "top-up"): (10, 500_000, 0, 0, 100_001, 0, 0, 399_999)}

    told = broken(checked(journals(), "allocation", money=wrong))

    assert list(told) == ["the balances at the end are those of the table"]
    assert "ips-2019/top-up" in told["the balances at the end are those of the table"]
