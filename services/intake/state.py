"""What intake remembers: the world (rounds, systems), each application, and each authority's statements."""

from dataclasses import dataclass, field
from datetime import date, datetime

from schemas.ids import AuthorityId, Digest, FrameId, MessageId, RoundId
from schemas.intake import Answer, ApplicationHeld


@dataclass
class Round:
    """An announced round, as far as receiving needs it."""

    frame: FrameId
    partition: int
    closes_at: datetime
    answer_by: date
    decided_by: AuthorityId
    rulebook_hash: Digest
    considerations: frozenset[str]
    continuous: bool = False
    """Judged on arrival: nothing can be corrected afterwards."""
    closed: bool = False


@dataclass
class World:
    """What every submission is judged against."""

    rounds: dict[RoundId, Round] = field(default_factory=dict)
    may_act_for: dict[str, frozenset[str]] = field(default_factory=dict)
    """By system: the organisations that it may apply for."""
    admits_synthetic: bool = False


@dataclass
class Told:
    """One message of a sender: the digest of its content, and what it was answered with."""

    digest: str
    answer: Answer | None = None


@dataclass
class Case:
    """One application, by all its messages. `version` 0 means that nothing has been received."""

    messages: dict[MessageId, Told] = field(default_factory=dict)
    held: list[ApplicationHeld] = field(default_factory=list)
    round: RoundId | None = None
    frame: FrameId | None = None
    version: int = 0
    withdrawn: bool = False

    @property
    def stands(self) -> bool:
        return self.version > 0 and not self.withdrawn


@dataclass
class Statements:
    """An authority's messages: the digest of each by its id. The same one again changes nothing."""

    heard: dict[str, str] = field(default_factory=dict)


@dataclass
class Untold:
    """A stream of which nothing need be remembered."""


State = World | Case | Statements | Untold
