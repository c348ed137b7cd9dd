"""What notification remembers of each stream."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from chassis.decider import States
from schemas.application import Application
from schemas.eligibility import Finding
from schemas.ids import ApplicationId, AuthorityId, Digest, LetterId, Reference, RoundId, SystemId
from schemas.intake import DeficiencyNoticed
from schemas.notification import LetterKind
from schemas.outside import NoticeStatus
from schemas.reference import Municipality, Office
from schemas.scheme import Scheme


@dataclass(slots=True)
class Case:
    """One application: what its letters need, and what became of them.

    contents         the versions received
    decided_by       the authority that decides it
    findings         what the rules found, by version
    asked            the latest deficiency noticed
    dismissed        whether nothing of it is considered any more
    listed           whether it stands on a list that was proposed: nothing it lacks is asked for any more
    decided_version  the one that the latest decision was about
    """

    contents: dict[int, Application] = field(default_factory=dict)
    decided_by: AuthorityId | None = None
    findings: dict[int, tuple[Finding, ...]] = field(default_factory=dict)
    asked: DeficiencyNoticed | None = None
    dismissed: bool = False
    listed: bool = False
    outcome: str = "not judged"
    decided_version: int = 0
    awarded_nok: int = 0
    until: datetime | None = None
    rules: Digest | None = None
    letters: dict[LetterId, LetterKind] = field(default_factory=dict)
    reported: set[tuple[LetterId, str, NoticeStatus]] = field(default_factory=set)

    def stands(self, at: datetime) -> bool:
        """Whether some version is still considered; one whose time to be corrected is over is not."""
        if not self.contents or self.dismissed:
            return False
        overdue = self.asked is not None and self.asked.version == max(self.contents) and at >= self.asked.until
        return not overdue

    def has_been_sent(self, letter: LetterId) -> bool:
        return any(named == letter and status is NoticeStatus.SENT for named, _, status in self.reported)


@dataclass(slots=True)
class Round:
    """A round's rulebook as announced, and which authority each proposed change of its frame came from."""

    rulebook: Scheme | None = None
    rules: Digest | None = None
    changes: dict[Digest, AuthorityId] = field(default_factory=dict)

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
