"""What intake says: how an application arrived, and what authorities and systems stated of it."""

from collections.abc import Mapping

from audit.wording import counted, day, kroner, listed, local_time
from schemas import intake
from schemas.application import Application
from schemas.base import Message
from schemas.reasons import Reason


def sentence(fact: Message, considerations: Mapping[str, str]) -> str | None:
    match fact:
        case intake.RoundAnnounced():
            parts = (f"{kroner(part.nok)} {part.id}" for part in fact.rulebook.sub_frames)
            closes = local_time(fact.closes_at)
            return (
                f"The round {fact.round} was announced with {listed(parts)}; what comes at {closes} or later is late."
            )
        case intake.RoundClosed():
            stand = counted(fact.count, "application stands", "applications stand")
            return f"The round closed, when all that had reached the broker in time was heard: {stand}."
        case intake.ApplicationReceived(version=1):
            return f"{_arrived(fact.receipt)} and was received: {_asks(fact.content)}{_answer_by(fact.receipt)}"
        case intake.ApplicationReceived():
            new = f"was received as version {fact.version}, a correction"
            return f"{_arrived(fact.receipt)} and {new}: {_asks(fact.content)}"
        case intake.ApplicationSuperseded():
            return f"Version {fact.version} no longer stands: version {fact.by_version} replaces it."
        case intake.ApplicationHeld():
            return f"{_arrived(fact.receipt)} and was held, for the round {fact.round} was not known yet."
        case intake.ApplicationDismissed(reason=Reason.INCOMPLETE_NOT_CORRECTED):
            ended = local_time(fact.closes_at)
            return f"The application was dismissed: what it lacked had not been brought before {ended}."
        case intake.ApplicationDismissed():
            closed = local_time(fact.closes_at)
            return f"{_arrived(fact.receipt)} and was dismissed as late: the round had closed at {closed}."
        case intake.ApplicationWithdrawn():
            return f"The applicant withdrew version {fact.version}."
        case intake.SubmissionRefused():
            where = (
                f"{fact.coordinates.topic}, partition {fact.coordinates.partition}, offset {fact.coordinates.offset}"
            )
            wrong = "; ".join(f"{one.pointer or 'the message'}: expected {one.expected}" for one in fact.problems)
            return f"A message was refused ({fact.reason}; {where}). {wrong}".rstrip()
        case intake.SubmissionRepeated():
            return f"The message {fact.message} came again, and was answered as before: {fact.original.outcome}."
        case intake.ApplicationScored():
            reasons = (f"«{considerations.get(code, code)}»" for code in fact.considerations)
            return f"{fact.officer} of {fact.authority} gave the score {fact.score}: {listed(reasons)}"
        case intake.ReviewAnswered():
            return f"{fact.officer} of {fact.authority} answered the rule {fact.rule}: {fact.outcome}."
        case intake.DeficiencyNoticed():
            lacks = f"{fact.officer} of {fact.authority} found that version {fact.version} lacks {listed(fact.missing)}"
            return f"{lacks}: it can be brought before {local_time(fact.until)}."
        case intake.DeficiencyCorrected():
            return "New content came in time for what was lacking."
        case intake.OfficerRecused():
            return f"{fact.officer} of {fact.authority} is disqualified, and may neither assess nor decide it."
        case intake.AwardAnswered():
            return f"The recipient answered: {fact.answer}."
        case intake.NoticeReported():
            return f"The post office reported the letter {fact.letter} {fact.status} by {fact.channel}."
    return None


def _arrived(receipt: intake.Receipt) -> str:
    where = f"{receipt.topic}, partition {receipt.partition}, offset {receipt.offset}"
    return f"The application reached the broker at {local_time(receipt.received_at)} ({where})"


def _asks(content: Application) -> str:
    project = f"year {content.project.year} of {content.project.project}"
    positions = f"{counted(content.positions.total, 'position')}, {content.positions.new} of them new"
    return f"{content.applicant.name} asks for {kroner(content.amount_nok)} for {project}, {positions}."


def _answer_by(receipt: intake.Receipt) -> str:
    return f" An answer was promised by {day(receipt.answer_by)}." if receipt.answer_by else ""
