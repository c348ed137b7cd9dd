"""Intake's decisions. Pure; read this file first.

`world` holds rounds and adopted lists; `application/<id>` one application by all its messages; `casework/<authority>`
what an authority has stated. An application for a round not announced yet is held: its announcement releases it, or
the time that proves that there was none refuses it. One that lacks something is corrected in time, or dismissed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from chassis.decider import Command, Decider, Entry, Input, Said
from schemas import intake, outside
from schemas.base import Message
from schemas.ids import MessageId, SystemId, application_id
from schemas.intake import Answer
from schemas.reasons import Refusal
from schemas.time import SourceAdded, TimePassed
from services.intake import adoption, casework, groups, rounds, submissions, timing
from services.intake.state import (
    APPLICATION,
    Case,
    Deficiency,
    State,
    Statements,
    Told,
    Untold,
    World,
    standing,
    stream_of,
)

WORLD = "world"


def initial(stream: str) -> State:
    if stream == WORLD:
        return World()
    if stream.startswith(APPLICATION):
        return Case()
    return Statements() if stream.startswith("casework/") else Untold()


def hear(message: Message, source: Input) -> Command | None:
    match message:
        case TimePassed() | outside.AnnounceRound() | outside.AdoptReference():
            return Command(WORLD, message, source)
        case outside.SubmitApplication() | outside.WithdrawApplication() | outside.AnswerAward():
            name = application_id(SystemId(source.sender), message.reference)
            return Command(stream_of(name), message, source, reads=(WORLD,))
        case outside.ReportNotice():
            return Command(stream_of(message.application), message, source, reads=(WORLD,))
        case outside.ScoreApplication() | outside.AnswerReview() | outside.NoticeDeficiency() | outside.RecuseOfficer():
            reads = (WORLD, stream_of(message.application))
            return Command(f"casework/{source.sender}", message, source, reads=reads)
        case outside.ApproveList() | outside.ChangeFrame() | outside.RecordHistoricalAward():
            return Command(f"casework/{source.sender}", message, source, reads=(WORLD,))
    raise TypeError(f"intake does not hear {type(message).__name__}")


def gathers(command: Command, states: Mapping[str, State]) -> tuple[str, ...]:
    world = states.get(WORLD)
    if isinstance(command.message, TimePassed) and isinstance(world, World):
        return timing.groups_concerned(world, command.message.until)
    return (groups.HELD,) if isinstance(command.message, outside.AnnounceRound) else ()


def decide(command: Command, states: Mapping[str, State]) -> Sequence[Said]:
    home, world = states[command.stream], states[WORLD]
    assert isinstance(world, World)
    match command.message, home:
        case TimePassed() as message, World():
            return timing.time_passed(message, world, _cases(states))
        case outside.AnnounceRound() as message, World():
            return rounds.announce(command, message, world, _cases(states))
        case outside.AdoptReference() as message, World():
            return adoption.adopt(command, message)
        case (outside.SubmitApplication() | outside.WithdrawApplication() | outside.AnswerAward()) as message, Case():
            return submissions.decide(command, message, home, world)
        case outside.ReportNotice() as message, Case():
            return submissions.report(command, message, world)
        case (
            outside.ScoreApplication()
            | outside.AnswerReview()
            | outside.NoticeDeficiency()
            | outside.RecuseOfficer()
            | outside.ApproveList()
            | outside.ChangeFrame()
            | outside.RecordHistoricalAward()
        ) as message, Statements():
            return casework.state(command, message, home, world, _cases(states))
    raise TypeError(f"{type(command.message).__name__} has no home in {command.stream}")


def _cases(states: Mapping[str, State]) -> dict[str, Case]:
    return {name: state for name, state in states.items() if isinstance(state, Case)}


def evolve(state: State, entry: Entry) -> State:
    match state:
        case World():
            return _evolve_world(state, entry.message)
        case Case():
            return _evolve_case(state, entry)
        case Statements():
            if entry.heard:
                state.heard.setdefault(entry.id, entry.digest)
            return state
        case Untold():
            return state
        case _:
            assert_never(state)


def _evolve_world(world: World, message: Message) -> World:
    match message:
        case intake.RoundAnnounced():
            world.rounds[message.round] = rounds.remembered(message)
        case intake.RoundClosed():
            world.rounds[message.round].closed = True
        case intake.ReferenceAdopted():
            adoption.adopted(world, message)
        case SourceAdded() | TimePassed():
            pass
    return world


def _evolve_case(case: Case, entry: Entry) -> Case:
    if entry.heard:
        if not isinstance(entry.message, outside.ReportNotice):
            case.messages.setdefault(MessageId(entry.id), Told(entry.digest))
        return case
    match entry.message:
        case intake.ApplicationReceived() as fact:
            case.held = [held for held in case.held if held.message != fact.message]
            case.latest = standing(fact)
            _answered(case, fact.message, Answer(outcome="received", version=fact.version, receipt=fact.receipt))
        case intake.ApplicationHeld() as fact:
            case.held.append(fact)
            _answered(case, fact.message, Answer(outcome="held", receipt=fact.receipt))
        case intake.DeficiencyNoticed() as fact:
            case.deficiency = Deficiency(fact.until)
        case intake.DeficiencyCorrected() if case.deficiency is not None:
            case.deficiency = replace(case.deficiency, open=False)
        case intake.ApplicationDismissed() as fact:
            case.dismissed = case.dismissed or fact.stood is not None
            case.held = [held for held in case.held if held.message != fact.message]
            _answered(case, fact.message, Answer(outcome="dismissed", receipt=fact.receipt, reason=fact.reason))
        case intake.ApplicationWithdrawn() as fact:
            case.withdrawn = True
            _answered(case, fact.message, Answer(outcome="withdrawn", version=fact.version))
        case intake.AwardAnswered() as fact:
            _answered(case, fact.message, Answer(outcome="noted"))
        case intake.SubmissionRefused() as fact if _answers(fact) and fact.message is not None:
            case.held = [held for held in case.held if held.message != fact.message]
            _answered(case, fact.message, Answer(outcome="refused", reason=fact.reason))
    return case


def _answers(refusal: intake.SubmissionRefused) -> bool:
    """Whether it answers a message of the applicant's system; a conflict leaves what the id first named as it was."""
    return refusal.reference is not None and refusal.reason is not Refusal.CONFLICTING_CONTENT


def _answered(case: Case, message: MessageId, answer: Answer) -> None:
    """The latest answer is the one given again."""
    case.messages[message].answer = answer


DECIDER: Decider[State] = Decider("intake/1", initial, hear, gathers, decide, evolve)
