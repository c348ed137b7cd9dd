"""What notification remembers of each stream."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from chassis.decider import States
from schemas.application import Application
from schemas.ids import ApplicationId, Digest, LetterId, Reference, RoundId, SystemId
from schemas.notification import LetterKind
from schemas.outside import NoticeStatus
from schemas.scheme import Scheme
from services.notification.offices import Municipality, Office


@dataclass(slots=True)
class Case:
    """One application: what its letters need, and what became of them.

    `contents` are the versions received; `decided_version` is the one that the latest decision was about.
    """

    contents: dict[int, Application] = field(default_factory=dict)
    outcome: str = "not judged"
    decided_version: int = 0
    awarded_nok: int = 0
    until: datetime | None = None
    rules: Digest | None = None
    letters: dict[LetterId, LetterKind] = field(default_factory=dict)
    reported: set[tuple[LetterId, str, NoticeStatus]] = field(default_factory=set)

    def has_been_sent(self, letter: LetterId) -> bool:
        return any(named == letter and status is NoticeStatus.SENT for named, _, status in self.reported)


@dataclass(slots=True)
class Round:
    """A round's rulebook as announced."""

    rulebook: Scheme | None = None
    rules: Digest | None = None

    def announced(self) -> Scheme:
        if self.rulebook is None:
            raise LookupError("nothing of a round is heard before its announcement")
        return self.rulebook


@dataclass(slots=True)
class Tables:
    """Dated tables as adopted in one partition."""

    offices: tuple[Office, ...] = ()
    municipalities: dict[str, Municipality] = field(default_factory=dict)


@dataclass(slots=True)
class Sender:
    """Keeps nothing: the stream is the order of what one sender's refused messages were answered."""


State = Case | Round | Tables | Sender
S = TypeVar("S", Case, Round, Tables)


def initial(stream: str) -> State:
    match stream.partition("/")[0]:
        case "application":
            return Case()
        case "round":
            return Round()
        case "reference":
            return Tables()
        case "sender":
            return Sender()
        case _:
            raise LookupError(f"{stream!r} is no stream of notification")


def state_of(states: States[State], stream: str, kind: type[S]) -> S:
    state = states[stream]
    if not isinstance(state, kind):
        raise TypeError(f"{stream!r} holds no {kind.__name__}")
    return state


def case_stream(application: ApplicationId) -> str:
    return f"application/{application}"


def round_stream(name: RoundId) -> str:
    return f"round/{name}"


def reference_stream(partition: int) -> str:
    return f"reference/{partition}"


def system_and_reference(application: ApplicationId) -> tuple[SystemId, Reference]:
    system, _, reference = application.partition("/")
    return SystemId(system), Reference(reference)
