"""Jars of coins on shelves: a service that has never heard of a grant, small enough to see the chassis through it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from chassis import inside
from chassis.canonical import digest
from chassis.decider import Command, Decider, Entry, Input, Said
from chassis.journal import Connection
from chassis.service import Heard, Mark, Place, Reading, Record, Service, Unreadable
from chassis.timing import TIME_STREAM
from schemas.base import Message
from schemas.envelope import header
from schemas.time import SourceAdded, TimeMark, TimePassed
from tests.chassis.coins import (
    ASKED,
    TYPES,
    AskBalance,
    BalanceTold,
    BellRung,
    BreakRules,
    ClearShelf,
    CoinsAdded,
    CoinsTaken,
    DayEnded,
    Deposit,
    NoCoin,
    RingBell,
    Smash,
    Transfer,
    Withdraw,
    WithdrawalRefused,
)

PARTITIONS = 4
RULES = "rules-of-the-jar"


@dataclass
class Jar:
    """`heard` are the messages heard, by their senders' ids and digests."""

    coins: int = 0
    heard: list[tuple[str, str]] = field(default_factory=list)
    days: int = 0


def stream_of(jar: str) -> str:
    return f"jar/{jar}"


def hear(message: Message, input: Input) -> Command | None:
    match message:
        case TimePassed():
            return Command(TIME_STREAM, message, input)
        case Transfer():
            return Command(stream_of(message.jar), message, input, reads=(stream_of(message.to),))
        case RingBell():
            return Command("bell", message, input)
        case Deposit(jar="elsewhere"):
            return None
        case Deposit() | Withdraw() | ClearShelf() | AskBalance() | BreakRules() | Smash():
            return Command(stream_of(message.jar), message, input)
        case _:
            raise TypeError(type(message).__name__)


def gathers(command: Command, jars: Mapping[str, Jar]) -> tuple[str, ...]:
    return (f"shelf/{command.message.shelf}",) if isinstance(command.message, ClearShelf) else ()


def decide(command: Command, jars: Mapping[str, Jar]) -> Sequence[Said]:
    own = jars[command.stream]
    match command.message:
        case Deposit(jar=jar, coins=coins, shelf=shelf):
            return [Said(CoinsAdded(jar=jar, coins=coins), group=f"shelf/{shelf}" if shelf else None, rules=RULES)]
        case Withdraw(jar=jar, coins=coins):
            if coins > own.coins:
                return [Said(WithdrawalRefused(jar=jar, short_by=coins - own.coins))]
            return [Said(CoinsTaken(jar=jar, coins=coins))]
        case Transfer(jar=jar, to=to, coins=coins):
            if coins > own.coins:
                return [Said(WithdrawalRefused(jar=jar, short_by=coins - own.coins))]
            return [
                Said(CoinsTaken(jar=jar, coins=coins)),
                Said(CoinsAdded(jar=to, coins=coins), stream=stream_of(to)),
            ]
        case ClearShelf(jar=jar):
            others = {name: state.coins for name, state in jars.items() if name != command.stream and state.coins}
            taken = [
                Said(CoinsTaken(jar=name.removeprefix("jar/"), coins=coins), stream=name)
                for name, coins in sorted(others.items())
            ]
            return [*taken, Said(CoinsAdded(jar=jar, coins=sum(others.values())))]
        case RingBell():
            return [Said(BellRung(), broadcast=True)]
        case AskBalance(jar=jar):
            return [Said(BalanceTold(jar=jar, coins=own.coins), to=command.input.sender, partition=0)]
        case BreakRules(unseen=unseen):
            return [Said(CoinsTaken(jar=unseen, coins=1), stream=stream_of(unseen))]
        case TimePassed(until=until):
            return [Said(DayEnded(until=until))]
        case _:
            raise RuntimeError("the jar is smashed")


def evolve(jar: Jar, entry: Entry) -> Jar:
    if entry.heard:
        jar.heard.append((entry.id, entry.digest))
    match entry.message:
        case CoinsAdded(coins=coins):
            jar.coins += coins
        case CoinsTaken(coins=coins):
            jar.coins -= coins
        case DayEnded():
            jar.days += 1
    return jar


def read(place: Place, record: Record) -> Reading:
    """What the outside sends: the id in its header, the message as JSON."""
    kind, value = header(list(record.headers), "ce_type") or "", record.value or b""
    if kind == TimeMark.__name__:
        return Mark()
    try:
        message = TYPES[kind].model_validate_json(value)
    except (KeyError, ValidationError):
        refused = Said(NoCoin(offset=place.offset, sha256=digest(value)))
        return Unreadable(refused, value, f"{place.topic}/{place.offset}")
    return Heard(message, header(list(record.headers), "ce_id") or "", subject_of(message) or place.topic)


def subject_of(message: Message) -> str | None:
    return getattr(message, "jar", None)


def topic_of(message: Message, to: str | None) -> str | None:
    if isinstance(message, BalanceTold):
        return f"replies.{to}"
    return None if isinstance(message, SourceAdded) else "jars"


async def set_aside(connection: Connection, place: Place, reading: Unreadable) -> None:
    await connection.execute(
        "INSERT INTO aside VALUES ($1, $2, $3, $4)", place.topic, place.partition, place.offset, reading.value
    )


DECIDER = Decider(
    version="toy/1", initial=lambda stream: Jar(), hear=hear, gathers=gathers, decide=decide, evolve=evolve
)

JARS: Service[Jar] = Service(
    name="toy",
    decider=DECIDER,
    types=TYPES,
    topic_of=topic_of,
    subject_of=subject_of,
    read=read,
    partitions=PARTITIONS,
    upstream=frozenset(),
    outputs=("jars", "replies."),
    tables=Path(__file__).parent / "tables",
    set_aside=set_aside,
)
"""Hears the outside."""

TIMELY = replace(JARS, keeps_time=True)
"""Also says when time has passed."""

INSIDE = replace(
    JARS,
    read=inside.reader({kind.__name__: kind for kind in ASKED}),
    upstream=frozenset({"till", "vault"}),
    set_aside=None,
)
"""Hears two other services."""
