"""What the authority asked for in a deficiency letter is there in the application as it now stands.

Source: forvaltningsloven (LOV-1967-02-10) § 11: whoever sends in something that is wrong or incomplete is told, and
given a time to correct it. An application whose time runs out uncorrected is dismissed before it comes here; this
rule holds those who did correct something to all that was asked. Nothing was asked for: nothing is missing.
"""

from typing import Any

from schemas.base import Message
from schemas.reasons import Reason
from services.eligibility.rules.case import Answer, Case, met, unmet

VERSION = 1
UNMET = Reason.INCOMPLETE_NOT_CORRECTED

_NOTHING: tuple[Any, ...] = (None, [], {})


class Parameters(Message):
    """None: the deficiency letter says what is missing."""


def judge(parameters: Parameters, case: Case) -> Answer:
    if not case.asked_for:
        return met({"asked_for": "nothing"}, "not required")
    content = case.application.plain()
    missing = [pointer for pointer in case.asked_for if _at(content, pointer) in _NOTHING]
    inputs = {"asked_for": ", ".join(case.asked_for), "still_missing": ", ".join(missing) or "nothing"}
    threshold = "all that was asked for is there"
    return unmet(inputs, threshold) if missing else met(inputs, threshold)


def _at(content: Any, pointer: str) -> Any:
    """What a JSON pointer (RFC 6901) leads to; None where it leads nowhere. An empty list or object is nothing too."""
    value = content
    for name in pointer.split("/")[1:]:
        match value:
            case dict():
                value = value.get(name)
            case list() if name.isdecimal() and int(name) < len(value):
                value = value[int(name)]
            case _:
                return None
    return value
