"""`docs/flow.md`: who says what to whom, as a picture and as tables."""

from schemas.flow import ROUTES, SERVICES, Party, Route
from schemas.writers.describe import CHANNELS, PARTIES, channels_of, key_of, listeners_of, meaning, topic_names

HEAD = """\
# The flow

*Generated from [`schemas/flow.py`](../schemas/flow.py) by `make generate`: change that file, never this one.*

Boxes are parties, the rest are topics (without the installation's prefix). What is in braces has one topic per
correspondent, and only that correspondent may write to it, or read its replies.
"""
TABLES = """\
## What each party says

*Key* is the record's key. A fact travels in the partition of its frame, whatever its key; a *broadcast* travels in
every partition. A message without a topic stays in its speaker's journal.
"""
COLUMNS = "| message | topic | key | heard by | what it means |\n|---|---|---|---|---|"


def page_text() -> str:
    parts = [HEAD, _picture(), TABLES, *(_table(party) for party in Party)]
    return "\n".join(part for part in parts if part)


def _picture() -> str:
    lines = ["```mermaid", "flowchart LR"]
    for party in Party:
        lines.append(f'  {party}["{party}"]' if party in SERVICES else f'  {party}(["{party}"])')
    for channel in CHANNELS:
        lines.append(f'  topic_{channel.id}[/"{channel.topic}"/]')
    said = {(route.speaker, channel) for route in ROUTES for channel in channels_of(route)}
    heard = {(channel, to) for route in ROUTES for channel in channels_of(route) for to in route.listeners}
    for channel in CHANNELS:
        lines += [f"  {party} --> topic_{channel.id}" for party in Party if (party, channel.id) in said]
        lines += [f"  topic_{channel.id} --> {party}" for party in Party if (channel.id, party) in heard]
    lines += ["```", ""]
    return "\n".join(lines)


def _table(party: Party) -> str:
    routes = [route for route in ROUTES if route.speaker == party]
    if not routes:
        return ""
    return "\n".join([f"### {party}", "", PARTIES[party], "", COLUMNS, *map(_line, routes), ""])


def _line(route: Route) -> str:
    topic = topic_names(route) or "none"
    cells = (
        f"[{route.type}](../schemas/json/{route.type}.v1.json)",
        f"{topic}, broadcast" if route.broadcast else topic,
        key_of(route) if route.topic else "",
        listeners_of(route),
        meaning(route.message).replace("|", "\\|"),
    )
    return "| " + " | ".join(cells) + " |"
