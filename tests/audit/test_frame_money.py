"""Each krone of a changed frame, and of an award that was topped up, is followed from the facts alone."""

from typing import Any

import pytest

from tests.audit.frame_history import EARMARKED, FRAME, TOP_UP, History


def changed_in_every_way() -> History:
    history = History().opens(margin_nok=100, provisional=True)
    history.changes("FrameConfirmed", EARMARKED, 900).changes("FrameConfirmed", TOP_UP, 600)
    history.changes("AppropriationCarriedOver", EARMARKED, 50).awards("a", 500, 100)
    history.changes("FrameAdjusted", EARMARKED, -200).changes("FrameAdjusted", TOP_UP, 300)
    return history.changes("MarginSet", EARMARKED, 40)


def topped_up() -> History:
    """Who got a part of 300 gets 200 more, of which 50 from the second sub-frame."""
    return History().opens().awards("a", 300).awards("a", 150, 50, tops_up=True)


def doctored(history: History, nth: int, **values: Any) -> History:
    """The nth fact says something else; its movement stays as it was."""
    history.facts[nth][1].update(values)
    return history


def balance(history: History, nth: int) -> dict[str, Any]:
    """The first balance after the nth fact."""
    found: dict[str, Any] = history.facts[nth][1]["movement"]["after"][0]
    return found


def test_a_frame_that_was_confirmed_raised_cut_carried_over_and_kept_back_from_holds() -> None:
    assert changed_in_every_way().broken() == []


def test_an_award_that_was_topped_up_is_two_holdings_and_comes_back_as_one() -> None:
    assert topped_up().broken() == []
    assert topped_up().moves("CommitmentLapsed", "a", 450, 50).broken() == []
    assert topped_up().moves("AwardDeclined", "a", 450, 50).broken() == []


def test_a_top_up_that_was_only_reserved_is_released_and_the_award_stays() -> None:
    history = History().opens().awards("a", 300).moves("FundsReserved", "a", 100, tops_up=True)
    assert history.moves("ReservationReleased", "a", 100).broken() == []


def test_a_ranking_that_is_made_anew_releases_and_holds_again() -> None:
    history = History().opens().moves("FundsReserved", "a", 300).moves("ReservationReleased", "a", 300)
    assert history.changes("FrameAdjusted", EARMARKED, 100).awards("a", 400).broken() == []


def test_movements_from_before_frames_could_change_are_read_as_they_were() -> None:
    history = History().opens().awards("a", 300)
    for _, fact in history.facts:
        for one in (*fact["movement"]["before"], *fact["movement"]["after"]):
            for name in ("carried_in_nok", "adjusted_nok", "margin_nok"):
                del one[name]
    assert history.broken() == []


@pytest.mark.parametrize("nth", [1, 2, 3, 6, 7, 8])
def test_a_change_that_says_a_krone_more_than_it_moved_is_found(nth: int) -> None:
    history = changed_in_every_way()
    said_nok = history.facts[nth][1]["amount_nok"]
    assert doctored(history, nth, amount_nok=said_nok + 1).broken() == ["parts"]


@pytest.mark.parametrize("nth", [1, 3, 6, 8])
def test_a_change_that_names_another_sub_frame_than_it_moved_is_found(nth: int) -> None:
    assert "parts" in doctored(changed_in_every_way(), nth, sub_frame=TOP_UP).broken()


def test_a_change_that_is_no_movement_of_its_kind_is_found() -> None:
    history = History().opens().changes("FrameAdjusted", EARMARKED, 100)
    for type_ in ("AppropriationCarriedOver", "MarginSet", "FrameConfirmed", "RankingReopened"):
        history.facts[1] = (type_, history.facts[1][1])
        assert history.broken() == ["parts"], type_


def test_a_frame_that_opens_with_its_margin_available_is_found() -> None:
    history = History().opens(margin_nok=100)
    balance(history, 0).update(available_nok=1_000)
    assert {"parts", "sums"} <= set(history.broken())


def test_a_frame_that_opens_with_money_from_elsewhere_is_found() -> None:
    history = History().opens()
    balance(history, 0).update(adjusted_nok=100, available_nok=1_100)
    assert "parts" in history.broken()


def test_a_cut_below_what_is_held_is_found_though_the_sums_are_right() -> None:
    history = History().opens().awards("a", 900).changes("FrameAdjusted", EARMARKED, -100)
    balance(history, 3).update(adjusted_nok=-101, available_nok=-1)
    assert "sums" in doctored(history, 3, amount_nok=-101).broken()


def test_money_that_appears_from_nowhere_is_found() -> None:
    history = History().opens().changes("MarginSet", EARMARKED, 100)
    balance(history, 1)["margin_nok"] = 101
    assert "sums" in history.broken()


def test_an_award_on_a_provisional_frame_is_found_until_all_of_it_is_confirmed() -> None:
    def provisional() -> History:
        return History().opens(provisional=True)

    assert provisional().moves("FundsReserved", "a", 300).broken() == []
    assert provisional().awards("a", 300).broken() == ["confirmed"]
    assert provisional().changes("FrameConfirmed", EARMARKED, 1_000).awards("a", 300).broken() == ["confirmed"]
    assert changed_in_every_way().broken() == []


def test_a_top_up_of_nothing_and_a_second_award_are_found() -> None:
    assert History().opens().awards("a", 300, tops_up=True).broken() == ["owners"]
    assert History().opens().awards("a", 300).awards("a", 200).broken() == ["owners"]
    twice = History().opens().moves("FundsReserved", "a", 300).moves("FundsReserved", "a", 200)
    assert twice.broken() == ["owners"]


def test_half_of_a_topped_up_award_that_comes_back_is_found() -> None:
    assert topped_up().moves("CommitmentLapsed", "a", 300).broken() == ["owners"]
    other = topped_up().awards("b", 400, 50).moves("CommitmentLapsed", "b", 400, 50)
    assert other.broken() == []
    assert topped_up().moves("CommitmentLapsed", "b", 450, 50).broken() == ["owners"]


def test_a_fact_that_names_another_frame_than_it_moved_is_found() -> None:
    assert "chain" in doctored(History().opens().awards("a", 300), 1, frame="ips-2018").broken()


def test_a_table_that_is_one_krone_off_is_found() -> None:
    history = changed_in_every_way()
    version, *sums = history.table()[FRAME, EARMARKED]
    for place in range(len(sums)):
        wrong = [nok + (column == place) for column, nok in enumerate(sums)]
        assert history.broken({**history.table(), (FRAME, EARMARKED): (version, *wrong)}) == ["table"]
    assert history.broken({**history.table(), (FRAME, EARMARKED): (version + 1, *sums)}) == ["table"]
    assert history.broken({key: value for key, value in history.table().items() if key[1] == TOP_UP}) == ["table"]
