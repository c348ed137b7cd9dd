"""What a case-handling system sends about one application, and the post office's reports."""

from chassis.canonical import share_of
from chassis.decider import Command, Said
from schemas import intake, outside
from schemas.flow import PARTITIONS
from schemas.ids import MessageId, SystemId, application_id
from schemas.reasons import Refusal
from services.intake import groups
from services.intake.numbers import impossible_numbers
from services.intake.receiving import concerning, receive
from services.intake.refusals import refuse
from services.intake.state import Case, World

Submission = outside.SubmitApplication | outside.WithdrawApplication | outside.AnswerAward


def decide(command: Command, message: Submission, case: Case, world: World) -> list[Said]:
    source = command.input
    name = application_id(SystemId(source.sender), message.reference)
    told = case.messages.get(MessageId(source.id))
    if told is not None and told.answer is not None:
        if told.digest != source.digest:
            expected = "a new message id for new content"
            return [
                refuse(
                    command,
                    Refusal.CONFLICTING_CONTENT,
                    ("/headers/ce_id", expected),
                    reference=message.reference,
                    application=name,
                )
            ]
        repeated = intake.SubmissionRepeated(
            application=name,
            system=SystemId(source.sender),
            reference=message.reference,
            message=MessageId(source.id),
            original=told.answer,
        )
        return [Said(repeated, partition=_partition(case, world, source.sender))]
    match message:
        case outside.SubmitApplication():
            return _submit(command, message, case, world)
        case outside.WithdrawApplication():
            return _withdraw(command, message, case, world)
        case outside.AnswerAward():
            return _answer(command, message, case, world)


def _submit(command: Command, message: outside.SubmitApplication, case: Case, world: World) -> list[Said]:
    source = command.input
    name = application_id(SystemId(source.sender), message.reference)

    def refused(reason: Refusal, *problems: tuple[str, str]) -> list[Said]:
        return [refuse(command, reason, *problems, reference=message.reference, application=name)]

    impossible = impossible_numbers(message.application, admits_synthetic=world.admits_synthetic)
    if impossible:
        return refused(Refusal.IMPOSSIBLE_ORGANISATION_NUMBER, *impossible)
    may_act_for = world.may_act_for.get(source.sender, frozenset())
    if message.application.applicant.organisation_number not in may_act_for:
        pointer = "/application/applicant/organisation_number"
        return refused(Refusal.SYSTEM_MAY_NOT_ACT, (pointer, "an organisation that this system may act for"))
    if case.withdrawn:
        return refused(Refusal.ALREADY_WITHDRAWN, ("/reference", "a reference that has not been withdrawn"))
    begun = case.latest.round if case.latest else next((held.round for held in case.held), message.round)
    if begun != message.round:
        return refused(Refusal.ROUND_CHANGED, ("/round", "the round of the first submission"))
    round_ = world.rounds.get(message.round)
    receipt = intake.Receipt(
        topic=source.topic,
        partition=source.partition,
        offset=source.offset,
        received_at=source.at,
        answer_by=round_.rulebook.answer_by if round_ else None,
    )
    held = intake.ApplicationHeld(
        application=name,
        system=SystemId(source.sender),
        reference=message.reference,
        message=MessageId(source.id),
        round=message.round,
        receipt=receipt,
        content=message.application,
    )
    if round_ is None:
        return [Said(held, partition=share_of(name, PARTITIONS), group=groups.HELD)]
    return receive(held, command.stream, round_, world, case.latest, case.deficiency)


def _withdraw(command: Command, message: outside.WithdrawApplication, case: Case, world: World) -> list[Said]:
    name = application_id(SystemId(command.input.sender), message.reference)
    standing = case.standing
    if standing is None:
        reason = Refusal.ALREADY_WITHDRAWN if case.withdrawn else Refusal.UNKNOWN_APPLICATION
        problem = ("/reference", "a reference of an application that stands")
        return [refuse(command, reason, problem, reference=message.reference, application=name)]
    fact = intake.ApplicationWithdrawn(
        application=name,
        message=MessageId(command.input.id),
        round=standing.round,
        frame=standing.frame,
        version=standing.version,
        stood=standing.stood,
    )
    round_ = world.rounds[standing.round]
    # No correction is awaited any more.
    return [concerning(fact, round_, command.stream, group=groups.of_round(standing.round))]


def _answer(command: Command, message: outside.AnswerAward, case: Case, world: World) -> list[Said]:
    name = application_id(SystemId(command.input.sender), message.reference)
    if case.latest is None:
        problem = ("/reference", "a reference of an application that was received")
        return [refuse(command, Refusal.UNKNOWN_APPLICATION, problem, reference=message.reference, application=name)]
    fact = intake.AwardAnswered(
        application=name,
        message=MessageId(command.input.id),
        round=case.latest.round,
        frame=case.latest.frame,
        answer=message.answer,
    )
    return [concerning(fact, world.rounds[case.latest.round], command.stream)]


def report(command: Command, message: outside.ReportNotice, world: World) -> list[Said]:
    """The post office's report goes to where the letter's frame lives."""
    partition = next((known.partition for known in world.rounds.values() if known.frame == message.frame), None)
    if partition is None:
        return [refuse(command, Refusal.UNKNOWN_ROUND, ("/frame", "the frame of an announced round"))]
    fact = intake.NoticeReported(
        letter=message.letter,
        application=message.application,
        frame=message.frame,
        status=message.status,
        channel=message.channel,
    )
    return [Said(fact, partition=partition)]


def _partition(case: Case, world: World, sender: str) -> int:
    """Where this application's facts lie: with its frame, if it has one."""
    if case.latest is not None:
        return world.rounds[case.latest.round].partition
    return share_of(sender, PARTITIONS)
