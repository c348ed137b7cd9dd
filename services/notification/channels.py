"""The ways a letter goes out: the reply topic, a folder, e-mail."""

import asyncio
import os
from datetime import UTC
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

import aiosmtplib
import structlog

from schemas.ids import LetterId
from schemas.notification import Recipient
from services.notification.letters import Written
from services.notification.mailbag import SYSTEM, Post

log = structlog.get_logger()


class NotSent(Exception):
    """A try that failed; worth another. `addressee_has_it` when only a copy is missing."""

    def __init__(self, reason: str, *, addressee_has_it: bool = False) -> None:
        super().__init__(reason)
        self.addressee_has_it = addressee_has_it


class Channel(Protocol):
    """`at_once` is how many letters it may carry at the same time."""

    @property
    def name(self) -> str: ...
    @property
    def at_once(self) -> int: ...
    async def send(self, post: Post) -> None:
        """Raises NotSent."""


class SystemChannel:
    """The reply topic: the relay has carried the decision before this is asked."""

    name = SYSTEM
    at_once = 100

    async def send(self, post: Post) -> None: ...


class FolderChannel:
    """Readable files, one a letter; a file is there whole or not at all."""

    name = "folder"
    at_once = 10

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, post: Post) -> None:
        try:
            await asyncio.to_thread(self._write, post.letter.letter, post.written())
        except OSError as error:
            raise NotSent(str(error)) from error

    def _write(self, letter: LetterId, written: Written) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._folder / f".{letter}.unfinished"
        unfinished.write_text(written.text, encoding="utf-8")
        os.replace(unfinished, self._folder / f"{letter}.txt")


class SmtpChannel:
    """E-mail to the addressee and each copy recipient: at least once, always under the same Message-ID."""

    name = "smtp"
    at_once = 4

    def __init__(
        self,
        host: str,
        port: int,
        sender: str,
        *,
        username: str | None = None,
        password: str | None = None,
        start_tls: bool | None = None,
        timeout_seconds: float = 20.0,
    ) -> None:
        """`start_tls`: None takes it where the server offers it."""
        self._connection = {
            "hostname": host,
            "port": port,
            "username": username,
            "password": password,
            "start_tls": start_tls,
            "timeout": timeout_seconds,
        }
        self._sender = sender
        self._accepted: set[tuple[LetterId, int]] = set()

    async def send(self, post: Post) -> None:
        letter = post.letter
        recipients = (letter.addressee, *letter.copies)
        missing = [number for number in range(len(recipients)) if (letter.letter, number) not in self._accepted]
        written = post.written()
        reason = ""
        try:
            async with aiosmtplib.SMTP(**self._connection) as server:  # type: ignore[arg-type]
                for number in missing:
                    message = email(post, written, self._sender, recipients[number], number)
                    try:
                        await server.send_message(message)
                    except aiosmtplib.SMTPResponseException as refused:
                        # What a server answers may quote an address; its code says enough.
                        reason = f"SMTP {refused.code}"
                    except aiosmtplib.SMTPRecipientsRefused as refused:
                        reason = f"SMTP {refused.recipients[0].code}"
                    else:
                        self._accepted.add((letter.letter, number))
        except (aiosmtplib.SMTPException, OSError) as error:
            reason = type(error).__name__
        if not all((letter.letter, number) in self._accepted for number in range(len(recipients))):
            raise NotSent(reason, addressee_has_it=(letter.letter, 0) in self._accepted)
        self._accepted -= {(letter.letter, number) for number in range(len(recipients))}


def message_id(letter: LetterId, number: int) -> str:
    """The addressee is number 0, the copies follow: two of them may share an organisation number."""
    return f"<{letter}.{number}@tilsagn>"


def email(post: Post, written: Written, sender: str, recipient: Recipient, number: int) -> EmailMessage:
    """The same for every try, with the letter's own time as its date."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=recipient.role_address)
    message["Subject"] = written.subject
    message["Date"] = format_datetime(post.at.astimezone(UTC))
    message["Message-ID"] = message_id(post.letter.letter, number)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = post.letter.language.value
    message.set_content(written.text, cte="quoted-printable")
    return message
