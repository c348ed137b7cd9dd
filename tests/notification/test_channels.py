"""A folder, and e-mail through a real SMTP server in this process."""

import asyncio
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.ports import free_ports
from schemas.ids import LetterId
from schemas.notification import LetterIssued
from services.notification.channels import FolderChannel, NotSent, SmtpChannel, email, message_id
from services.notification.mailbag import Post
from tests.notification.examples import APRIL_1, awarded
from tests.notification.history import in_the_round, the

POST = Post(the(LetterIssued, in_the_round().hears(awarded())), APRIL_1, 1)
SENDER = "ikke-svar@helsedirektoratet.example"
ALL_THREE = ["nav@elvdal.example", "helse@elvdal.example", "post@fjord.example"]


class Server:
    """Keeps what it accepts; refuses whom it is told to refuse, and everyone while it is `ill`."""

    def __init__(self) -> None:
        self.accepted: list[tuple[str, EmailMessage]] = []
        self.unknown: set[str] = set()
        self.ill = False

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.ill:
            return "451 try again later"
        assert isinstance(envelope.content, bytes)
        message = BytesParser(policy=default).parsebytes(envelope.content)
        self.accepted += [(address, message) for address in envelope.rcpt_tos]
        return "250 OK"

    @property
    def recipients(self) -> list[str]:
        return [address for address, _ in self.accepted]


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def port(server: Server) -> Iterator[int]:
    # The controller greets its own port, so it must know it beforehand.
    (number,) = free_ports(1)
    controller = Controller(server, hostname="127.0.0.1", port=number)
    controller.start()
    try:
        yield number
    finally:
        controller.stop()


def channel(port: int) -> SmtpChannel:
    return SmtpChannel("127.0.0.1", port, SENDER, timeout_seconds=5)


async def test_a_letter_reaches_the_addressee_and_each_cooperating_body(server: Server, port: int) -> None:
    await channel(port).send(POST)
    assert server.recipients == ALL_THREE
    assert [message["Message-ID"] for _, message in server.accepted] == [
        "<public360~IPS-14.award.1.0@tilsagn>",
        "<public360~IPS-14.award.1.1@tilsagn>",
        "<public360~IPS-14.award.1.2@tilsagn>",
    ]
    first = server.accepted[0][1]
    assert first["Subject"] == POST.written().subject
    assert first["Date"].datetime == APRIL_1
    assert first.get_content().replace("\r\n", "\n") == POST.written().text


async def test_a_server_that_fails_is_tried_again_under_the_same_message_id(server: Server, port: int) -> None:
    smtp = channel(port)
    server.ill = True
    with pytest.raises(NotSent, match="451") as trouble:
        await smtp.send(POST)
    assert not trouble.value.addressee_has_it
    server.ill = False
    await smtp.send(POST)
    assert server.recipients == ALL_THREE
    assert server.accepted[0][1]["Message-ID"] == message_id(POST.letter.letter, 0)


async def test_who_has_the_letter_does_not_get_it_again_because_another_has_not(server: Server, port: int) -> None:
    smtp = channel(port)
    server.unknown = {"helse@elvdal.example"}
    with pytest.raises(NotSent, match="550") as trouble:
        await smtp.send(POST)
    assert trouble.value.addressee_has_it
    server.unknown = set()
    await smtp.send(POST)
    assert sorted(server.recipients) == sorted(ALL_THREE)


async def test_a_restarted_post_office_uses_the_same_message_ids(server: Server, port: int) -> None:
    await channel(port).send(POST)
    await channel(port).send(POST)
    ids = [message["Message-ID"] for _, message in server.accepted]
    assert ids[:3] == ids[3:]
    assert len(set(ids)) == 3


async def test_a_server_that_is_away_is_a_try_that_failed() -> None:
    with pytest.raises(NotSent) as trouble:
        await SmtpChannel("127.0.0.1", 1, SENDER, timeout_seconds=1).send(POST)
    assert not trouble.value.addressee_has_it


def test_the_longest_letter_id_still_makes_one_message_id() -> None:
    letter = LetterId("s" * 64 + "~" + "r" * 64 + ".rejection.12")
    post = Post(POST.letter.but(letter=letter), APRIL_1, 1)
    message = email(post, POST.written(), SENDER, POST.letter.addressee, 0)
    assert f"Message-ID: <{letter}.0@tilsagn>\r\n".encode() in message.as_bytes()


async def test_a_folder_gets_a_readable_file_and_nothing_unfinished(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    await FolderChannel(folder).send(POST)
    await FolderChannel(folder).send(POST)
    (file,) = await asyncio.to_thread(lambda: list(folder.iterdir()))
    assert file.name == "public360~IPS-14.award.1.txt"
    assert file.read_text(encoding="utf-8") == POST.written().text


async def test_a_folder_that_cannot_be_written_is_a_try_that_failed(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("in the way")
    with pytest.raises(NotSent):
        await FolderChannel(tmp_path / "letters").send(POST)
