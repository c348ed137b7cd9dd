"""What each fact says, in words. A sentence says only what stands in the fact."""

from collections.abc import Mapping

from audit.sentences import arriving, deciding, telling
from schemas.base import Message


def sentence(fact: Message, correspondent: str, considerations: Mapping[str, str]) -> str:
    """`correspondent` is who got a reply; `considerations` are the round's texts by code."""
    return (
        arriving.sentence(fact, considerations)
        or deciding.sentence(fact)
        or telling.sentence(fact, correspondent)
        or f"{type(fact).__name__} was recorded."
    )


def evidence(fact: Message) -> tuple[str, ...]:
    """What a decision's findings rest on, one line each."""
    return deciding.evidence(fact)
