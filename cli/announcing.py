"""`announce`: a scheme file becomes a message, if need be with a deadline of its own."""

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from chassis.canonical import canonical_message, digest
from chassis.clock import now
from cli.durations import OSLO, deadline_after, read_duration
from cli.in_words import in_words, kroner, moment
from cli.left_running import LeftRunning
from cli.scheme_file import WrongScheme, read_scheme
from cli.sending import Sent, heard, send
from deploy.local.errors import LocalError
from schemas.ids import FrameId, RoundId
from schemas.intake import RoundAnnounced, SubmissionRefused
from schemas.outside import AnnounceRound
from schemas.scheme import Scheme

ANSWER_AFTER = timedelta(weeks=11)
"""A live round's answer comes as long after its deadline as the round of 2019 planned."""


def announce_file(left: LeftRunning, file: Path, closes_in: str | None, round_: str | None) -> None:
    """Raises LocalError; click's own errors for what the person wrote."""
    try:
        scheme = read_scheme(file)
    except WrongScheme as wrong:
        raise LocalError(f"Nothing was announced:\n{wrong}") from None
    if closes_in is not None:
        try:
            scheme = live(scheme, now(), read_duration(closes_in), round_)
        except ValueError as wrong:
            raise click.BadParameter(str(wrong), param_hint="--closes-in") from None
    elif round_ is not None:
        scheme = renamed(scheme, round_)
    asyncio.run(_announce(left, scheme))


def live(scheme: Scheme, instant: datetime, duration: timedelta, round_: str | None) -> Scheme:
    """The same rules with a deadline ahead; a new name, for a round that is announced keeps its rules and its frame."""
    deadline = deadline_after(instant, duration)
    if deadline.ends_at() > instant + timedelta(days=3650):
        raise ValueError("expected a deadline within ten years")
    name = round_ or f"{scheme.round}-live-{instant.astimezone(OSLO):%m%d-%H%M%S}"
    answer_by: date = deadline.date + ANSWER_AFTER
    return renamed(scheme, name).but(deadline=deadline, answer_by=answer_by, budget_year=deadline.date.year)


def renamed(scheme: Scheme, round_: str) -> Scheme:
    """A round of another name has a frame of its own."""
    return scheme.but(round=RoundId(round_), frame=FrameId(round_))


async def _announce(left: LeftRunning, scheme: Scheme) -> None:
    value = canonical_message(AnnounceRound(scheme=scheme))
    sent = Sent("AnnounceRound", f"announce-{digest(value)[:24]}", scheme.round, value)
    (place,) = await send(left.installation, scheme.decided_by, sent)
    (said,) = await heard(left.installation, place)
    refused = next((fact for fact in said if isinstance(fact, SubmissionRefused)), None)
    if refused is not None:
        raise LocalError(f"{in_words(refused)}\nAnother round of the same rules needs a name of its own: --round ID")
    announced = next((fact for fact in said if isinstance(fact, RoundAnnounced)), None)
    if announced is None:
        click.echo(f"{scheme.round} has been announced before, with these same rules; nothing changes.")
    else:
        money = sum(part.nok for part in scheme.sub_frames)
        click.echo(
            f"ANNOUNCED: {scheme.round}, {kroner(money)}, by {scheme.decided_by}\n"
            f"  closes     {moment(announced.closes_at)}\n"
            f"  lies at    {place}\n"
            f"  rules      {announced.rulebook_hash}"
        )
    if scheme.deadline.ends_at() > now():
        click.echo(
            f"Next: ./tilsagn submit docs/examples/application.json --system acos-kommune --round {scheme.round}\n"
            f"      ./tilsagn replies {scheme.decided_by}   what is to be scored and approved when it has closed"
        )
    else:
        click.echo("Its deadline lies in the past: what is sent now is late. For a live round: --closes-in 10m")
