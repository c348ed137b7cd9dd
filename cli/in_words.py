"""Replies as a person reads them."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from schemas import intake, notification
from schemas.base import Message

OSLO = ZoneInfo("Europe/Oslo")


def kroner(amount_nok: int) -> str:
    return f"{amount_nok:,} kr".replace(",", " ")


def moment(instant: datetime) -> str:
    """Norwegian time, to the second."""
    return f"{instant.astimezone(OSLO):%d %B %Y %H:%M:%S} (Oslo)".lstrip("0")


def in_words(message: Message) -> str:
    """What a reply says, in a line or a few."""
    return "\n".join(_lines(message))


def _lines(message: Message) -> Iterator[str]:
    match message:
        case notification.ReceiptIssued():
            if message.status == "held":
                yield f"HELD: {message.reference} waits for its round to be announced"
            else:
                yield f"RECEIVED: {message.reference}, version {message.version}"
            yield from _receipt(message.receipt)
        case notification.DismissalIssued():
            yield f"DISMISSED: {message.reference}: {message.reason}; the round closed {moment(message.closes_at)}"
            yield from _receipt(message.receipt)
        case notification.WithdrawalConfirmed():
            yield f"WITHDRAWN: {message.reference}"
        case notification.AnswerRepeated():
            answer = message.original
            yield f"SENT BEFORE: {message.reference}; nothing changes. The answer was: {answer.outcome}"
            if answer.reason:
                yield f"  reason     {answer.reason}"
            if answer.receipt:
                yield from _receipt(answer.receipt)
        case notification.RefusalIssued() | intake.SubmissionRefused():
            yield f"REFUSED: {message.reason}"
            for problem in message.problems:
                yield f"  at {problem.pointer or '(the whole message)'}: expected {problem.expected}"
            state = getattr(message, "state", None)
            if state:
                yield f"  it met     {state}"
            if message.coordinates:
                at = message.coordinates
                yield f"  lies at    {at.topic}, partition {at.partition}, offset {at.offset}"
        case notification.AnswerRecorded():
            until = f", to be answered before {moment(message.until)}" if message.until else ""
            yield f"AWARD {message.status.upper()}: {message.reference}, {kroner(message.amount_nok)}{until}"
        case notification.DecisionIssued():
            reasons = f" ({', '.join(message.reasons)})" if message.reasons else ""
            yield f"DECISION: {message.reference}: {message.kind}, {kroner(message.amount_nok)}{reasons}"
            yield message.text
        case notification.InformationIssued():
            yield f"INFORMATION to {message.office_name}"
            yield message.text
        case _:
            yield from _work(message)


def _work(message: Message) -> Iterator[str]:
    """What stands on an authority's work list, and whatever else there is."""
    match message:
        case notification.ApplicationToAssess():
            yield f"TO ASSESS: {message.application}, version {message.version}, of {message.applicant}"
            yield f"  asks       {kroner(message.applied_nok)}, can get at most {kroner(message.grantable_nok)}"
            yield f"  stands in  {message.group}, project year {message.project_year}, {message.positions} positions"
            yield f"  found      {', '.join(f'{finding.rule} {finding.outcome}' for finding in message.findings)}"
        case notification.ReviewWanted():
            yield f"TO REVIEW: {message.application}: the rule {message.rule} can't tell"
            yield from (f"  {name}: {value}" for name, value in sorted(message.finding.inputs.items()))
        case notification.RankingProposed():
            yield f"TO APPROVE: the ranking of {message.round}, by two officers"
            yield f"  proposes   {message.to_award} awards of {kroner(message.total_nok)}, {message.to_reject} refusals"
            yield f"  list_hash  {message.list_hash}"
        case notification.PlaceProposed():
            reasons = f" ({', '.join(message.reasons)})" if message.reasons else ""
            waiting = f", waits as number {message.waiting_place}" if message.waiting_place else ""
            outcome = f"{message.outcome.replace('_', ' ')} {kroner(message.amount_nok)}"
            yield f"PLACE {message.place}: {message.application}: {outcome}{reasons}{waiting}"
        case notification.PromotionToApprove():
            yield f"TO APPROVE: {message.application} from the waiting list, {kroner(message.amount_nok)}"
            yield f"  list_hash  {message.list_hash}"
        case notification.ApprovalCounted():
            yield f"APPROVED by {message.approvals} of 2: the list {message.list_hash}"
        case _:
            yield type(message).__name__
            yield from (f"  {name}: {value}" for name, value in message.plain().items())


def _receipt(receipt: intake.Receipt) -> Iterator[str]:
    yield f"  reached us {moment(receipt.received_at)}"
    yield f"  lies at    {receipt.topic}, partition {receipt.partition}, offset {receipt.offset}"
    if receipt.answer_by:
        yield f"  answer by  {receipt.answer_by:%d %B %Y}".replace("  0", "  ")
