"""How a person reads amounts, times, lists and hashes."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

NORWAY = ZoneInfo("Europe/Oslo")
THIN = "\u202f"
"""Parts thousands, and lets no line break between them."""
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
HASH_SHOWN = 12


def number(count: int) -> str:
    return f"{count:,}".replace(",", THIN)


def kroner(amount_nok: int) -> str:
    return f"{number(amount_nok)}{THIN}kr"


def day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def local(instant: datetime) -> datetime:
    return instant.astimezone(NORWAY)


def local_time(instant: datetime) -> str:
    """Day and time in Norway."""
    here = local(instant)
    return f"{day(here.date())} {here:%H:%M:%S}"


def listed(names: Iterable[str], nothing: str = "none") -> str:
    known = list(names)
    return f"{', '.join(known[:-1])} and {known[-1]}" if len(known) > 1 else "".join(known) or nothing


def counted(count: int, one: str, many: str | None = None) -> str:
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def short(hash_: str) -> str:
    return hash_[:HASH_SHOWN]
