"""Laws of money: whatever is shared out is shared out whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.money import share_out

TOTALS = st.integers(0, 10**12)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any)


@given(TOTALS, WEIGHTS)
def test_trap_18_the_parts_sum_to_the_whole(total_nok: int, weights: list[int]) -> None:
    assert sum(share_out(total_nok, weights)) == total_nok


@given(TOTALS, WEIGHTS)
def test_no_part_is_a_krone_away_from_its_exact_share(total_nok: int, weights: list[int]) -> None:
    whole = sum(weights)
    for part, weight in zip(share_out(total_nok, weights), weights, strict=True):
        assert abs(part * whole - total_nok * weight) < whole


@given(TOTALS, WEIGHTS)
def test_who_has_no_weight_gets_nothing(total_nok: int, weights: list[int]) -> None:
    parts = share_out(total_nok, weights)
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(TOTALS, WEIGHTS, st.integers(1, 1000))
def test_only_the_weights_relation_counts(total_nok: int, weights: list[int], times: int) -> None:
    assert share_out(total_nok, [weight * times for weight in weights]) == share_out(total_nok, weights)


def test_the_odd_kroner_go_to_the_first_in_order() -> None:
    assert share_out(100, [1, 1, 1]) == (34, 33, 33)
    assert share_out(101, [1, 0, 1, 1]) == (34, 0, 34, 33)


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_nothing_can_be_shared_out_by_weights_that_are_none(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        share_out(100, weights)
