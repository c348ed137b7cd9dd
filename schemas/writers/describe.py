"""What the generated files say in words: parties, topics, keys, and each message's meaning from its docstring."""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import cleandoc

from schemas.base import Message
from schemas.flow import CASEWORK, INBOUND, OUTSIDE, ROUTES, SERVICES, Party, Route

PREFIX = "tilsagn"
"""As it is without a setting; each installation may have its own."""

PARTIES: dict[Party, str] = {
    Party.SYSTEM: "A case-handling system that applies on behalf of organisations.",
    Party.AUTHORITY: "The case-handling system of an authority that decides, or of a County Governor's office.",
    Party.OPERATIONS: "Those who run the installation: reference data and awards from before it existed.",
    Party.POST: "The post office, which sends letters and reports on them.",
    Party.TIMEKEEPER: "The timekeeper, whose marks tell that time goes on where nothing else is said.",
    Party.INTAKE: "Intake: what has arrived, and what became of it.",
    Party.ELIGIBILITY: "Eligibility: what each rule found.",
    Party.ALLOCATION: "Allocation: the ranking, the money and the awards.",
    Party.NOTIFICATION: "Notification: letters, answers and work lists.",
}


@dataclass(frozen=True, slots=True)
class Channel:
    """A topic, or a kind of topics of which each correspondent has one; `{…}` marks whose."""

    id: str
    topic: str
    meaning: str


CHANNELS: tuple[Channel, ...] = (
    Channel("inbound", "inbound.{system}", "From one case-handling system, which alone may write here."),
    Channel("inboundPost", "inbound.post", "From the post office."),
    Channel("casework", "casework.{authority}", "From one authority, which alone may write here."),
    *(Channel(str(service), str(service), PARTIES[service]) for service in SERVICES),
    Channel("replies", "replies.{correspondent}", "To one system, authority or office, which alone reads here."),
)


def channels_of(route: Route) -> tuple[str, ...]:
    """The ids of the channels that carry a message; none for what stays in the journal."""
    match route.speaker, route.topic:
        case _, None:
            return ()
        case Party.TIMEKEEPER, _:
            return (INBOUND, "inboundPost", CASEWORK)
        case Party.POST, topic if topic == INBOUND:
            return ("inboundPost",)
        case _, topic:
            return (str(topic),)


def topic_names(route: Route) -> str:
    """The topics that carry a message, as a reader knows them."""
    by_id = {channel.id: channel.topic for channel in CHANNELS}
    return ", ".join(by_id[channel] for channel in channels_of(route))


def routes_on(channel: Channel) -> Iterator[Route]:
    yield from (route for route in ROUTES if channel.id in channels_of(route))


def key_of(route: Route) -> str:
    """What the record's key is. Only what the outside says is placed by its key; facts are placed by their frame."""
    fields = route.message.model_fields
    if route.speaker in OUTSIDE:
        by_speaker = {Party.SYSTEM: "reference", Party.POST: "letter"}
        return by_speaker.get(route.speaker, "any" if fields else "none")
    parts = []
    for name in ("application", "round"):
        if name in fields:
            parts.append(name)
            if fields[name].is_required():
                return ", else ".join(parts)
    return ", else ".join([*parts, "correlation id"])


def meaning(message: type[Message]) -> str:
    """The first paragraph of the docstring as one line. Raises ValueError where there is none."""
    if not message.__doc__:
        raise ValueError(f"{message.__name__} needs a docstring: it is what integrators read")
    return " ".join(cleandoc(message.__doc__).split("\n\n")[0].split())


def listeners_of(route: Route) -> str:
    return ", ".join(party for party in Party if party in route.listeners)
