"""`make bench NAME=pipeline`: applications a second from inbound to reservation, beside bare hops with the same bytes.

A hop is one record that somebody writes because of the one before: intake receives, allocation states earlier awards,
eligibility decides, allocation reserves. So four, each a process of its own on the bare side; notification's answers
and the two reads of the work list are done by the services as well, and are not counted.
"""

import asyncio
import json
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bench.measuring import DECISION, RESERVATION, Bench, Pipeline, Speed
from chassis.clock import now
from cli.correspondents import correspondents
from cli.stack import running
from cli.told import make_console
from deploy.local.infrastructure import local_infrastructure
from deploy.provision import provision

FOLDER = Path(__file__).parents[1] / ".local" / "bench" / "pipeline"


@click.command()
@click.option(
    "--applications",
    "count",
    default=15_000,
    show_default=True,
    type=click.IntRange(min=1000),
    help="How many are sent.",
)
def pipeline(count: int) -> None:
    """Measures how fast applications get from their inbound record to a reservation, and what that costs.

    Starts Kafka, PostgreSQL (which syncs its log to disk) and the services, or uses the servers that KAFKA_BOOTSTRAP
    and DATABASE_URL name. Sends the applications as fast as they go, then some at half of the speed measured, then the
    same over bare hops that only read, write and commit. The last line is JSON.
    """
    console = make_console()
    with local_infrastructure(FOLDER / "servers", console.print) as servers:
        prefix = f"bench-{now():%H%M%S}"
        installation = asyncio.run(provision(servers.database_url, servers.kafka_bootstrap, prefix, correspondents()))
        with _progress(console) as progress:
            bench = Bench(servers, installation, count, progress, FOLDER)
            with running(installation, FOLDER, settings={"LETTERS_FOLDER": str(FOLDER / "letters")}) as stack:
                ours = asyncio.run(bench.pipeline(stack))
            bare = asyncio.run(bench.bare(ours.examples))
    _show(console, ours, bare)
    print(json.dumps(_summary(ours, bare)))


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, refresh_per_second=4)


def _show(console: Console, ours: Pipeline, bare: Speed) -> None:
    table = Table("", "services", f"{len(ours.examples)} bare hops")
    table.add_row("applications a second", f"{ours.speed.per_second:,.0f}", f"{bare.per_second:,.0f}")
    for name in sorted(ours.speed.cpu_seconds_per_1000.keys() | bare.cpu_seconds_per_1000.keys()):
        each = (side.cpu_seconds_per_1000.get(name) for side in (ours.speed, bare))
        table.add_row(f"CPU s per 1,000: {name}", *("" if one is None else f"{one:.2f}" for one in each))
    table.add_row(
        "CPU s per 1,000: all", *(f"{sum(side.cpu_seconds_per_1000.values()):.2f}" for side in (ours.speed, bare))
    )
    for what, kind in (("eligibility decided", DECISION), ("funds reserved", RESERVATION)):
        delay = ours.delays[kind]
        table.add_row(
            f"{what}, at {ours.half_load:,.0f} a second", f"p50 {delay.p50_ms:.0f} ms, p99 {delay.p99_ms:.0f} ms", ""
        )
    console.print(table)


def _summary(ours: Pipeline, bare: Speed) -> dict[str, object]:
    decision, reservation = ours.delays[DECISION], ours.delays[RESERVATION]
    return {
        "ratio_bare_hops": round(ours.speed.per_second / bare.per_second, 3),
        "applications_per_second": round(ours.speed.per_second, 1),
        "bare_hops_per_second": round(bare.per_second, 1),
        "p50_ms": decision.p50_ms,
        "p99_ms": decision.p99_ms,
        "reservation_p50_ms": reservation.p50_ms,
        "reservation_p99_ms": reservation.p99_ms,
        "at_applications_per_second": round(ours.half_load, 1),
        "cpu_seconds_per_1000": ours.speed.cpu_seconds_per_1000,
        "bare_cpu_seconds_per_1000": bare.cpu_seconds_per_1000,
    }


if __name__ == "__main__":
    pipeline()
