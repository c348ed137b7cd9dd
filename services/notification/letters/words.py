"""How a letter writes an amount, a day, a time of day, a number of weeks; and how its lines are broken."""

import re
import textwrap
from datetime import date, datetime
from zoneinfo import ZoneInfo

from schemas.application import Language

NORWAY = ZoneInfo("Europe/Oslo")
WIDTH = 78
_NO_BREAK = "\u00a0"
_MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)
_NUMBERS = ("to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv")


def kroner(amount_nok: int) -> str:
    return f"{amount_nok:,} kroner".replace(",", " ").replace(" ", _NO_BREAK)


def local_day(instant: datetime) -> date:
    """The calendar day in Norway."""
    return instant.astimezone(NORWAY).date()


def day(text: str) -> str:
    """An ISO date, or an instant with its zone, as a day in Norway."""
    on = local_day(datetime.fromisoformat(text)) if "T" in text else date.fromisoformat(text)
    return f"{on.day}.{_NO_BREAK}{_MONTHS[on.month - 1]} {on.year}"


def clock(text: str) -> str:
    """An instant as the time of day in Norway."""
    return f"{datetime.fromisoformat(text).astimezone(NORWAY):%H.%M}"


def weeks(language: Language) -> dict[int, str]:
    """1 to 12 weeks in words."""
    one, many = ("éi veke", "veker") if language is Language.NYNORSK else ("én uke", "uker")
    return {1: one} | {number: f"{word} {many}" for number, word in enumerate(_NUMBERS, start=2)}


def one_line(text: str) -> str:
    """A name from outside, without line breaks that could pass for other parts of a letter."""
    return " ".join(text.split())


def laid_out(text: str) -> str:
    """Lines of at most 78 characters, list items with a hanging indent, never two blank lines in a row."""
    lines: list[str] = []
    for line in text.splitlines():
        indent = "  " if line.startswith("- ") else ""
        lines += textwrap.wrap(
            line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines))
    return joined.strip("\n").replace(_NO_BREAK, " ") + "\n"
