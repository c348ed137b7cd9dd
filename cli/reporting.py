"""Where the reports' figures come from, and how they are shown."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from audit.reading import journals
from audit.reports import Sheet
from audit.reports import grant_round as rounds
from audit.reports import ledger as money
from audit.reports.grant_round import Geography, grant_round
from audit.reports.reach import Reach, reach
from chassis.journal import Row
from cli.auditing import sources
from cli.scheme_file import WrongScheme, read_scheme
from cli.told import make_console
from deploy.local.errors import LocalError
from deploy.provision import Installation
from schemas.intake import RoundAnnounced

REFERENCE = Path(__file__).parents[1] / "reference"


def show(sheets: Sequence[Sheet], *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        click.echo(json.dumps({sheet.name: sheet.plain() for sheet in sheets}, ensure_ascii=False, indent=2))
    elif as_csv:
        click.echo("\n".join(sheet.csv_text() for sheet in sheets), nl=False)
    else:
        console = make_console()
        for sheet in sheets:
            console.print(sheet.drawn(), "")


async def round_sheets(installation: Installation, round_: str) -> list[Sheet]:
    """Raises LocalError for a round that nothing was received for."""
    async with journals(sources(installation)) as opened:
        announced = [row for row in await opened["intake"].of_types(["RoundAnnounced"]) if row.correlation == round_]
        rows = [row for journal in opened.values() for row in await journal.of_types(rounds.TYPES)]
    try:
        return grant_round(round_, rows, geography(_deadline(announced)))
    except LookupError as unknown:
        raise LocalError(f"{unknown}; see `./tilsagn status` for what runs here") from None


def _deadline(announced: Sequence[Row]) -> date:
    if not announced:
        raise LocalError("No such round has been announced here")
    return RoundAnnounced.model_validate_json(announced[-1].data).rulebook.deadline.date


async def ledger_sheets(installation: Installation, frame: str | None) -> list[Sheet]:
    """Raises LocalError for a frame in which no money has moved."""
    async with journals(sources(installation)) as opened:
        rows = await opened["allocation"].of_types(money.TYPES)
    try:
        return money.ledger(rows, frame)
    except LookupError as unknown:
        raise LocalError(str(unknown)) from None


def reach_sheets(
    scheme_file: Path, frame_nok: int | None, recipients: int, granted_nok: int, on: date | None
) -> list[Sheet]:
    """Raises LocalError for a scheme file with mistakes, and one whose groups have no ceilings."""
    try:
        scheme = read_scheme(scheme_file)
    except WrongScheme as wrong:
        raise LocalError(str(wrong)) from None
    ceilings = {year: nok for group in scheme.groups for year, nok in group.ceilings_nok.items()}
    if not ceilings:
        raise LocalError(f"{scheme_file.name}: its groups have no ceilings, so nothing can be reckoned from them")
    there = geography(on or scheme.deadline.date)
    money_nok = frame_nok or sum(part.nok for part in scheme.sub_frames)
    by_year = [nok for _, nok in sorted(ceilings.items())]
    return reach(Reach(money_nok, by_year, there.municipalities, len(there.counties), recipients, granted_nok))


def geography(on: date) -> Geography:
    """Counties and municipalities of a day, from the dated tables."""
    counties = {row["code"]: row["name"] for row in _rows("counties.csv") if _holds(row, on)}
    return Geography(counties, sum(_holds(row, on) for row in _rows("municipalities.csv")))


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _holds(row: dict[str, str], on: date) -> bool:
    day = on.isoformat()
    return row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"])
