"""The figures of the article of 2018, with the rounding that each of them takes; and what 2019 says to them."""

from fractions import Fraction

import pytest

from audit.reports.reach import Reach, reach, rounded
from audit.reports.sheet import Sheet

ARTICLE = Reach(45_000_000, (1_500_000, 1_200_000, 900_000), municipalities=422, counties=18)


def sheet(name: str, asked: Reach = ARTICLE) -> Sheet:
    (found,) = (one for one in reach(asked) if one.name == name)
    return found


def column(name: str, of: Sheet) -> list[object]:
    return [row[of.columns.index(name)] for row in of.rows]


def test_45_million_carry_30_37_or_50_recipients_by_the_ceiling_that_each_gets() -> None:
    assert column("rounded_down", sheet("recipients")) == [30, 37, 50, 37]


def test_the_articles_38_recipients_are_the_mean_ceiling_rounded_up() -> None:
    of = sheet("recipients")
    assert column("exactly", of)[-1] == "37.50"
    assert column("rounded_up", of)[-1] == 38


def test_38_recipients_at_the_mean_ceiling_would_cost_600_000_more_than_there_is() -> None:
    assert column("missing_when_rounded_up_nok", sheet("recipients"))[-1] == 38 * 1_200_000 - 45_000_000 == 600_000


def test_the_articles_eleven_years_are_422_by_38_rounded_down() -> None:
    years = sheet("years")
    assert years.rows[1][1:] == (38, "9.00 %", "11.11", 11, 12)


def test_equal_cohorts_are_twelve_a_year_and_leave_1_800_000() -> None:
    assert sheet("steady").rows == [(3, 12, 36, 1_800_000)]


def test_trap_20_73_recipients_of_2019_refute_38_as_a_limit() -> None:
    in_truth = sheet("in_truth", Reach(45_000_000, ARTICLE.ceilings_nok, 422, 18, 73, granted_nok=50_000_000))
    assert in_truth.rows == [(73, 50_000_000, 684_932, "17.30 %", 73 - 41)]
    assert "not 41 or 42" in in_truth.notes[0]


def test_as_many_as_the_ceilings_carry_refute_nothing() -> None:
    in_truth = sheet("in_truth", Reach(45_000_000, ARTICLE.ceilings_nok, 422, 18, recipients=37))
    assert in_truth.notes == ("So many stay within what the ceilings would carry.",)


def test_without_recipients_nothing_is_held_against_it() -> None:
    assert [one.name for one in reach(ARTICLE)] == ["recipients", "years", "steady"]


@pytest.mark.parametrize("asked", [Reach(1, (), 422, 18), Reach(1, (0,), 422, 18), Reach(1, (1,), 0, 18)])
def test_what_cannot_be_divided_by_is_refused(asked: Reach) -> None:
    with pytest.raises(ValueError, match="above zero"):
        reach(asked)


@pytest.mark.parametrize(
    ("value", "told"),
    [(Fraction(75, 2), ("37.50", 37, 38)), (Fraction(12), ("12.00", 12, 12)), (Fraction(1, 3), ("0.33", 0, 1))],
)
def test_a_value_is_told_exactly_down_and_up(value: Fraction, told: tuple[str, int, int]) -> None:
    assert rounded(value) == told
