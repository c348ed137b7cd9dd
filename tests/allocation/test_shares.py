"""One national frame in office shares: each by its key, and together to the krone."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.ids import FrameId, SubFrameId
from schemas.scheme import CountyShares, Scheme, SubFrame
from services.allocation.ledger import Ledger
from services.allocation.shares import shares
from tests.allocation.examples import IPS_2019

RUSARBEID_2018_NOK = 472_400_000
"""Fagrådet on the round of 2018."""

offices = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=4), st.integers(1, 1_000_000), min_size=1, max_size=16
)


def split(nok: int, keys: dict[str, int], margin_nok: int = 0) -> Scheme:
    whole = SubFrame(id=SubFrameId("national"), nok=nok, appeal_margin_nok=margin_nok)
    return IPS_2019.but(sub_frames=(whole,), county_shares=CountyShares(keys=keys))


def test_without_keys_the_sub_frames_are_the_rounds_own_in_spending_order() -> None:
    assert shares(IPS_2019) == IPS_2019.sub_frames


def test_each_office_has_a_sub_frame_with_its_id_and_the_odd_kroner_go_to_the_first_ids() -> None:
    scheme = split(100, {"vestland": 1, "agder": 1, "finnmark": 1})
    assert [(part.id, part.nok) for part in shares(scheme)] == [("agder", 34), ("finnmark", 33), ("vestland", 33)]


def test_a_margin_for_appeals_is_kept_by_each_office_after_its_share() -> None:
    scheme = split(1_000, {"a": 3, "b": 1}, margin_nok=101)
    assert [(part.nok, part.appeal_margin_nok) for part in shares(scheme)] == [(750, 76), (250, 25)]


def test_no_office_keeps_back_a_krone_that_it_does_not_have() -> None:
    """By the keys alone the margin of 2 would be 1 and 1, where the 3 kroner are 2, 0 and 1."""
    scheme = split(3, {"a": 2, "b": 1, "c": 2}, margin_nok=2)
    assert [(part.nok, part.appeal_margin_nok) for part in shares(scheme)] == [(2, 2), (0, 0), (1, 0)]


def test_a_frame_without_money_has_shares_of_nothing() -> None:
    assert [(part.nok, part.appeal_margin_nok) for part in shares(split(0, {"a": 2, "b": 1}))] == [(0, 0), (0, 0)]


@settings(max_examples=200, deadline=None)
@given(offices, st.integers(0, RUSARBEID_2018_NOK), st.data())
def test_the_shares_are_the_whole_to_the_krone_and_nobody_is_a_krone_off_its_key(
    keys: dict[str, int], nok: int, data: st.DataObject
) -> None:
    margin_nok = data.draw(st.integers(0, nok))
    parts = shares(split(nok, keys, margin_nok))
    assert [part.id for part in parts] == sorted(keys)
    assert sum(part.nok for part in parts) == nok
    assert sum(part.appeal_margin_nok for part in parts) == margin_nok
    assert all(part.appeal_margin_nok <= part.nok for part in parts)
    for part in parts:
        assert abs(part.nok - Fraction(nok * keys[part.id], sum(keys.values()))) < 1
    ledger, _ = Ledger(FrameId("national")).appropriate(parts)
    assert ledger.available_nok == nok - margin_nok


@settings(max_examples=100, deadline=None)
@given(offices, st.integers(0, RUSARBEID_2018_NOK), st.data())
def test_the_order_in_which_the_keys_are_written_changes_nothing(
    keys: dict[str, int], nok: int, data: st.DataObject
) -> None:
    shuffled = dict(data.draw(st.permutations(list(keys.items()))))
    assert shares(split(nok, shuffled)) == shares(split(nok, keys))
