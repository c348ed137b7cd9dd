"""The most that is granted: by positions, and by the ceiling that an applicant's applications share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.application import Positions
from schemas.eligibility import ApplicationNoted, Reduction
from schemas.ids import ApplicationId
from schemas.reasons import Reason
from schemas.scheme import Group
from services.eligibility.ceiling import left_nok, reductions, shared_nok
from tests.eligibility.examples import IPS_2019, NEW, ROUND

CONTINUATION, BEGUN = IPS_2019.groups
PER_POSITION = BEGUN.but(ceilings_nok={}, per_position_nok={"1": 330_000})
FIRST, SECOND, THIRD = (ApplicationId(f"public360/A-{number}") for number in (1, 2, 3))


def noted(
    application: ApplicationId, asked: int | None, *, year: int = 1, taken: int | None = None
) -> ApplicationNoted:
    return ApplicationNoted(
        application=application,
        round=ROUND.round,
        version=1,
        stands=True,
        project_year=year,
        applied_nok=asked,
        grantable_nok=taken,
    )


def beside(**asked: int) -> dict[ApplicationId, ApplicationNoted]:
    names = {name: ApplicationId(f"public360/{name}") for name in asked}
    return {names[name]: noted(names[name], amount) for name, amount in asked.items()}


def test_trap_8_an_amount_up_to_the_limit_stands_and_one_krone_more_is_reduced_to_it() -> None:
    at_the_ceiling = NEW.but(amount_nok=1_500_000)
    assert reductions(at_the_ceiling, BEGUN, 1_500_000) == ()
    assert reductions(at_the_ceiling.but(amount_nok=1_500_001), BEGUN, 1_500_000)[0].to_nok == 1_500_000


def test_a_reduction_says_from_what_to_what_and_by_which_key_of_the_rulebook() -> None:
    (reduction,) = reductions(NEW.but(amount_nok=1_600_000), BEGUN, 1_500_000)
    assert reduction == Reduction(
        reason=Reason.REDUCED_TO_CEILING,
        from_nok=1_600_000,
        to_nok=1_500_000,
        citation="groups.new.ceilings_nok",
    )
    assert reduction.citation in IPS_2019.assumed


@pytest.mark.parametrize(
    ("positions", "granted"),
    [
        (Positions(total=1, percent=60), 198_000),
        (Positions(total=1, percent=100), 330_000),
        (Positions(total=3, percent=250), 825_000),
        (Positions(total=2), 660_000),
        (Positions(total=1, percent=1), 3_300),
    ],
)
def test_a_part_of_a_position_gets_that_part_of_the_amount_for_a_full_one(positions: Positions, granted: int) -> None:
    (reduction,) = reductions(NEW.but(amount_nok=1_000_000, positions=positions), PER_POSITION, None)
    assert (reduction.reason, reduction.to_nok) == (Reason.REDUCED_PRO_RATA_POSITION, granted)
    assert reduction.citation == "groups.new.per_position_nok"


def test_half_a_krone_is_not_granted() -> None:
    odd = PER_POSITION.but(per_position_nok={"1": 333_333})
    (reduction,) = reductions(NEW.but(positions=Positions(total=1, percent=50)), odd, None)
    assert reduction.to_nok == 166_666


def test_less_than_the_positions_carry_stands() -> None:
    assert reductions(NEW.but(amount_nok=198_000, positions=Positions(total=1, percent=60)), PER_POSITION, None) == ()


def test_both_reductions_follow_each_other_from_what_was_asked_to_what_may_be_granted() -> None:
    both = PER_POSITION.but(ceilings_nok={"1": 500_000})
    found = reductions(NEW.but(amount_nok=1_000_000, positions=Positions(total=2)), both, 500_000)
    assert [(one.reason, one.from_nok, one.to_nok) for one in found] == [
        (Reason.REDUCED_PRO_RATA_POSITION, 1_000_000, 660_000),
        (Reason.REDUCED_TO_CEILING, 660_000, 500_000),
    ]


def test_two_applications_of_an_applicant_share_the_ceiling_by_what_they_ask() -> None:
    two = beside(**{"A-1": 1_500_000, "A-2": 500_000})
    assert [shared_nok(1_500_000, name, 1, two) for name in (FIRST, SECOND)] == [1_125_000, 375_000]


def test_the_odd_krone_goes_to_the_first_application_by_its_id() -> None:
    two = dict(reversed(beside(**{"A-1": 700, "A-2": 700}).items()))
    assert [shared_nok(1_001, name, 1, two) for name in (FIRST, SECOND)] == [501, 500]


def test_applications_of_different_project_years_have_a_ceiling_each() -> None:
    two = {FIRST: noted(FIRST, 1_500_000), SECOND: noted(SECOND, 1_200_000, year=2)}
    assert shared_nok(1_500_000, FIRST, 1, two) == 1_500_000


def test_an_application_of_a_group_without_a_ceiling_takes_nothing_of_one() -> None:
    two = {FIRST: noted(FIRST, 1_500_000), SECOND: noted(SECOND, None)}
    assert shared_nok(1_500_000, FIRST, 1, two) == 1_500_000


def test_what_came_into_the_project_year_by_a_late_correction_gets_what_the_others_leave() -> None:
    assert shared_nok(1_500_000, THIRD, 1, beside(**{"A-1": 500_000, "A-2": 400_000})) == 600_000


def test_what_is_judged_later_gets_what_those_before_it_have_left() -> None:
    judged = {
        FIRST: noted(FIRST, 1_000_000, taken=1_000_000),
        SECOND: noted(SECOND, 900_000),
        THIRD: noted(THIRD, 900_000, year=2, taken=900_000),
    }
    assert left_nok(1_500_000, SECOND, 1, judged) == 500_000
    assert left_nok(900_000, SECOND, 1, judged) == 0


AMOUNTS = st.integers(0, 10**12)


@given(st.integers(0, 10**12), st.lists(AMOUNTS, min_size=1, max_size=8))
def test_the_parts_of_a_shared_ceiling_sum_to_it_and_whoever_fits_gets_all(ceiling: int, asked: list[int]) -> None:
    names = [ApplicationId(f"public360/A-{place}") for place in range(len(asked))]
    standing = {name: noted(name, amount) for name, amount in zip(names, asked, strict=True)}
    parts = [shared_nok(ceiling, name, 1, standing) for name in names]
    assert sum(parts) == ceiling
    if sum(max(1, amount) for amount in asked) <= ceiling:
        assert all(part >= amount for part, amount in zip(parts, asked, strict=True))


@pytest.mark.parametrize("group", [CONTINUATION, BEGUN, PER_POSITION])
@given(amount=AMOUNTS, limit=st.none() | AMOUNTS, percent=st.integers(1, 20_000))
def test_a_reduction_never_raises_what_was_asked(group: Group, amount: int, limit: int | None, percent: int) -> None:
    asked = NEW.but(amount_nok=amount, positions=Positions(total=1, percent=percent))
    found = reductions(asked, group, limit)
    steps = [amount, *(one.to_nok for one in found)]
    assert steps == sorted(steps, reverse=True)
    assert [one.from_nok for one in found] == steps[:-1]
