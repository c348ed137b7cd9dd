"""`up`: the stack that stays, with its reference facts adopted."""

import asyncio

import click

from chassis.canonical import canonical_message, digest
from cli.correspondents import REFERENCE
from cli.left_running import FOLDER, LeftRunning, bring_down, bring_up
from cli.reference import reference_messages
from cli.sending import Sent, heard, send
from deploy.provision import Installation

OPERATIONS = "operations"


def start() -> None:
    """Raises LocalError."""
    left, started = bring_up(FOLDER, lambda text: click.echo(f"  {text}"))
    if started:
        click.echo("  adopting the reference facts")
        try:
            asyncio.run(_adopt(left.installation))
        except BaseException:
            bring_down(FOLDER)
            raise
    _tell(left, started)


async def _adopt(installation: Installation) -> None:
    """Returns when intake has said so to all."""
    messages = [
        Sent("AdoptReference", f"reference-{message.name}-{digest(value)[:16]}", message.name, value)
        for message in reference_messages(REFERENCE)
        for value in (canonical_message(message),)
    ]
    await heard(installation, *await send(installation, OPERATIONS, *messages))


def _tell(left: LeftRunning, started: bool) -> None:
    systems = ", ".join(left.installation.correspondents.systems)
    click.echo(
        f"{'Running' if started else 'Already running'}: Kafka at {left.installation.kafka_bootstrap}, topics "
        f"{left.installation.prefix}.*, the four services and the timekeeper, by the clock on the wall.\n"
        f"Systems that may send: {systems}. Logs are in .local/up/logs, letters will be in .local/up/letters.\n"
        "Next: ./tilsagn announce schemes/ips-2019.yaml --closes-in 10m\n"
        "      ./tilsagn status    ./tilsagn down"
    )
