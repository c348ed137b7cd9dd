"""What notification says: letters and their fate, and who was told what."""

from audit.wording import day, kroner, listed, local_time
from schemas import notification
from schemas.application import Language
from schemas.base import Message

LANGUAGES = {Language.BOKMAL: "bokmål", Language.NYNORSK: "nynorsk", Language.NEUTRAL: "bokmål"}


def sentence(fact: Message, correspondent: str) -> str | None:
    match fact:
        case notification.LetterIssued():
            copies = listed((copy.name for copy in fact.copies), "")
            also = f", with copies to {copies}" if copies else ""
            written = f"The {fact.kind} letter {fact.letter} was written in {LANGUAGES[fact.language]}"
            return f"{written} to {fact.addressee.name}{also}."
        case notification.NoticeSent(first=True):
            return f"The letter {fact.letter} was sent by {fact.channel}: the notice took effect."
        case notification.NoticeSent():
            return f"The letter {fact.letter} was sent by {fact.channel} too."
        case notification.NoticeDelivered():
            return f"The letter {fact.letter} was delivered by {fact.channel}."
        case notification.NoticeFailed():
            return f"The letter {fact.letter} could not be delivered by {fact.channel}: a person must look."
        case notification.NoticeOpened():
            return f"The letter {fact.letter} was opened."
        case notification.CountyGovernorInformed():
            return f"{fact.office_name} was informed: {_outcome(fact.outcome, fact.amount_nok)}."
    told = _reply(fact)
    return f"{correspondent} was told: {told}." if told else None


def _reply(fact: Message) -> str | None:
    match fact:
        case notification.ReceiptIssued():
            return f"{fact.status}, version {fact.version}"
        case notification.DismissalIssued():
            return f"not considered ({fact.reason})"
        case notification.WithdrawalConfirmed():
            return "withdrawn"
        case notification.RefusalIssued():
            return f"refused ({fact.reason})"
        case notification.AnswerRepeated():
            return f"the same message again, and its first answer ({fact.original.outcome})"
        case notification.DecisionIssued():
            return f"the decision with its letter, «{fact.subject}»"
        case notification.AnswerRecorded(status="open", until=until) if until is not None:
            return f"{kroner(fact.amount_nok)} can be accepted before {local_time(until)}"
        case notification.AnswerRecorded():
            return f"its answer is recorded: {fact.status}, {kroner(fact.amount_nok)}"
        case notification.ApplicationToAssess():
            return f"version {fact.version} is to be assessed, {kroner(fact.grantable_nok)} at the most"
        case notification.ReviewWanted():
            return f"the rule {fact.rule} needs an officer's answer"
        case notification.PlaceProposed():
            outcome = _outcome(fact.outcome.replace("_", " "), fact.amount_nok)
            return f"place {fact.place} of the proposed list: {outcome}" if fact.place else outcome
        case notification.CorrectionAsked():
            return f"{listed(fact.missing)} can be brought until {day(fact.correct_by)}"
        case notification.PromotionToApprove(tops_up=True):
            return f"{kroner(fact.amount_nok)} more for one who got a part await two officers"
        case notification.PromotionToApprove():
            return f"{kroner(fact.amount_nok)} for place {fact.waiting_place} of the waiting list await two officers"
        case notification.InformationIssued():
            return f"{_outcome(fact.outcome, fact.amount_nok)}, on {day(fact.decided)}"
    return None


def _outcome(outcome: str, amount_nok: int) -> str:
    return f"{outcome}, {kroner(amount_nok)}" if amount_nok else outcome
