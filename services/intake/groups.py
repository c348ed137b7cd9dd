"""Which applications' streams stand together, so that what time and announcements concern is found without looking
at the rest. A stream is in one group at a time.
"""

from schemas.ids import RoundId

HELD = "held"
"""Those that wait for their round's announcement."""
REFUSED = "refused"
"""Those whose round never came."""
DEFICIENT = "deficient"
"""Those of every round whose correction is awaited."""


def of_round(name: RoundId) -> str:
    """Those that were received, and may stand when the round closes."""
    return f"round/{name}"


def late_for(name: RoundId) -> str:
    return f"late/{name}"


def dismissed_in(name: RoundId) -> str:
    """Those whose correction did not come in time."""
    return f"dismissed/{name}"
