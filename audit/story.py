"""One application's life through all four services, in words: what was said, when, why, and where it is recorded."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from audit import sentences
from audit.assumptions import resting_on
from audit.reading import Services, Sources, journals
from audit.wording import day, listed, local
from chassis.journal import Row
from schemas.base import Message
from schemas.flow import REPLIES
from schemas.intake import RoundAnnounced

WIDTH = 110
OF_ITS_ROUND = frozenset({"RoundAnnounced", "RoundClosed", "RankingFixed", "RankingReopened", "ApprovalRecorded"})
"""What is said of a round, but is part of every application's life in it."""
UNTOLD = frozenset({"ApplicationNoted"})
"""What a service notes for itself: the finding that rests on it tells it."""
OF_ITS_FRAME = frozenset({"FrameConfirmed", "FrameAdjusted", "AppropriationCarriedOver", "MarginSet", "AnswerDelayed"})


class UnknownApplication(LookupError):
    """No journal knows anything about this application."""


@dataclass(frozen=True, slots=True)
class Told:
    """One fact in words; `position` is its place in its service's journal, `evidence` what its findings rest on."""

    at: datetime
    service: str
    position: int
    sentence: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """`assumed` are the rulebook's values that no source states and that this application's facts rest on."""

    application: str
    rounds: tuple[str, ...]
    told: tuple[Told, ...]
    assumed: Mapping[str, str]
    example: bool

    @property
    def text(self) -> str:
        return "\n".join(_lines(self))


async def story(sources: Sources, services: Services, application: str) -> Story:
    """Raises UnknownApplication."""
    about: dict[str, list[Row]] = {}
    of_rounds: dict[str, list[Row]] = {}
    async with journals(sources) as opened:
        for name in services:
            about[name] = await opened[name].about(application)
        names = rounds_in(services, about)
        for name in services:
            of_rounds[name] = [row for round_ in names for row in await opened[name].about(round_)]
    return compose(services, application, about, of_rounds)


def rounds_in(services: Services, about: Mapping[str, Iterable[Row]]) -> list[str]:
    """The rounds that an application's rows name."""
    facts = (fact for name, rows in about.items() for _, fact in _read(services, name, rows))
    return sorted({round_ for fact in facts if isinstance(round_ := getattr(fact, "round", None), str)})


def compose(
    services: Services, application: str, about: Mapping[str, Iterable[Row]], of_rounds: Mapping[str, Iterable[Row]]
) -> Story:
    """Tells the rows about an application, with those of its rounds that concern it. Raises UnknownApplication."""
    own = [(name, row, fact) for name, rows in about.items() for row, fact in _read(services, name, rows)]
    if not own:
        raise UnknownApplication(f"no journal knows of an application {application!r}")
    lists = {getattr(fact, "list_hash", None) for _, _, fact in own}
    shared = [
        (name, row, fact)
        for name, rows in of_rounds.items()
        for row, fact in _read(services, name, rows)
        if row.type in OF_ITS_FRAME or (row.type in OF_ITS_ROUND and getattr(fact, "list_hash", None) in {None, *lists})
    ]
    announced = [fact for _, _, fact in shared if isinstance(fact, RoundAnnounced)]
    texts = {one.code: one.texts.nb for fact in announced for one in fact.rulebook.considerations}
    facts = [fact for _, _, fact in (*own, *shared)]
    assumed = {key: why for fact in announced for key, why in resting_on(fact.rulebook.assumed, facts).items()}
    told = tuple(_tell(name, row, fact, texts) for name, row, fact in _in_order([*own, *shared], list(services)))
    names = tuple(sorted({fact.round for fact in announced}))
    return Story(application, names, told, assumed, any(fact.rulebook.example for fact in announced))


def _read(services: Services, name: str, rows: Iterable[Row]) -> Iterator[tuple[Row, Message]]:
    """What the service itself said: what it heard is told by whoever said it."""
    for row in rows:
        if row.type in UNTOLD:
            continue
        if row.kind == "decided" or (row.kind == "observed" and row.index == 0):
            yield row, services[name].types[row.type].model_validate_json(row.data)


def _in_order(facts: list[tuple[str, Row, Message]], services: list[str]) -> list[tuple[str, Row, Message]]:
    """By time; at one time, causes before effects, and else as the services stand in the flow."""
    causes = {row.event_id: row.causation for _, row, _ in facts}

    def depth(event: str) -> int:
        steps = 0
        while event in causes:
            event, steps = causes[event], steps + 1
        return steps

    return sorted(facts, key=lambda one: (one[1].at, depth(one[1].event_id), services.index(one[0]), one[1].position))


def _tell(service: str, row: Row, fact: Message, texts: Mapping[str, str]) -> Told:
    kind, _, correspondent = (row.topic or "").partition(".")
    to = correspondent if kind == REPLIES else service
    return Told(row.at, service, row.position, sentences.sentence(fact, to, texts), sentences.evidence(fact))


def _lines(story: Story) -> Iterator[str]:
    yield f"{story.application} in {listed(story.rounds, 'no known round')}"
    if story.example:
        yield "A constructed example: no such application was made."
    today = None
    for told in story.told:
        here = local(told.at)
        if here.date() != today:
            today = here.date()
            yield from ("", day(today))
        where = f"{told.service} {told.position}"
        yield from _wrapped(f"  {here:%H:%M}  {where:<18}  ", told.sentence)
        for line in told.evidence:
            yield from _wrapped(" " * 29 + "- ", line)
    if story.assumed:
        yield from ("", "This rests on what no source states, and is assumed:")
        for key, why in story.assumed.items():
            yield from _wrapped(f"  {key}: ", why, indent=6)


def _wrapped(head: str, text: str, indent: int | None = None) -> list[str]:
    following = " " * (len(head) if indent is None else indent)
    return textwrap.wrap(text, WIDTH, initial_indent=head, subsequent_indent=following, break_on_hyphens=False)
