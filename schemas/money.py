"""Whole kroner. A field's name ends in `_nok`, so that the unit is never in doubt."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

Nok = Annotated[int, Field(ge=0, le=1_000_000_000_000)]


def share_out(total_nok: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Divides `total_nok` by `weights` so that the parts sum to it; the odd kroner go to the first parts in order.

    Raises ValueError when the weights do not sum to something positive.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and sum to more than zero")
    parts = [total_nok * weight // whole for weight in weights]
    odd = total_nok - sum(parts)
    takers = [place for place, weight in enumerate(weights) if weight][:odd]
    return tuple(part + (place in takers) for place, part in enumerate(parts))
