"""What became of a letter, as the post office reports it."""

from collections.abc import Sequence

from chassis.decider import Said
from schemas.intake import NoticeReported
from schemas.notification import NoticeDelivered, NoticeFailed, NoticeOpened, NoticeSent
from schemas.outside import NoticeStatus
from services.notification.state import Case


def reported(fact: NoticeReported, case: Case) -> Sequence[Said]:
    """A repeated report, and one on a letter that was never written, say nothing."""
    kind = case.letters.get(fact.letter)
    if kind is None or (fact.letter, fact.channel, fact.status) in case.reported:
        return []
    letter, application, frame, channel = fact.letter, fact.application, fact.frame, fact.channel
    match fact.status:
        case NoticeStatus.SENT:
            return [
                Said(
                    NoticeSent(
                        letter=letter,
                        application=application,
                        frame=frame,
                        kind=kind,
                        channel=channel,
                        first=not case.has_been_sent(letter),
                    ),
                    rules=case.rules,
                )
            ]
        case NoticeStatus.DELIVERED:
            delivered = NoticeDelivered(letter=letter, application=application, frame=frame, channel=channel)
            return [Said(delivered, rules=case.rules)]
        case NoticeStatus.FAILED:
            failed = NoticeFailed(letter=letter, application=application, frame=frame, channel=channel)
            return [Said(failed, rules=case.rules)]
        case NoticeStatus.OPENED:
            opened = NoticeOpened(letter=letter, application=application, frame=frame, channel=channel)
            return [Said(opened, rules=case.rules)]
