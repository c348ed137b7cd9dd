"""An application lacks something: the applicant is told so, and until when to bring it (forvaltningsloven § 11)."""

from datetime import timedelta
from functools import lru_cache
from typing import Any

from chassis.decider import Command, Said
from schemas import outside
from schemas.application import Application
from schemas.intake import DeficiencyNoticed
from schemas.reasons import Refusal
from services.intake import groups
from services.intake.days import end_of, norwegian_day
from services.intake.receiving import concerning
from services.intake.refusals import refuse
from services.intake.state import Case, Round, stream_of

LONGEST = timedelta(days=366)
"""The round waits for what is missing: a day that lies further ahead is a slip of the pen."""

_SCHEMA: dict[str, Any] = Application.model_json_schema()


def notice(command: Command, message: outside.NoticeDeficiency, case: Case, round_: Round) -> list[Said]:
    """A second notice takes the place of the first, with what it names and its day."""

    def refused(reason: Refusal, *problems: tuple[str, str]) -> list[Said]:
        return [refuse(command, reason, *problems, application=message.application)]

    standing = case.standing
    if standing is None:
        reason = Refusal.ALREADY_WITHDRAWN if case.withdrawn else Refusal.UNKNOWN_APPLICATION
        return refused(reason, ("/application", "an application that stands"))
    nowhere = [place for place, pointer in enumerate(message.missing) if not _leads_somewhere(pointer)]
    if nowhere:
        expected = "a JSON pointer to something that an application can have"
        return refused(Refusal.INVALID, *((f"/missing/{place}", expected) for place in nowhere))
    today = norwegian_day(command.input.at)
    if not today <= message.correct_by <= today + LONGEST:
        expected = f"a day from today on, at most {LONGEST.days} days ahead"
        return refused(Refusal.INVALID, ("/correct_by", expected))
    until = end_of(message.correct_by)
    fact = DeficiencyNoticed(
        application=message.application,
        version=standing.version,
        round=standing.round,
        frame=standing.frame,
        missing=message.missing,
        correct_by=message.correct_by,
        # Before the round's own deadline nobody is too late with anything.
        until=until if round_.continuous else max(until, round_.closes_at),
        officer=message.officer,
        authority=standing.decided_by,
    )
    return [concerning(fact, round_, stream_of(message.application), group=groups.DEFICIENT)]


@lru_cache(maxsize=1024)
def _leads_somewhere(pointer: str) -> bool:
    """The pointers stand in the letter: one that leads nowhere would ask for what nobody can bring."""
    places = [_SCHEMA]
    for part in pointer.split("/")[1:]:
        choices = [choice for place in places for choice in _choices(place)]
        places = [choice["properties"][part] for choice in choices if part in choice.get("properties", {})]
        places += [choice["items"] for choice in choices if part.isdecimal() and "items" in choice]
    return bool(places)


def _choices(place: dict[str, Any]) -> list[dict[str, Any]]:
    """What may stand at a place of the schema; `anyOf` is there where it may also be absent."""
    return [_resolved(choice) for choice in place.get("anyOf", [place])]


def _resolved(place: dict[str, Any]) -> dict[str, Any]:
    """The place itself, or what it refers to: `#/$defs/<name>`."""
    named: str | None = place.get("$ref")
    return place if named is None else _SCHEMA["$defs"][named.rpartition("/")[2]]
