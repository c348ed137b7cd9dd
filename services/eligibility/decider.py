"""Judges the version of an application that stands when allocation has stated the applicant's earlier awards.

That statement comes after the round's closing, or at once where assessment is continuous: so one input decides both.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from chassis.decider import Command, Decider, Entry, Input, Said, States, gathers_nothing
from schemas.allocation import PriorAwardsStated
from schemas.base import Message
from schemas.eligibility import ApplicationNoted, EligibilityDecided, Outcome, ReviewRefused
from schemas.ids import ApplicationId, RoundId
from schemas.intake import (
    ApplicationDismissed,
    ApplicationReceived,
    ApplicationSuperseded,
    ApplicationWithdrawn,
    DeficiencyNoticed,
    ReferenceAdopted,
    ReviewAnswered,
    RoundAnnounced,
    RoundClosed,
)
from services.eligibility import judgement, neighbours
from services.eligibility.rules.case import Case
from services.eligibility.state import ApplicationState, Neighbours, ReferenceState, RoundState, State, initial

NORWAY = ZoneInfo("Europe/Oslo")

Gone = ApplicationSuperseded | ApplicationWithdrawn | ApplicationDismissed
"""After which a version stands no longer."""


def hear(message: Message, source: Input) -> Command:
    match message:
        case RoundAnnounced() | RoundClosed():
            return Command(_round(message.round), message, source)
        case ReferenceAdopted():
            return Command(_reference(source), message, source)
        case ApplicationReceived(content=content):
            beside = neighbours.streams_of(
                message.round, content.applicant.organisation_number, content.cooperation.cooperation
            )
            return Command(_application(message.application), message, source, (_round(message.round), *beside))
        case ApplicationSuperseded() | ApplicationWithdrawn() | ApplicationDismissed():
            return Command(_application(message.application), message, source, _reads_of_gone(message))
        case DeficiencyNoticed():
            return Command(_application(message.application), message, source)
        case PriorAwardsStated():
            beside = neighbours.streams_of(message.round, message.organisation_number, message.cooperation)
            rests_on = (_round(message.round), _reference(source), *beside)
            return Command(_application(message.application), message, source, rests_on)
        case ReviewAnswered():
            return Command(_application(message.application), message, source, (_round(message.round),))
        case _:
            raise TypeError(type(message).__name__)


def decide(command: Command, states: States[State]) -> Sequence[Said]:
    match command.message:
        case ApplicationReceived() as received:
            announced = _announced(states, received.round)
            return neighbours.arrived(received, announced) if _notes(states, received.round) else ()
        case (ApplicationSuperseded() | ApplicationWithdrawn() | ApplicationDismissed()) as gone:
            if gone.stood is None or not _notes(states, gone.round):
                return ()
            return neighbours.gone(gone.application, states, _announced(states, gone.round))
        case PriorAwardsStated() as stated:
            return _judge(stated, command, states)
        case ReviewAnswered() as answer:
            return _answer(answer, command, states)
        case _:
            return ()


def _judge(stated: PriorAwardsStated, command: Command, states: States[State]) -> Sequence[Said]:
    """Nothing is said of what was withdrawn or replaced meanwhile, nor a second time of the same version."""
    application, reference = states[command.stream], states[_reference(command.input)]
    applicant_stream, cooperation_stream = neighbours.streams_of(
        stated.round, stated.organisation_number, stated.cooperation
    )
    applicant, cooperation = states[applicant_stream], states[cooperation_stream]
    assert isinstance(application, ApplicationState)
    assert isinstance(reference, ReferenceState)
    assert isinstance(applicant, Neighbours)
    assert isinstance(cooperation, Neighbours)
    standing = application.standing
    if standing is None or standing.version != stated.version or application.decided is not None:
        return ()
    announced = _announced(states, stated.round)
    case = Case(
        application=standing.content,
        scheme=announced.rulebook,
        prior_awards=stated.awards,
        world=reference.world,
        on=command.input.at.astimezone(NORWAY).date(),
        same_cooperation=neighbours.same_cooperation(stated.application, cooperation, announced.rulebook),
        asked_for=application.asked_for,
    )
    decided = judgement.judge(standing, case, applicant.standing)
    said = [Said(decided, rules=announced.rulebook_hash)]
    noted = applicant.standing.get(stated.application)
    if announced.rulebook.assessment == "continuous" and noted is not None:
        taken = noted.but(grantable_nok=decided.grantable_nok)
        said.append(Said(taken, stream=applicant_stream, rules=announced.rulebook_hash))
    return said


def _answer(answer: ReviewAnswered, command: Command, states: States[State]) -> Sequence[Said]:
    application = states[command.stream]
    assert isinstance(application, ApplicationState)
    decided, announced, outcome = application.decided, _announced(states, answer.round), Outcome(answer.outcome)
    if decided is None or not judgement.awaits(decided, announced.rulebook, answer.rule, outcome):
        refused = ReviewRefused(
            application=answer.application,
            round=answer.round,
            frame=answer.frame,
            rule=answer.rule,
            authority=answer.authority,
        )
        return (Said(refused),)
    changed = judgement.answer(decided, announced.rulebook, answer.rule, outcome, answer.officer)
    return (Said(changed, rules=announced.rulebook_hash),)


def evolve(state: State, entry: Entry) -> State:
    match state, entry.message:
        case RoundState(), RoundAnnounced() as announced:
            state.announced = announced
        case RoundState(), RoundClosed():
            state.closed = True
        case ReferenceState(), ReferenceAdopted() as adopted:
            state.adopt(adopted)
        case ApplicationState(), ApplicationReceived() as received:
            state.standing, state.decided = received, None
        case ApplicationState(), (ApplicationSuperseded() | ApplicationWithdrawn() | ApplicationDismissed()) as gone:
            if gone.stood is not None:
                state.standing, state.decided = None, None
        case ApplicationState(), DeficiencyNoticed(missing=missing):
            state.asked_for = tuple(dict.fromkeys((*state.asked_for, *missing)))
        case ApplicationState(), EligibilityDecided() as decided:
            state.decided = decided
        case Neighbours(), ApplicationNoted() as noted:
            state.note(noted)
    return state


def _announced(states: States[State], round_id: RoundId) -> RoundAnnounced:
    """Raises LookupError where the round was never announced: an application's receipt rests on its announcement."""
    state = states[_round(round_id)]
    if not isinstance(state, RoundState) or state.announced is None:
        raise LookupError(f"{round_id} is judged before it was announced")
    return state.announced


def _notes(states: States[State], round_id: RoundId) -> bool:
    """Whether what stands beside each other may still change."""
    state = states[_round(round_id)]
    assert isinstance(state, RoundState)
    return not state.closed or _announced(states, round_id).rulebook.assessment == "continuous"


def _reads_of_gone(gone: Gone) -> tuple[str, ...]:
    if gone.stood is None:
        return ()
    beside = neighbours.streams_of(gone.round, gone.stood.organisation_number, gone.stood.cooperation)
    return (_round(gone.round), *beside)


def _round(round_id: RoundId) -> str:
    return f"round/{round_id}"


def _reference(source: Input) -> str:
    return f"reference/{source.partition}"


def _application(application: ApplicationId) -> str:
    return f"application/{application}"


DECIDER = Decider(
    version="eligibility/1",
    initial=initial,
    hear=hear,
    gathers=gathers_nothing,
    decide=decide,
    evolve=evolve,
)
