"""`tilsagn report`: what a round and its frame add up to, as tables, JSON or CSV."""

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

SCHEME = Path(__file__).parents[1] / "schemes" / "ips-2018.yaml"
Decorated = Callable[..., Any]


def _shown(command: Decorated) -> Decorated:
    """The two options for programs."""
    for name, what in (("json", "one JSON document"), ("csv", "CSV, a sheet below the other")):
        command = click.option(f"--{name}", f"as_{name}", is_flag=True, help=f"For programs: {what}.")(command)
    return command


@click.group()
def report() -> None:
    """Adds up a round, its frame, or how far a frame would reach.

    \b
      ./tilsagn report round ips-2019
      ./tilsagn report ledger --csv > ledger.csv
      ./tilsagn report reach
    """


@report.command("round")
@click.argument("round_", metavar="ROUND")
@_shown
def round_report(round_: str, as_json: bool, as_csv: bool) -> None:
    """Shows a ROUND by group, county and sub-frame.

    With the public list of awards: only those whose recipients have been told.
    """
    from cli.left_running import what_is_up
    from cli.reporting import round_sheets, show

    show(asyncio.run(round_sheets(what_is_up().installation, round_)), as_json=as_json, as_csv=as_csv)


@report.command("ledger")
@click.option("--frame", help="Only this frame; by default all.")
@_shown
def ledger_report(frame: str | None, as_json: bool, as_csv: bool) -> None:
    """Shows every movement of money, and the balances.

    Each krone can be followed from the frame to the application that it went to, and back.
    """
    from cli.left_running import what_is_up
    from cli.reporting import ledger_sheets, show

    show(asyncio.run(ledger_sheets(what_is_up().installation, frame)), as_json=as_json, as_csv=as_csv)


@report.command("reach")
@click.option("--frame-nok", type=click.IntRange(min=1), help="The money; by default the scheme file's sub-frames.")
@click.option(
    "--scheme",
    "scheme_file",
    default=SCHEME,
    help="Whose ceilings are used; by default those of the IPS round of 2018.",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--recipients", default=73, show_default=True, type=click.IntRange(min=1), help="As many as in truth.")
@click.option(
    "--granted-nok", default=50_000_000, show_default=True, type=click.IntRange(min=1), help="What those shared."
)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Municipalities of this day; the deadline's.")
@_shown
def reach_report(
    frame_nok: int | None,
    scheme_file: Path,
    recipients: int,
    granted_nok: int,
    day: Any,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Shows how far a frame reaches at the ceilings.

    The figures of an article of 2018 (38 recipients a year, eleven years for all municipalities), how each was
    rounded, and why the 73 recipients of 2019 refute them as a limit. Arithmetic: needs nothing running.
    """
    from cli.reporting import reach_sheets, show

    on: date | None = day.date() if day else None
    show(reach_sheets(scheme_file, frame_nok, recipients, granted_nok, on), as_json=as_json, as_csv=as_csv)
