"""What authorities state: earlier awards, approvals, and what concerns one application."""

from collections.abc import Mapping, Sequence

from chassis.decider import Command, Said
from schemas import intake, outside
from schemas.base import Message
from schemas.ids import AuthorityId
from schemas.reasons import Refusal
from services.intake import deficiencies, frames, mandates
from services.intake.days import norwegian_day
from services.intake.refusals import refuse
from services.intake.state import Case, Round, Standing, Statements, World, stream_of

OfApplication = outside.ScoreApplication | outside.AnswerReview | outside.NoticeDeficiency | outside.RecuseOfficer
Statement = OfApplication | outside.ApproveList | outside.ChangeFrame | outside.RecordHistoricalAward

_RIGHTS: Mapping[type[Message], Sequence[mandates.Right]] = {
    outside.ScoreApplication: ("assess",),
    outside.AnswerReview: ("review",),
    outside.NoticeDeficiency: ("assess", "review"),
}
"""Any one of which an officer must have."""


def state(
    command: Command, message: Statement, home: Statements, world: World, cases: Mapping[str, Case]
) -> list[Said]:
    """An authority's statement goes to the frame that it concerns; the same message again changes nothing."""
    known = home.heard.get(command.input.id)
    if known is not None:
        expected = "a new message id for new content"
        conflict = refuse(command, Refusal.CONFLICTING_CONTENT, ("/headers/ce_id", expected))
        return [] if known == command.input.digest else [conflict]
    match message:
        case outside.RecordHistoricalAward():
            return [Said(intake.HistoricalAwardRecorded(**dict(message)), broadcast=True)]
        case outside.ApproveList():
            return _approve(command, message, world)
        case outside.ChangeFrame():
            return frames.change(command, message, world)
        case _:
            return _of_application(command, message, cases[stream_of(message.application)], world)


def _approve(command: Command, message: outside.ApproveList, world: World) -> list[Said]:
    """Whose list it is is for allocation to know: it has made it."""
    round_, authority = world.rounds.get(message.round), AuthorityId(command.input.sender)
    if round_ is None:
        return [refuse(command, Refusal.UNKNOWN_ROUND, ("/round", "an announced round"))]
    if authority not in round_.authorities:
        expected = "a round that this authority decides"
        return [refuse(command, Refusal.AUTHORITY_MAY_NOT_ACT, ("/round", expected))]
    on = norwegian_day(command.input.at)
    if not mandates.may(world, authority, message.officer, on, "approve"):
        return [refuse(command, Refusal.OFFICER_MAY_NOT_DECIDE, mandates.LACKING)]
    fact = intake.ListApproved(
        round=message.round,
        frame=round_.frame,
        list_hash=message.list_hash,
        officer=message.officer,
        superior=mandates.superior(world, authority, message.officer, on),
        authority=authority,
    )
    return [Said(fact, partition=round_.partition, rules=round_.rulebook_hash)]


def _of_application(command: Command, message: OfApplication, case: Case, world: World) -> list[Said]:
    def refused(reason: Refusal, *problems: tuple[str, str]) -> list[Said]:
        return [refuse(command, reason, *problems, application=message.application)]

    latest, authority = case.latest, AuthorityId(command.input.sender)
    if latest is None:
        return [refuse(command, Refusal.UNKNOWN_APPLICATION, ("/application", "a received application"))]
    if authority != latest.decided_by:
        expected = "an application that this authority decides"
        return refused(Refusal.AUTHORITY_MAY_NOT_ACT, ("/application", expected))
    round_ = world.rounds[latest.round]
    if isinstance(message, outside.RecuseOfficer):
        if not mandates.is_known(world, authority, message.officer):
            return refused(Refusal.OFFICER_MAY_NOT_DECIDE, ("/officer", "an officer on this authority's list"))
        return [_concerning(_recused(message, latest), round_)]
    on = norwegian_day(command.input.at)
    if not mandates.may(world, authority, message.officer, on, *_RIGHTS[type(message)]):
        return refused(Refusal.OFFICER_MAY_NOT_DECIDE, mandates.LACKING)
    match message:
        case outside.ScoreApplication():
            unknown = _unknown_considerations(message, round_)
            if unknown:
                return refused(Refusal.INVALID, *unknown)
            return [_concerning(_scored(message, latest), round_)]
        case outside.AnswerReview():
            return [_concerning(_answered(message, latest), round_)]
        case outside.NoticeDeficiency():
            return deficiencies.notice(command, message, case, round_)


def _unknown_considerations(message: outside.ScoreApplication, round_: Round) -> list[tuple[str, str]]:
    announced = {consideration.code for consideration in round_.rulebook.considerations}
    expected = "a consideration that the round announced"
    return [
        (f"/considerations/{place}", expected)
        for place, code in enumerate(message.considerations)
        if code not in announced
    ]


def _scored(message: outside.ScoreApplication, latest: Standing) -> intake.ApplicationScored:
    return intake.ApplicationScored(
        application=message.application,
        round=latest.round,
        frame=latest.frame,
        score=message.score,
        considerations=message.considerations,
        officer=message.officer,
        authority=latest.decided_by,
    )


def _answered(message: outside.AnswerReview, latest: Standing) -> intake.ReviewAnswered:
    return intake.ReviewAnswered(
        application=message.application,
        round=latest.round,
        frame=latest.frame,
        rule=message.rule,
        outcome=message.outcome,
        officer=message.officer,
        authority=latest.decided_by,
    )


def _recused(message: outside.RecuseOfficer, latest: Standing) -> intake.OfficerRecused:
    return intake.OfficerRecused(
        application=message.application,
        round=latest.round,
        frame=latest.frame,
        officer=message.officer,
        authority=latest.decided_by,
    )


def _concerning(fact: Message, round_: Round) -> Said:
    return Said(fact, partition=round_.partition, rules=round_.rulebook_hash)
