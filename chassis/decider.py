"""What a service is: five plain functions over plain values. Nothing here waits, or reads a clock.

A message is *heard*: it becomes a command at home in one stream. *Decide* says the facts that follow. *Evolve* tells
a stream's state what is now true, for the message heard and for each fact, and is all that a restart needs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from schemas.base import Message

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Input:
    """What is known of a message besides what it says.

    `at` is the effective time. `sender` is the last part of the topic's name: only that party may write there.
    `id` is the sender's own, `digest` that of the message's canonical bytes.
    """

    topic: str
    partition: int
    offset: int
    at: datetime
    sender: str
    id: str
    digest: str
    correlation: str


@dataclass(frozen=True, slots=True)
class Command:
    """A message at home in a stream, with the other streams that its decision reads."""

    stream: str
    message: Message
    input: Input
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A fact, and what differs from the command's own: its stream, its partition, its correspondent.

    `broadcast` sends it to every partition. `group` names the set of streams to which its stream belongs from now on.
    """

    fact: Message
    stream: str | None = None
    partition: int | None = None
    broadcast: bool = False
    to: str | None = None
    group: str | None = None
    rules: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as `evolve` sees it: a message heard (with its sender's id and digest), or a fact said."""

    message: Message
    heard: bool
    id: str
    digest: str
    at: datetime


States = Mapping[str, S]
"""The state of every stream that a decision reads, by name."""


@dataclass(frozen=True)
class Decider(Generic[S]):
    """The five functions of a service.

    version   names the behaviour; a changed behaviour is a new version, so that old decisions replay
    initial   the state of a stream in which nothing has happened
    hear      where a message is decided; None when it concerns another partition
    gathers   the groups of streams that this command reads besides, looked up under the journal's lock
    decide    the facts that follow
    evolve    what is now true; may change the state that it is given, and returns it
    """

    version: str
    initial: Callable[[str], S]
    hear: Callable[[Message, Input], Command | None]
    gathers: Callable[[Command, States[S]], tuple[str, ...]]
    decide: Callable[[Command, States[S]], Sequence[Said]]
    evolve: Callable[[S, Entry], S]


def gathers_nothing(command: Command, states: Mapping[str, object]) -> tuple[str, ...]:
    return ()
