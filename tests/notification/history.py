"""Given, when, then: folds messages with the real decider, as read again from the journal's bytes."""

from datetime import datetime
from typing import TypeVar

from chassis.canonical import canonical_message
from chassis.decider import Entry, Input, Said
from schemas.base import Message
from services.notification.decider import DECIDER
from services.notification.state import State
from tests.notification.bodies import NEW
from tests.notification.examples import ANNOUNCED, APRIL_1, received
from tests.notification.places import MUNICIPALITIES_ADOPTED, OFFICES_ADOPTED

M = TypeVar("M", bound=Message)


class History:
    """What one partition has heard, and what was said of each message."""

    def __init__(self) -> None:
        self.states: dict[str, State] = {}

    def hears(self, message: Message, at: datetime = APRIL_1) -> tuple[Said, ...]:
        """Hears one message; what is said of it has happened too."""
        command = DECIDER.hear(message, Input("allocation", 2, 0, at, "allocation", "id", "", ""))
        assert command is not None
        names = (command.stream, *command.reads)
        for name in names:
            self.states.setdefault(name, DECIDER.initial(name))
        said = tuple(DECIDER.decide(command, {name: self.states[name] for name in names}))
        self._follow(command.stream, message, heard=True)
        for fact in said:
            assert fact.stream is None or fact.stream in names
            self._follow(fact.stream or command.stream, fact.fact, heard=False)
        return said

    def _follow(self, stream: str, message: Message, *, heard: bool) -> None:
        read_again = type(message).model_validate_json(canonical_message(message))
        self.states[stream] = DECIDER.evolve(self.states[stream], Entry(read_again, heard, "id", "", APRIL_1))


def given(*messages: Message) -> History:
    history = History()
    for message in messages:
        history.hears(message)
    return history


def in_the_round(*messages: Message) -> History:
    """The round is announced and the application received, with the dated tables adopted."""
    return given(OFFICES_ADOPTED, MUNICIPALITIES_ADOPTED, ANNOUNCED, *(messages or (received(NEW),)))


def the(kind: type[M], said: tuple[Said, ...]) -> M:
    """The one fact of this kind."""
    (found,) = all_of(kind, said)
    return found


def all_of(kind: type[M], said: tuple[Said, ...]) -> list[M]:
    return [fact.fact for fact in said if isinstance(fact.fact, kind)]
