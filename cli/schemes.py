"""`schemes`: the rounds that ship, and whether a file holds."""

from collections.abc import Sequence
from pathlib import Path

import click

from cli.reference import read_holidays
from cli.scheme_file import WrongScheme, read_scheme
from cli.scheme_tables import show_rounds, show_scheme
from cli.told import make_console
from deploy.local.errors import LocalError
from schemas.scheme import Scheme

_ROOT = Path(__file__).parents[1]
REFERENCE = _ROOT / "reference"
SCHEMES = _ROOT / "schemes"


def list_schemes(folder: Path = SCHEMES) -> None:
    """Raises LocalError when one of them is wrong."""
    show_rounds(make_console(), [_read(file) for file in sorted(folder.glob("*.yaml"))])
    click.echo("Next: ./tilsagn schemes show ips-2023")


def show(named: str, folder: Path = SCHEMES) -> None:
    """A round that ships, by its name, or any file. Raises LocalError."""
    shipped = folder / f"{named}.yaml"
    file = shipped if shipped.exists() else Path(named)
    if not file.is_file():
        known = ", ".join(sorted(one.stem for one in folder.glob("*.yaml")))
        raise LocalError(f"There is no round or file {named}; expected a file, or one of {known}")
    show_scheme(make_console(), _read(file), read_holidays(REFERENCE))


def check(files: Sequence[Path]) -> bool:
    """Tells of each file that it holds, or all that is wrong in it."""
    right = [_holds(file) for file in files]
    return all(right)


def _holds(file: Path) -> bool:
    try:
        scheme = read_scheme(file)
    except WrongScheme as wrong:
        click.echo(str(wrong))
        return False
    told = f"{len(scheme.criteria)} criteria, {len(scheme.sources)} values with a source, {len(scheme.assumed)} assumed"
    click.echo(f"OK {file}: {scheme.round}, {told}")
    return True


def _read(file: Path) -> Scheme:
    try:
        return read_scheme(file)
    except WrongScheme as wrong:
        raise LocalError(str(wrong)) from None
