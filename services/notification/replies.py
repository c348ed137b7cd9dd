"""What a case-handling system is answered, fact by fact; and what a message that could not be taken is answered."""

from chassis.decider import Said
from schemas.allocation import AcceptancePeriodSet, AwardAccepted, AwardDeclined, RequestRefused
from schemas.base import Message
from schemas.eligibility import ReviewRefused
from schemas.ids import Digest
from schemas.intake import (
    ApplicationDismissed,
    ApplicationHeld,
    ApplicationReceived,
    ApplicationWithdrawn,
    Problem,
    SubmissionRefused,
    SubmissionRepeated,
)
from schemas.notification import (
    AnswerRecorded,
    AnswerRepeated,
    DismissalIssued,
    ReceiptIssued,
    RefusalIssued,
    WithdrawalConfirmed,
)
from schemas.reasons import Refusal
from services.notification.state import Case, system_and_reference


def reply(fact: Message, to: str, rules: Digest | None = None) -> Said:
    """Every correspondent has a topic of one partition."""
    return Said(fact, to=to, partition=0, rules=rules)


def received(fact: ApplicationReceived, rules: Digest | None) -> Said:
    receipt = ReceiptIssued(
        reference=fact.reference, message=fact.message, status="received", version=fact.version, receipt=fact.receipt
    )
    return reply(receipt, fact.system, rules)


def held(fact: ApplicationHeld, case: Case) -> list[Said]:
    """Held and received can be heard in either order, for they lie in two partitions; the later word stands."""
    if case.contents:
        return []
    receipt = ReceiptIssued(
        reference=fact.reference, message=fact.message, status="held", version=1, receipt=fact.receipt
    )
    return [reply(receipt, fact.system)]


def dismissed(fact: ApplicationDismissed, rules: Digest | None) -> Said:
    dismissal = DismissalIssued(
        reference=fact.reference,
        message=fact.message,
        reason=fact.reason,
        closes_at=fact.closes_at,
        receipt=fact.receipt,
    )
    return reply(dismissal, fact.system, rules)


def withdrawn(fact: ApplicationWithdrawn, rules: Digest | None) -> Said:
    system, reference = system_and_reference(fact.application)
    return reply(WithdrawalConfirmed(reference=reference, message=fact.message), system, rules)


def repeated(fact: SubmissionRepeated) -> Said:
    again = AnswerRepeated(reference=fact.reference, message=fact.message, original=fact.original)
    return reply(again, fact.system)


def refused(fact: SubmissionRefused) -> Said:
    refusal = RefusalIssued(
        reason=fact.reason,
        problems=fact.problems,
        coordinates=fact.coordinates,
        message=fact.message,
        reference=fact.reference,
        application=fact.application,
    )
    return reply(refusal, fact.sender)


def review_refused(fact: ReviewRefused, case: Case, rules: Digest | None) -> Said:
    refusal = RefusalIssued(
        reason=Refusal(fact.reason),
        problems=(Problem(pointer="/rule", expected="a rule that awaits an officer's answer"),),
        application=fact.application,
        state=case.outcome,
    )
    return reply(refusal, fact.authority, rules)


def request_refused(fact: RequestRefused, rules: Digest | None) -> Said:
    reference = None
    if fact.application is not None:
        system, own = system_and_reference(fact.application)
        reference = own if system == fact.to else None
    refusal = RefusalIssued(reason=fact.reason, reference=reference, application=fact.application, state=fact.state)
    return reply(refusal, fact.to, rules)


def answer_recorded(
    fact: AcceptancePeriodSet | AwardAccepted | AwardDeclined, case: Case, rules: Digest | None
) -> Said:
    system, reference = system_and_reference(fact.application)
    match fact:
        case AcceptancePeriodSet(until=until):
            record = AnswerRecorded(reference=reference, status="open", amount_nok=case.awarded_nok, until=until)
        case AwardAccepted(amount_nok=amount):
            record = AnswerRecorded(reference=reference, status="accepted", amount_nok=amount)
        case AwardDeclined(amount_nok=amount):
            record = AnswerRecorded(reference=reference, status="declined", amount_nok=amount)
    return reply(record, system, rules)
