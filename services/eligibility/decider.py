"""Judges the version of an application that stands when allocation has stated the applicant's earlier awards.

That statement comes after the round's closing, or at once where assessment is continuous: so one input decides both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chassis.decider import Command, Decider, Entry, Input, Said, States, gathers_nothing
from schemas.allocation import PriorAwardsStated
from schemas.base import Message
from schemas.eligibility import EligibilityDecided, Outcome, ReviewRefused
from schemas.ids import ApplicationId, RoundId
from schemas.intake import (
    ApplicationReceived,
    ApplicationWithdrawn,
    ReferenceAdopted,
    ReviewAnswered,
    RoundAnnounced,
)
from services.eligibility.judgement import answered, conclude, judge
from services.eligibility.public_bodies import PublicBodies, public_bodies
from services.eligibility.rules.case import Case


@dataclass(slots=True)
class RoundState:
    """`round/<round>`."""

    announced: RoundAnnounced | None = None


@dataclass(slots=True)
class ReferenceState:
    """`reference/<partition>`: what was adopted last, as this partition heard it."""

    public_bodies: PublicBodies = field(default_factory=dict)


@dataclass(slots=True)
class ApplicationState:
    """`application/<application>`: the version that stands, and what was last decided of it."""

    standing: ApplicationReceived | None = None
    decided: EligibilityDecided | None = None


State = RoundState | ReferenceState | ApplicationState


def initial(stream: str) -> State:
    match stream.partition("/")[0]:
        case "round":
            return RoundState()
        case "reference":
            return ReferenceState()
        case "application":
            return ApplicationState()
        case _:
            raise KeyError(stream)


def hear(message: Message, source: Input) -> Command:
    match message:
        case RoundAnnounced():
            return Command(_round(message.round), message, source)
        case ReferenceAdopted():
            return Command(_reference(source), message, source)
        case ApplicationReceived() | ApplicationWithdrawn():
            return Command(_application(message.application), message, source)
        case PriorAwardsStated():
            reads = (_round(message.round), _reference(source))
            return Command(_application(message.application), message, source, reads)
        case ReviewAnswered():
            return Command(_application(message.application), message, source, (_round(message.round),))
        case _:
            raise TypeError(type(message).__name__)


def decide(command: Command, states: States[State]) -> Sequence[Said]:
    match command.message:
        case PriorAwardsStated() as stated:
            return _judge(stated, command, states)
        case ReviewAnswered() as answer:
            return _answer(answer, command, states)
        case _:
            return ()


def _judge(stated: PriorAwardsStated, command: Command, states: States[State]) -> Sequence[Said]:
    """Nothing is said of what was withdrawn or replaced meanwhile, nor a second time of the same version."""
    application, reference = states[command.stream], states[_reference(command.input)]
    assert isinstance(application, ApplicationState)
    assert isinstance(reference, ReferenceState)
    standing = application.standing
    if standing is None or standing.version != stated.version or application.decided is not None:
        return ()
    announced = _announced(states, stated.round)
    case = Case(standing.content, announced.rulebook, stated.awards, reference.public_bodies)
    return (Said(judge(standing, case), rules=announced.rulebook_hash),)


def _answer(answer: ReviewAnswered, command: Command, states: States[State]) -> Sequence[Said]:
    application = states[command.stream]
    assert isinstance(application, ApplicationState)
    standing, decided = application.standing, application.decided
    if standing is None or decided is None or not _awaits(decided, answer.rule):
        refused = ReviewRefused(
            application=answer.application,
            round=answer.round,
            frame=answer.frame,
            rule=answer.rule,
            authority=answer.authority,
        )
        return (Said(refused),)
    announced = _announced(states, answer.round)
    outcome = Outcome(answer.outcome)
    findings = [
        answered(finding, announced.rulebook, outcome, answer.officer) if finding.rule == answer.rule else finding
        for finding in decided.findings
    ]
    return (Said(conclude(standing, announced.rulebook, findings), rules=announced.rulebook_hash),)


def _awaits(decided: EligibilityDecided, rule: str) -> bool:
    unclear = {finding.rule for finding in decided.findings if finding.outcome is Outcome.UNCLEAR}
    return decided.outcome == "needs_review" and rule in unclear


def evolve(state: State, entry: Entry) -> State:
    match state, entry.message:
        case RoundState(), RoundAnnounced() as announced:
            state.announced = announced
        case ReferenceState(), ReferenceAdopted(name="public_bodies", content=content):
            state.public_bodies = public_bodies(content)
        case ApplicationState(), ApplicationReceived() as received:
            state.standing, state.decided = received, None
        case ApplicationState(), ApplicationWithdrawn():
            state.standing, state.decided = None, None
        case ApplicationState(), EligibilityDecided() as decided:
            state.decided = decided
    return state


def _announced(states: States[State], round_id: RoundId) -> RoundAnnounced:
    """Raises LookupError where the round was never announced: an application's receipt rests on its announcement."""
    state = states[_round(round_id)]
    if not isinstance(state, RoundState) or state.announced is None:
        raise LookupError(f"{round_id} is judged before it was announced")
    return state.announced


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
