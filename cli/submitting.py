"""`submit` and `replies`: a message as a case-handling system sends it, and what the system reads."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

import click

from chassis.canonical import digest
from cli.in_words import in_words
from cli.left_running import LeftRunning
from cli.sending import Place, Sent, UnknownSender, first_reply, heard, replies_so_far, replies_to, send, topic_of
from deploy.provision import Installation
from schemas import flow
from schemas.base import Message
from schemas.notification import RefusalIssued


def submit_file(
    left: LeftRunning,
    file: Path,
    sender: str,
    kind: str,
    instead: Mapping[str, str | None],
    sent_id: str | None,
) -> None:
    """`instead` are fields that replace the file's. Raises LocalError."""
    sent = read_sending(file.read_bytes(), kind, {name: text for name, text in instead.items() if text}, sent_id)
    topic = topic_of(left.installation, sender)
    if topic.startswith(flow.INBOUND):
        answer = asyncio.run(_ask(left.installation, sender, sent))
        click.echo(in_words(answer))
        if sent.key and not isinstance(answer, RefusalIssued):
            click.echo(f"Next: ./tilsagn story {sender}/{sent.key}")
        raise SystemExit(1 if isinstance(answer, RefusalIssued) else 0)
    asyncio.run(_state(left.installation, sender, sent))


def read_sending(content: bytes, kind: str, instead: Mapping[str, str], sent_id: str | None) -> Sent:
    """The bytes as they stand, but for the fields that are replaced; what is no JSON object has none.

    The id follows from the content, so that a correction has another and a repetition the same.
    """
    key = ""
    try:
        document = json.loads(content)
    except ValueError:
        document = None
    if isinstance(document, dict):
        if instead:
            document |= instead
            content = json.dumps(document, ensure_ascii=False).encode()
        subject = next((document[n] for n in ("reference", "application", "round", "name") if n in document), "")
        key = subject if isinstance(subject, str) else ""
    elif instead:
        raise click.BadParameter("the file is no JSON object, so nothing in it can be replaced")
    return Sent(kind, sent_id or f"{kind}-{digest(content)[:24]}", key, content)


async def _ask(installation: Installation, sender: str, sent: Sent) -> Message:
    """The first reply that concerns what was sent."""
    async with replies_to(installation, sender) as consumer:
        (place,) = await send(installation, sender, sent)
        return await first_reply(consumer, lambda reply: concerns(reply, sent, place), place)


def concerns(reply: Message, sent: Sent, place: Place) -> bool:
    """By coordinates where the reply has them, else by the sender's own id, else by the reference."""
    coordinates = getattr(reply, "coordinates", None)
    if coordinates is not None:
        return (coordinates.topic, coordinates.partition, coordinates.offset) == (
            place.topic,
            place.partition,
            place.offset,
        )
    message = getattr(reply, "message", None)
    if message is not None:
        return bool(message == sent.id)
    return bool(sent.key) and getattr(reply, "reference", None) == sent.key


async def _state(installation: Installation, sender: str, sent: Sent) -> None:
    """An authority's statement has no receipt: what intake made of it is read in its journal."""
    (place,) = await send(installation, sender, sent)
    (said,) = await heard(installation, place)
    for fact in said:
        click.echo(in_words(fact))
    if not said:
        click.echo("HEARD, and nothing follows from it: it was said before.")
    click.echo(f"Next: ./tilsagn replies {sender}")


def show_replies(left: LeftRunning, name: str, *, as_json: bool) -> None:
    """Raises LocalError."""
    known = left.installation.correspondents
    names = [*known.systems, *known.authorities, *known.offices]
    if name not in names:
        raise UnknownSender(f"Nobody is called {name!r}; there are {', '.join(names)}")
    found = asyncio.run(replies_so_far(left.installation, name))
    for message in found:
        if as_json:
            click.echo(json.dumps({"type": type(message).__name__, **message.plain()}, ensure_ascii=False))
        else:
            click.echo(in_words(message) + "\n")
    if not found and not as_json:
        click.echo(f"{name} has been told nothing yet.")
