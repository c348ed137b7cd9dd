"""Allocation's decisions. Pure. Read `state` first, then this file, then in the order of a life:

`rounds` (applications come in) → `applications` (what settles each) → `fixing` (the ranking) → `approval` and
`decisions` (two officers) → `awards` (accepted, declined, lapsed) → `promotion` (what comes back); beside it `frames`
(the money itself). `draft` is a decision as it grows; `evolution` and `standings` remember what was said.

Everything about one frame lies in the stream `frame/<frame>`; `history/<partition>` holds what is known of
organisations, and `clock/<partition>` is told of passed time, which concerns every frame of the partition.
"""

from collections.abc import Mapping, Sequence
from typing import assert_never

from chassis.decider import Command, Decider, Entry, Input, Said
from schemas import allocation, eligibility, intake, notification, reference
from schemas.base import Message
from schemas.ids import FrameId
from schemas.time import TimePassed
from services.allocation import applications, approval, awards, evolution, frames, rounds
from services.allocation.draft import Draft
from services.allocation.state import Frame, History, State, Ticks, new_frame


def initial(stream: str) -> State:
    kind, _, name = stream.partition("/")
    match kind:
        case "frame":
            return new_frame(FrameId(name))
        case "history":
            return History()
        case "clock":
            return Ticks()
    raise ValueError(f"{stream} is no stream of allocation")


def hear(message: Message, source: Input) -> Command | None:
    history, clock = f"history/{source.partition}", f"clock/{source.partition}"
    match message:
        case TimePassed():
            return Command(clock, message, source, reads=(history,))
        case intake.HistoricalAwardRecorded() | intake.ReferenceAdopted():
            return Command(history, message, source)
    frame = getattr(message, "frame", None)
    if frame is None:
        raise TypeError(f"allocation does not hear {type(message).__name__}")
    return Command(f"frame/{frame}", message, source, reads=(history, clock))


def gathers(command: Command, states: Mapping[str, State]) -> tuple[str, ...]:
    return (frames_of(command.input.partition),) if isinstance(command.message, TimePassed) else ()


def frames_of(partition: int) -> str:
    """The group of the frames that live in a partition."""
    return f"frames/{partition}"


def decide(command: Command, states: Mapping[str, State]) -> Sequence[Said]:
    message, at, partition = command.message, command.input.at, command.input.partition
    if isinstance(message, intake.HistoricalAwardRecorded | intake.ReferenceAdopted):
        return []
    history, ticks = states[f"history/{partition}"], states[f"clock/{partition}"]
    assert isinstance(history, History)
    assert isinstance(ticks, Ticks)
    if isinstance(message, TimePassed):
        said: list[Said] = []
        for stream, state in sorted(states.items()):
            if isinstance(state, Frame):
                said += awards.time_passed(Draft(state, history, at, stream), message.until)
        return said
    frame = states[command.stream]
    assert isinstance(frame, Frame)
    draft = Draft(frame, history, at)
    match message:
        case intake.RoundAnnounced():
            return frames.opened(draft, message, group=frames_of(partition))
        case intake.ApplicationReceived():
            return rounds.received(draft, message, history)
        case intake.RoundClosed():
            return rounds.closed(draft, message, history)
        case eligibility.EligibilityDecided():
            return applications.judged(draft, message)
        case intake.ApplicationScored():
            return applications.scored(draft, message)
        case intake.DeficiencyNoticed():
            return applications.noticed(draft, message)
        case intake.ApplicationDismissed():
            return applications.dismissed(draft, message)
        case intake.ApplicationWithdrawn():
            return applications.withdrawn(draft, message)
        case intake.DeficiencyCorrected() | intake.OfficerRecused():
            return []
        case intake.FrameChangeStated():
            return frames.stated(draft, message)
        case intake.ListApproved():
            return approval.approved(draft, message)
        case notification.NoticeSent():
            return awards.notice_sent(draft, message, at, ticks.until)
        case intake.AwardAnswered():
            return awards.answered(draft, message, at)
    raise TypeError(f"allocation does not decide {type(message).__name__}")


def evolve(state: State, entry: Entry) -> State:
    message = entry.message
    match state:
        case Frame():
            evolution.evolve(state, message)
        case History():
            _learn(state, message)
        case Ticks():
            if isinstance(message, TimePassed):
                state.until = message.until
        case _:
            assert_never(state)
    return state


def _learn(history: History, message: Message) -> None:
    if isinstance(message, intake.ReferenceAdopted) and message.name == "organisation_states":
        history.states = reference.read("organisation_states", message.content)
    elif isinstance(message, intake.HistoricalAwardRecorded):
        award = allocation.PriorAward(
            scheme=message.scheme,
            project=message.project,
            project_year=message.project_year,
            amount_nok=message.amount_nok,
            carried_over=message.carried_over,
        )
        history.awards.setdefault(message.organisation_number, []).append(award)


DECIDER: Decider[State] = Decider("allocation/1", initial, hear, gathers, decide, evolve)
