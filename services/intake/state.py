"""What intake remembers: the world (rounds, adopted lists), each application, and each authority's statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from schemas.ids import ApplicationId, AuthorityId, Digest, FrameId, MessageId, RoundId
from schemas.intake import Answer, ApplicationHeld, ApplicationReceived, Receipt, Stood
from schemas.reference import Municipality, Office, Officer
from schemas.scheme import Scheme

APPLICATION = "application/"


def stream_of(application: ApplicationId) -> str:
    return APPLICATION + application


def name_in(stream: str) -> ApplicationId:
    return ApplicationId(stream.removeprefix(APPLICATION))


@dataclass
class Round:
    """An announced round. What its criteria mean is not for intake to know."""

    frame: FrameId
    partition: int
    closes_at: datetime
    rulebook: Scheme
    rulebook_hash: Digest
    closed: bool = False

    @property
    def continuous(self) -> bool:
        """Judged on arrival: what has been received can be corrected only where something was found missing."""
        return self.rulebook.assessment == "continuous"

    @property
    def authorities(self) -> tuple[AuthorityId, ...]:
        """Who may approve lists and propose changes of the frame."""
        return (self.rulebook.decided_by, *self.rulebook.authorities)


@dataclass
class World:
    """What every message is judged against, as it was adopted last."""

    rounds: dict[RoundId, Round] = field(default_factory=dict)
    may_act_for: dict[str, frozenset[str]] = field(default_factory=dict)
    """By system: the organisations that it may apply for."""
    admits_synthetic: bool = False
    holidays: frozenset[date] = frozenset()
    offices: tuple[Office, ...] = ()
    municipalities: Mapping[str, Municipality] = field(default_factory=dict)
    """By code."""
    officers: Mapping[AuthorityId, tuple[Officer, ...]] = field(default_factory=dict)
    """By authority; one that is not among them keeps its officers' mandates to itself."""


@dataclass
class Told:
    """One message of a sender: the digest of its content, and what it was answered with."""

    digest: str
    answer: Answer | None = None


@dataclass(frozen=True)
class Standing:
    """The version of an application that was received last."""

    version: int
    round: RoundId
    frame: FrameId
    decided_by: AuthorityId
    message: MessageId
    receipt: Receipt
    stood: Stood
    """Whose application it is, as it is said when it no longer stands."""


@dataclass(frozen=True)
class Deficiency:
    """What is missing can be brought before `until`, once."""

    until: datetime
    open: bool = True


@dataclass
class Case:
    """One application, by all its messages."""

    messages: dict[MessageId, Told] = field(default_factory=dict)
    held: list[ApplicationHeld] = field(default_factory=list)
    latest: Standing | None = None
    """None as long as nothing has been received."""
    deficiency: Deficiency | None = None
    """The one noticed last."""
    withdrawn: bool = False
    dismissed: bool = False

    @property
    def standing(self) -> Standing | None:
        return None if self.withdrawn or self.dismissed else self.latest


def standing(fact: ApplicationReceived) -> Standing:
    content = fact.content
    return Standing(
        version=fact.version,
        round=fact.round,
        frame=fact.frame,
        decided_by=fact.decided_by,
        message=fact.message,
        receipt=fact.receipt,
        stood=Stood(
            organisation_number=content.applicant.organisation_number,
            cooperation=content.cooperation.cooperation,
        ),
    )


@dataclass
class Statements:
    """An authority's messages: the digest of each by its id. The same one again changes nothing."""

    heard: dict[str, str] = field(default_factory=dict)


@dataclass
class Untold:
    """A stream of which nothing need be remembered."""


State = World | Case | Statements | Untold
