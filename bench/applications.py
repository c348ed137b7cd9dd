"""The applications of a measurement: the eligible ones of 2019 that ask for a first project year, over and over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from chassis.canonical import canonical_message, digest
from cli.announcing import live
from cli.correspondents import REFERENCE
from cli.reference import reference_messages
from cli.scheme_file import read_scheme
from cli.sending import Sent, heard, send
from demo.data import load
from deploy.provision import Installation
from schemas import flow
from schemas.base import Message
from schemas.ids import ApplicationId, Reference, RoundId, SystemId, application_id
from schemas.intake import RoundAnnounced
from schemas.outside import AnnounceRound, SubmitApplication
from schemas.scheme import Scheme

SCHEME = Path(__file__).parents[1] / "schemes" / "ips-2019.yaml"
ROUND = RoundId("bench")
ENOUGH_NOK = 1_000_000_000_000
OPEN_FOR = timedelta(days=1)


class NotAnnounced(Exception):
    """Intake did not take the round."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One record on an inbound topic; `topic` is without the installation's prefix."""

    topic: str
    application: ApplicationId
    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


def continuous(at: datetime) -> Scheme:
    """The rules of 2019, with each application judged by itself, without scores, and more money than is asked for."""
    scheme = live(read_scheme(SCHEME), at, OPEN_FOR, ROUND)
    first, *others = scheme.sub_frames
    return scheme.but(
        assessment="continuous",
        scoring=scheme.scoring.but(required=False),
        sub_frames=(first.but(nok=ENOUGH_NOK), *others),
    )


async def prepare(installation: Installation, scheme: Scheme) -> int:
    """Adopts the reference facts and announces the round; returns the partition in which its frame lives.

    Raises NotAnnounced.
    """
    await heard(
        installation, *await send(installation, flow.Party.OPERATIONS, *map(_sent, reference_messages(REFERENCE)))
    )
    places = await send(installation, scheme.decided_by, _sent(AnnounceRound(scheme=scheme)))
    for fact in (await heard(installation, *places))[0]:
        if isinstance(fact, RoundAnnounced):
            return fact.partition
    raise NotAnnounced(scheme.round)


def applications(names: str, count: int) -> Iterator[Inbound]:
    """`names` begins each reference, so that no two series share one."""
    data = load()
    asked = [
        (told.system, canonical_message(_for_this_round(data.submission(told))), told.reference.encode())
        for told in data.applications
        # A service agreement of that time has ended by today, and an officer would have to answer.
        if told.year == 1 and told.score is not None and told.service_agreement is None
    ]
    for number in range(count):
        system, value, own = asked[number % len(asked)]
        reference = Reference(f"{names}-{number:07d}")
        yield _inbound(system, reference, value.replace(b'"reference":"' + own, b'"reference":"' + reference.encode()))


def _for_this_round(submission: SubmitApplication) -> SubmitApplication:
    return submission.but(round=ROUND)


def _inbound(system: SystemId, reference: Reference, value: bytes) -> Inbound:
    return Inbound(
        topic=f"{flow.INBOUND}.{system}",
        application=application_id(system, reference),
        key=reference.encode(),
        value=value,
        headers=[("ce_type", SubmitApplication.__name__.encode()), ("ce_id", reference.encode())],
    )


def _sent(message: Message) -> Sent:
    value = canonical_message(message)
    return Sent(type(message).__name__, digest(value)[:24], type(message).__name__, value)
