"""How a submission is refused: to whom, why, at which pointer, and what was expected there."""

from chassis.canonical import share_of
from chassis.decider import Command, Said
from schemas.flow import PARTITIONS
from schemas.ids import ApplicationId, MessageId, Reference, SystemId
from schemas.intake import Coordinates, Problem, SubmissionRefused
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
