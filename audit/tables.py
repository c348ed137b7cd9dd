"""Results as tables for a terminal."""

from rich.console import Group
from rich.table import Table
from rich.text import Text

from audit.replay import ReplayResult
from audit.verify import VerifyResult
from audit.wording import number

GOOD, BAD = "green", "bold red"


def table(result: ReplayResult | VerifyResult) -> Group:
    """A table with the totals, and below it the first record that does not hold."""
    parts: list[Table | Text] = [_replay(result) if isinstance(result, ReplayResult) else _verify(result)]
    wrong = str(result.difference) if isinstance(result, ReplayResult) and result.difference else None
    if isinstance(result, VerifyResult):
        wrong = result.first
    if wrong is not None:
        parts.append(Text(f"First record that does not hold: {wrong}", style=BAD))
    return Group(*parts)


def _verdict(ok: bool) -> Text:
    return Text("holds", style=GOOD) if ok else Text("does not hold", style=BAD)


def _replay(result: ReplayResult) -> Table:
    drawn = Table(title="Every decision, decided again", title_justify="left", show_footer=True)
    drawn.add_column("service", footer="all")
    drawn.add_column("rows", justify="right", footer=number(sum(one.rows for one in result.services)))
    drawn.add_column("decisions", justify="right", footer=number(result.decisions))
    drawn.add_column("identical", justify="right", footer=number(result.identical))
    drawn.add_column("", footer=_verdict(result.ok))
    for one in result.services:
        counts = (number(count) for count in (one.rows, one.decisions, one.identical))
        drawn.add_row(one.service, *counts, _verdict(one.difference is None))
    drawn.caption = f"{result.seconds:.1f} s"
    return drawn


def _verify(result: VerifyResult) -> Table:
    drawn = Table(title="What must hold", title_justify="left", show_footer=True)
    drawn.add_column("service", footer="all")
    drawn.add_column("law", footer=f"{number(result.rows)} rows, {number(result.topic_records)} topic records")
    drawn.add_column("checked", justify="right", footer=number(sum(check.count for check in result.checks)))
    drawn.add_column("waiting", justify="right", footer=number(sum(check.waiting for check in result.checks)))
    drawn.add_column("", footer=_verdict(result.ok))
    for check in result.checks:
        waiting = number(check.waiting) if check.waiting else ""
        drawn.add_row(check.where, check.law, number(check.count), waiting, _verdict(check.ok))
    drawn.caption = f"{result.seconds:.1f} s"
    return drawn
