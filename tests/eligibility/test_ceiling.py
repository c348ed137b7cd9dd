import pytest

from schemas.eligibility import Reduction
from schemas.reasons import Reason
from services.eligibility.ceiling import reductions
from tests.eligibility.examples import IPS_2019


@pytest.mark.parametrize(("year", "ceiling"), [(1, 1_500_000), (2, 1_200_000), (3, 900_000)])
def test_an_amount_up_to_the_ceiling_of_its_year_stands(year: int, ceiling: int) -> None:
    group = IPS_2019.group_of(year)
    assert group is not None
    assert reductions(ceiling, group, year) == ()
    assert reductions(ceiling + 1, group, year)[0].to_nok == ceiling


def test_a_reduction_says_from_what_to_what_and_by_which_key_of_the_rulebook() -> None:
    group = IPS_2019.group_of(1)
    assert group is not None
    (reduction,) = reductions(1_600_000, group, 1)
    assert reduction == Reduction(
        reason=Reason.REDUCED_TO_CEILING,
        from_nok=1_600_000,
        to_nok=1_500_000,
        citation="groups.new.ceilings_nok",
    )
    assert reduction.citation in IPS_2019.assumed
