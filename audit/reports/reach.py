"""How far a frame would reach if every recipient got its ceiling: arithmetic, and no limit on anybody.

In 2018 Fagrådet (rusfeltet.no) reckoned from 45 million and the ceilings of 1.5, 1.2 and 0.9 million that at most 38
recipients a year could be carried, and that all 422 municipalities would take at least eleven years. Which rounding
that takes is shown here, and why it bound nobody: in 2019, 73 recipients shared about 50 million (NAPHA, 31.1.2020).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.reports.sheet import Sheet
from audit.wording import kroner


@dataclass(frozen=True, slots=True)
class Reach:
    """What is asked: a frame, the ceilings of the project years in order, and how many there are to be reached."""

    frame_nok: int
    ceilings_nok: Sequence[int]
    municipalities: int
    counties: int
    recipients: int | None = None
    """As many as were carried in truth, to hold against it."""
    granted_nok: int | None = None
    """What those shared; the frame itself where it is not told."""

    @property
    def mean_ceiling_nok(self) -> Fraction:
        return Fraction(sum(self.ceilings_nok), len(self.ceilings_nok))


def reach(asked: Reach) -> list[Sheet]:
    """Raises ValueError where a ceiling or the number of municipalities is not above zero."""
    if not asked.ceilings_nok or min(asked.ceilings_nok) <= 0 or asked.municipalities <= 0:
        raise ValueError("expected ceilings and a number of municipalities above zero")
    sheets = [_recipients(asked), _years(asked), _steady(asked)]
    return sheets if asked.recipients is None else [*sheets, _refuted(asked, asked.recipients)]


def rounded(value: Fraction) -> tuple[str, int, int]:
    """Exactly (with two decimals), down, and up."""
    cents = round(value * 100)
    return f"{cents // 100}.{cents % 100:02d}", value.__floor__(), value.__ceil__()


def _recipients(asked: Reach) -> Sheet:
    by_year = [(f"project year {year}", Fraction(nok)) for year, nok in enumerate(asked.ceilings_nok, 1)]
    rows = []
    for what, nok in [*by_year, ("mean of the ceilings", asked.mean_ceiling_nok)]:
        exact, down, up = rounded(asked.frame_nok / nok)
        rows.append((what, round(nok), exact, down, up, up * round(nok) - asked.frame_nok))
    return Sheet(
        "recipients",
        f"Recipients that {kroner(asked.frame_nok)} carry, if each gets its ceiling",
        ("each_gets", "ceiling_nok", "exactly", "rounded_down", "rounded_up", "missing_when_rounded_up_nok"),
        rows,
        ("Rounded up, the money does not reach: only what is rounded down could be granted.",),
    )


def _years(asked: Reach) -> Sheet:
    rows = []
    _, down, up = rounded(asked.frame_nok / asked.mean_ceiling_nok)
    for how, recipients in (("recipients rounded down", down), ("recipients rounded up", up)):
        exact, fewest, most = rounded(Fraction(asked.municipalities, max(1, recipients)))
        share, _, _ = rounded(Fraction(100 * recipients, asked.municipalities))
        rows.append((how, recipients, f"{share} %", exact, fewest, most))
    return Sheet(
        "years",
        f"Years until each of {asked.municipalities} municipalities has been reached once",
        ("how", "recipients_a_year", "of_the_municipalities", "exactly", "rounded_down", "rounded_up"),
        rows,
        (f"In {asked.counties} counties a year's recipients, spread evenly, would be {down // asked.counties} each.",),
    )


def _steady(asked: Reach) -> Sheet:
    whole = sum(asked.ceilings_nok)
    cohort, left = divmod(asked.frame_nok, whole)
    row = (len(asked.ceilings_nok), cohort, cohort * len(asked.ceilings_nok), left)
    return Sheet(
        "steady",
        "In a steady state: as many new ones each year as leave after their last",
        ("project_years", "new_each_year", "recipients", "left_over_nok"),
        [row],
    )


def _refuted(asked: Reach, recipients: int) -> Sheet:
    granted_nok = asked.granted_nok or asked.frame_nok
    _, down, up = rounded(granted_nok / asked.mean_ceiling_nok)
    share, _, _ = rounded(Fraction(100 * recipients, asked.municipalities))
    mean_nok = round(Fraction(granted_nok, max(1, recipients)))
    row = (recipients, granted_nok, mean_nok, f"{share} %", recipients - down)
    note = f"{recipients} were carried, not {down} or {up}: few ask for the ceiling, so it says nothing about a limit."
    within = "So many stay within what the ceilings would carry."
    return Sheet(
        "in_truth",
        "Held against what was granted in truth",
        ("recipients", "shared_nok", "mean_award_nok", "of_the_municipalities", "more_than_the_ceilings_would_carry"),
        [row],
        (note if recipients > up else within,),
    )
