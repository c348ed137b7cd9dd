"""Allocation's decisions. Pure; read this file first, then `rounds`, `approval` and `awards`, in the order of a life.

Everything about one frame lies in the stream `frame/<frame>`; `history/<partition>` holds earlier awards, and
`clock/<partition>` is told of passed time, which concerns every frame of the partition.
"""

from collections.abc import Mapping, Sequence
from typing import assert_never

from chassis.decider import Command, Decider, Entry, Input, Said
from schemas import allocation, eligibility, intake, notification
from schemas.base import Message
from schemas.ids import FrameId
from schemas.time import TimePassed
from services.allocation import approval, awards, evolution, rounds
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
    if isinstance(message, TimePassed):
        return Command(f"clock/{source.partition}", message, source)
    if isinstance(message, intake.HistoricalAwardRecorded):
        return Command(f"history/{source.partition}", message, source)
    frame = getattr(message, "frame", None)
    if frame is None:
        raise TypeError(f"allocation does not hear {type(message).__name__}")
    reads = (f"history/{source.partition}", f"clock/{source.partition}")
    return Command(f"frame/{frame}", message, source, reads=reads)


def gathers(command: Command, states: Mapping[str, State]) -> tuple[str, ...]:
    return (frames_of(command.input.partition),) if isinstance(command.message, TimePassed) else ()


def frames_of(partition: int) -> str:
    """The group of the frames that live in a partition."""
    return f"frames/{partition}"


def decide(command: Command, states: Mapping[str, State]) -> Sequence[Said]:
    message, at = command.message, command.input.at
    if isinstance(message, TimePassed):
        said: list[Said] = []
        for stream, state in sorted(states.items()):
            if isinstance(state, Frame):
                said += awards.time_passed(state, message.until, stream)
        return said
    if isinstance(message, intake.HistoricalAwardRecorded):
        return []
    frame = states[command.stream]
    history = states[f"history/{command.input.partition}"]
    ticks = states[f"clock/{command.input.partition}"]
    assert isinstance(frame, Frame)
    assert isinstance(history, History)
    assert isinstance(ticks, Ticks)
    match message:
        case intake.RoundAnnounced():
            return rounds.open_frame(frame, message, group=frames_of(command.input.partition))
        case intake.ApplicationReceived():
            return rounds.received(frame, message, history)
        case intake.ApplicationWithdrawn():
            return rounds.withdrawn(frame, message)
        case intake.RoundClosed():
            return rounds.closed(frame, message, history)
        case eligibility.EligibilityDecided():
            return rounds.judged(frame, message)
        case intake.ApplicationScored():
            return rounds.scored(frame, message)
        case intake.ListApproved():
            return approval.approved(frame, message)
        case notification.NoticeSent():
            return awards.notice_sent(frame, message, at, ticks.until)
        case intake.AwardAnswered():
            return awards.answered(frame, message, at)
    raise TypeError(f"allocation does not decide {type(message).__name__}")


def evolve(state: State, entry: Entry) -> State:
    match state:
        case Frame():
            evolution.evolve(state, entry.message)
        case History():
            if isinstance(entry.message, intake.HistoricalAwardRecorded):
                fact = entry.message
                state.awards.setdefault(fact.organisation_number, []).append(
                    allocation.PriorAward(
                        scheme=fact.scheme,
                        project=fact.project,
                        project_year=fact.project_year,
                        amount_nok=fact.amount_nok,
                    )
                )
        case Ticks():
            if isinstance(entry.message, TimePassed):
                state.until = entry.message.until
        case _:
            assert_never(state)
    return state


DECIDER: Decider[State] = Decider("allocation/1", initial, hear, gathers, decide, evolve)
