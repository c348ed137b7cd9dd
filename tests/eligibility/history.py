"""Given, when, then: folds messages with the real decider, as read again from the journal's bytes."""

from datetime import datetime

from chassis.canonical import canonical_message
from chassis.decider import Entry, Input, Said
from schemas.base import Message
from services.eligibility.decider import DECIDER
from services.eligibility.state import State
from tests.eligibility.examples import MARCH_1


def source(message: Message, at: datetime) -> Input:
    return Input("intake", 2, 0, at, "intake", type(message).__name__, "", "")


class History:
    """What one partition has heard, and what was said of each message."""

    def __init__(self) -> None:
        self.states: dict[str, State] = {}

    def hears(self, message: Message, at: datetime = MARCH_1) -> tuple[Said, ...]:
        """Hears one message; what is said of it has happened too."""
        command = DECIDER.hear(message, source(message, at))
        assert command is not None
        names = (command.stream, *command.reads)
        for name in names:
            self.states.setdefault(name, DECIDER.initial(name))
        said = tuple(DECIDER.decide(command, {name: self.states[name] for name in names}))
        self._follow(command.stream, message, heard=True)
        for fact in said:
            self._follow(fact.stream or command.stream, fact.fact, heard=False)
        return said

    def recalls(self, application: str, fact: Message) -> None:
        """A fact of an application that the rules of today would not say."""
        self._follow(f"application/{application}", fact, heard=False)

    def _follow(self, stream: str, message: Message, *, heard: bool) -> None:
        read_again = type(message).model_validate_json(canonical_message(message))
        entry = Entry(read_again, heard, "id", "", MARCH_1)
        self.states[stream] = DECIDER.evolve(self.states[stream], entry)


def given(*messages: Message) -> History:
    history = History()
    for message in messages:
        history.hears(message)
    return history
