"""Codes, days and amounts of a rulebook as a person says them, with the Norwegian term where the field has one."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cli.in_words import kroner
from schemas.scheme import SATURDAY, AtTheEdge, Deadline, Scheme, Texts

WORDS = {
    "directorate": "the Directorate of Health (Helsedirektoratet)",
    "fvl-1967": "forvaltningsloven of 10 February 1967",
    "nav": "NAV",
    "nav_municipality": "NAV in a municipality (NAV kommune)",
    "municipal_health": "municipal health and care (kommunal helse og omsorg)",
    "specialist_health": "the specialist health service (spesialisthelsetjenesten)",
    "institution": "a foundation or organisation (institusjon)",
    "FACT_UNG": "FACT ung",
}
EDGE = {
    "partial": "whom the money does not reach gets what is left, if that is at least {minimum}; there it ends",
    "skip": "whoever does not fit is passed over for the next one who does",
    "stop": "it ends with the first one who does not fit, whatever is left",
}
RELEASE = {
    "waiting_list": "what is released goes to the next one on the waiting list (venteliste) whom it reaches",
    "top_up_first": "what is released first fills up whoever got a part, then goes to the waiting list (venteliste)",
}
APPROPRIATION = {
    "allocated": "voted by the Storting (bevilget): it can be decided on",
    "provisional": "announced with reservation for the Storting's vote: ranked, but not decided on before it",
}


def word(code: str) -> str:
    return WORDS.get(code, code.replace("_", " "))


def words(codes: Iterable[str]) -> str:
    return "; ".join(map(word, codes))


def day(on: date) -> str:
    return f"{on:%A} {on.day} {on:%B %Y}"


def both(texts: Texts) -> str:
    return texts.nb if texts.nb == texts.nn else f"{texts.nb} / {texts.nn}"


def deadline(told: Deadline, holidays: Collection[date]) -> str:
    end = told.ends_at(holidays)
    late = end.astimezone(ZoneInfo(told.zone))
    says = (
        f"{day(told.date)} at {told.time} (Oslo). The last minute counts whole: "
        f"what comes at {late:%H:%M:%S} on {day(late.date())} is late ({_utc(end)})."
    )
    if told.date.weekday() < SATURDAY and told.date not in holidays:
        return says
    return f"{says} No working day, {'moved to the next one' if told.rolls_to_working_day else 'and it stays so'}."


def answer(on: date, holidays: Collection[date]) -> str:
    free = on.weekday() >= SATURDAY or on in holidays
    return f"{day(on)}{', no working day' if free else ''}; shown in the receipt, and an alarm when it has passed"


def by_year(amounts: dict[str, int]) -> str:
    told = (f"{kroner(amount)} in project year {year}" for year, amount in sorted(amounts.items()))
    return "; ".join(told) or "none"


def edge(told: AtTheEdge) -> str:
    return EDGE[told.policy].format(minimum=kroner(told.minimum_award_nok))


def order(scheme: Scheme) -> str:
    steps = [
        "the order of the groups" if len(scheme.groups) > 1 else "",
        "those who continue before new projects" if scheme.continuation_first else "",
        "the officer's score of expected goal attainment (forventet måloppnåelse)" if scheme.scoring.required else "",
        f"lots (loddtrekning), drawn from the announced seed «{scheme.scoring.lots_seed}»",
    ]
    return f"{', then '.join(filter(None, steps))}; never the order of arrival"


def parameter(value: Any) -> str:
    """A criterion's parameter, whatever it is: dates stand in it as texts."""
    match value:
        case dict():
            return "; ".join(f"{parameter(key)}: {parameter(part)}" for key, part in value.items())
        case list():
            return "; ".join(map(parameter, value)) or "none"
        case bool():
            return "yes" if value else "no"
        case str():
            return _day_or_word(value)
        case _:
            return str(value)


def _day_or_word(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return word(text)


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
