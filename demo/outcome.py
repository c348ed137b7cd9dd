"""What the correspondents saw of the round, and how a reply to bad input reads."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from demo.case_system import Sent
from demo.kafka import Mailbox, Reply
from schemas.base import Message
from schemas.ids import AuthorityId, Digest
from schemas.notification import (
    AnswerRepeated,
    DismissalIssued,
    ReceiptIssued,
    RefusalIssued,
    WithdrawalConfirmed,
)

LATE_SCORE = "score_after_ranking"


@dataclass(frozen=True)
class Outcome:
    """`replies` and `informed` by correspondent; `bad_input` from kind to what it was answered with."""

    replies: Mapping[str, tuple[Reply, ...]]
    work_list: Mapping[str, int]
    """How many items of each type the authorities were given."""
    informed: Mapping[str, int]
    """How many decisions each County Governor's office was told of."""
    bad_input: Mapping[str, str]
    sent: Mapping[str, int]
    """How many records each system sent."""
    told: tuple[datetime, ...]
    """The instants that the timekeeper was told."""
    rankings: Mapping[AuthorityId, Digest]
    """By authority, the list that was approved."""
    happened: tuple[tuple[datetime, str, str], ...] = ()
    """When, what people did after the deadline, and what came of it."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What the systems can count in their replies: letters by kind, recorded answers by status."""


def concerns(reply: Message, sent: Sent) -> bool:
    """A reply names the very record where it can, else the message by its sender's id."""
    at = getattr(reply, "coordinates", None) or getattr(reply, "receipt", None)
    if at is not None:
        return sent.place.is_at(at.topic, at.partition, at.offset)
    named = getattr(reply, "message", None)
    return named is not None and named == sent.arrival.sending.id


def in_words(reply: Message) -> str:
    """`refused: INVALID /application/cooperation/parties/0/role`."""
    match reply:
        case ReceiptIssued(status=status):
            return status
        case AnswerRepeated(original=original):
            return f"answered again: {original.outcome}"
        case WithdrawalConfirmed():
            return "withdrawn"
        case DismissalIssued(reason=reason):
            return f"dismissed: {reason}"
        case RefusalIssued(reason=reason, problems=problems):
            return " ".join([f"refused: {reason}", ", ".join(problem.pointer for problem in problems)]).strip()
    return type(reply).__name__


def answers_to(sent: Sent, mailbox: Mailbox) -> list[Message]:
    return [reply.message for reply in mailbox.replies if concerns(reply.message, sent)]


def outcome_of(answers: Iterable[Message]) -> str:
    return ", then ".join(in_words(answer) for answer in answers) or "no answer"


def keep_replies(mailboxes: Iterable[Mailbox], folder: Path) -> None:
    """One file per correspondent, one reply per line."""
    folder.mkdir(parents=True, exist_ok=True)
    for mailbox in mailboxes:
        lines = [
            json.dumps(
                {"type": reply.type, "id": reply.id, "time": reply.at, **reply.message.plain()}, ensure_ascii=False
            )
            for reply in mailbox.replies
        ]
        (folder / f"{mailbox.name}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def counted(mailboxes: Iterable[Mailbox]) -> Counter[str]:
    """Letters by kind, recorded answers by status."""
    found: Counter[str] = Counter()
    for mailbox in mailboxes:
        for reply in mailbox.replies:
            kind = getattr(reply.message, "kind", None) or getattr(reply.message, "status", None)
            if kind is not None:
                found[f"{reply.type}.{kind}"] += 1
    return found
