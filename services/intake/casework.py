"""What authorities state: rounds, reference data, earlier awards, scores, answers to reviews, approvals."""

from collections.abc import Mapping

from pydantic import JsonValue, ValidationError

from chassis.canonical import canonical, canonical_message, digest, share_of
from chassis.decider import Command, Said
from schemas import intake, outside
from schemas.base import Message
from schemas.flow import PARTITIONS
from schemas.ids import AuthorityId
from schemas.reasons import Refusal
from services.intake import submissions
from services.intake.refusals import refuse
from services.intake.state import Case, Round, Statements, World


def announce(command: Command, message: outside.AnnounceRound, world: World, cases: Mapping[str, Case]) -> list[Said]:
    """Opens a round: its frame gets a partition for good, and what was held for it is received."""
    scheme = message.scheme
    if command.input.sender != scheme.decided_by:
        expected = "the authority on whose topic this was sent"
        return [refuse(command, Refusal.AUTHORITY_MAY_NOT_ACT, ("/scheme/decided_by", expected))]
    fact = intake.RoundAnnounced(
        round=scheme.round,
        frame=scheme.frame,
        partition=share_of(scheme.frame, PARTITIONS),
        closes_at=scheme.deadline.ends_at(),
        rulebook=scheme,
        rulebook_hash=digest(canonical_message(scheme)),
    )
    known = world.rounds.get(scheme.round)
    if known is not None:
        if known.rulebook_hash == fact.rulebook_hash:
            return []
        expected = "a round that has not been announced with other rules"
        return [refuse(command, Refusal.CONFLICTING_CONTENT, ("/scheme/round", expected))]
    if any(round_.frame == scheme.frame for round_ in world.rounds.values()):
        return [refuse(command, Refusal.CONFLICTING_CONTENT, ("/scheme/frame", "a frame of its own"))]
    said = [Said(fact, partition=fact.partition, rules=fact.rulebook_hash)]
    for stream, case in sorted(cases.items()):
        version = case.version
        for held in case.held:
            if held.round == scheme.round:
                released = submissions.receive(held, version, remembered(fact), stream)
                version += any(isinstance(one.fact, intake.ApplicationReceived) for one in released)
                said += released
    return said


def remembered(fact: intake.RoundAnnounced) -> Round:
    return Round(
        frame=fact.frame,
        partition=fact.partition,
        closes_at=fact.closes_at,
        answer_by=fact.rulebook.answer_by,
        decided_by=fact.rulebook.decided_by,
        rulebook_hash=fact.rulebook_hash,
        considerations=frozenset(consideration.code for consideration in fact.rulebook.considerations),
        continuous=fact.rulebook.assessment == "continuous",
    )


def adopt(command: Command, message: outside.AdoptReference) -> list[Said]:
    """A list of systems that can't be read is refused: without one, nobody may apply."""
    if message.name == "systems":
        try:
            read_systems(message.content)
        except ValidationError:
            expected = "systems, each with id and may_act_for, and admit_synthetic_numbers"
            return [refuse(command, Refusal.INVALID, ("/content", expected))]
    fact = intake.ReferenceAdopted(name=message.name, hash=digest(canonical(message.content)), content=message.content)
    return [Said(fact, broadcast=True)]


class _System(Message):
    id: str
    may_act_for: tuple[str, ...]


class _Systems(Message):
    systems: tuple[_System, ...]
    admit_synthetic_numbers: bool


def read_systems(content: JsonValue) -> tuple[dict[str, frozenset[str]], bool]:
    """The adopted list of systems: for whom each may act, and whether synthetic numbers are admitted.

    Raises ValidationError.
    """
    known = _Systems.model_validate_json(canonical(content))
    return {system.id: frozenset(system.may_act_for) for system in known.systems}, known.admit_synthetic_numbers


def state(command: Command, home: Statements, world: World, cases: Mapping[str, Case]) -> list[Said]:
    """An authority's statement goes to the frame that it concerns; the same message again changes nothing."""
    known = home.heard.get(command.input.id)
    if known is not None:
        expected = "a new message id for new content"
        conflict = refuse(command, Refusal.CONFLICTING_CONTENT, ("/headers/ce_id", expected))
        return [] if known == command.input.digest else [conflict]
    match command.message:
        case outside.RecordHistoricalAward() as message:
            return [Said(intake.HistoricalAwardRecorded(**dict(message)), broadcast=True)]
        case outside.ApproveList() as message:
            round_ = world.rounds.get(message.round)
            if round_ is None:
                return [refuse(command, Refusal.UNKNOWN_ROUND, ("/round", "an announced round"))]
            approved = intake.ListApproved(
                round=message.round,
                frame=round_.frame,
                list_hash=message.list_hash,
                officer=message.officer,
                authority=AuthorityId(command.input.sender),
            )
            return _to_frame(command, approved, round_, "/round")
        case (outside.ScoreApplication() | outside.AnswerReview()) as message:
            case_ = cases[f"application/{message.application}"]
            if not case_.version or case_.round is None or case_.frame is None:
                return [refuse(command, Refusal.UNKNOWN_APPLICATION, ("/application", "a received application"))]
            round_ = world.rounds[case_.round]
            unknown = _unknown_considerations(message, round_)
            if unknown:
                return [refuse(command, Refusal.INVALID, *unknown, application=message.application)]
            common = {
                "application": message.application,
                "round": case_.round,
                "frame": case_.frame,
                "authority": AuthorityId(command.input.sender),
            }
            fact: Message
            if isinstance(message, outside.ScoreApplication):
                scored = {"score": message.score, "considerations": message.considerations, "officer": message.officer}
                fact = intake.ApplicationScored.model_validate({**common, **scored})
            else:
                answered = {"rule": message.rule, "outcome": message.outcome, "officer": message.officer}
                fact = intake.ReviewAnswered.model_validate({**common, **answered})
            return _to_frame(command, fact, round_, "/application")
    raise TypeError(f"{type(command.message).__name__} is no statement")


def _unknown_considerations(
    message: outside.ScoreApplication | outside.AnswerReview, round_: Round
) -> list[tuple[str, str]]:
    if isinstance(message, outside.AnswerReview):
        return []
    expected = "a consideration that the round announced"
    return [
        (f"/considerations/{place}", expected)
        for place, code in enumerate(message.considerations)
        if code not in round_.considerations
    ]


def _to_frame(command: Command, fact: Message, round_: Round, pointer: str) -> list[Said]:
    """`pointer` is where the message names what only the round's own authority may speak of."""
    if command.input.sender != round_.decided_by:
        expected = "of a round that this authority decides"
        return [refuse(command, Refusal.AUTHORITY_MAY_NOT_ACT, (pointer, expected))]
    return [Said(fact, partition=round_.partition, rules=round_.rulebook_hash)]
