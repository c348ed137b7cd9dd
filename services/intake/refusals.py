"""How a submission is refused: to whom, why, at which pointer, and what was expected there."""

from chassis.canonical import share_of
from chassis.decider import Command, Said
from schemas.flow import PARTITIONS
from schemas.ids import ApplicationId, MessageId, Reference, SystemId
from schemas.intake import ApplicationHeld, Coordinates, Problem, SubmissionRefused
from schemas.reasons import Refusal


def refuse(
    command: Command,
    reason: Refusal,
    *problems: tuple[str, str],
    reference: Reference | None = None,
    application: ApplicationId | None = None,
) -> Said:
    """A refusal to the sender of this command; `problems` are pointers with what was expected."""
    source = command.input
    fact = SubmissionRefused(
        sender=SystemId(source.sender),
        coordinates=Coordinates(topic=source.topic, partition=source.partition, offset=source.offset),
        reason=reason,
        problems=tuple(Problem(pointer=pointer, expected=expected) for pointer, expected in problems),
        message=MessageId(source.id),
        reference=reference,
        application=application,
    )
    return Said(fact, partition=share_of(source.sender, PARTITIONS))


def refuse_held(held: ApplicationHeld, stream: str, reason: Refusal, problem: tuple[str, str]) -> Said:
    """The end of a submission that had been held, or could have been; an earlier version stands where it stood."""
    pointer, expected = problem
    place = held.receipt
    fact = SubmissionRefused(
        sender=held.system,
        coordinates=Coordinates(topic=place.topic, partition=place.partition, offset=place.offset),
        reason=reason,
        problems=(Problem(pointer=pointer, expected=expected),),
        message=held.message,
        reference=held.reference,
        application=held.application,
    )
    return Said(fact, stream=stream, partition=share_of(held.application, PARTITIONS))
