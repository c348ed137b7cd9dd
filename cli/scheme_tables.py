"""A round as a person reads it on a terminal, and the list of those that ship."""

from collections.abc import Collection, Iterable
from datetime import date

from rich.console import Console
from rich.table import Table

from cli import scheme_words as say
from cli.in_words import kroner
from cli.scheme_parts import Part, office_shares, parameters, parts, reason, rule_says
from cli.scheme_provenance import whence
from schemas.scheme import Criterion, Scheme


def show_rounds(console: Console, schemes: Iterable[Scheme]) -> None:
    table = Table("round", "what", title="Rounds")
    table.add_column("deadline", no_wrap=True)
    table.add_column("frame", justify="right", no_wrap=True)
    table.add_column("assumed", justify="right")
    for scheme in schemes:
        money, of = sum(part.nok for part in scheme.sub_frames), len(scheme.sources) + len(scheme.assumed)
        values = f"{len(scheme.assumed)} of {of}"
        table.add_row(scheme.round, scheme.title.nb, f"{scheme.deadline.date}", kroner(money), values)
    console.print(table)


def show_scheme(console: Console, scheme: Scheme, holidays: Collection[date]) -> None:
    console.print(f"[bold]{scheme.round}[/bold]: {scheme.title.nb}", highlight=False)
    for part in parts(scheme, holidays):
        console.print(_part(scheme, part))
    rows = list(office_shares(scheme))
    if rows:
        console.print(_shares(rows))
    console.print(_criteria(scheme))
    console.print(_considerations(scheme))
    for title, texts in (("What is assumed", scheme.assumed), ("Sources", scheme.sources)):
        table = Table("value", "why" if texts is scheme.assumed else "source", title=title, expand=True)
        for key, text in texts.items():
            table.add_row(key, text)
        console.print(table)


def _part(scheme: Scheme, part: Part) -> Table:
    table = Table("what", "says", title=part.title, expand=True)
    table.add_column("rests on", no_wrap=True)
    for line in part.lines:
        table.add_row(line.what, line.says, _rests_on(scheme, line.key))
    return table


def _rests_on(scheme: Scheme, key: str) -> str:
    kinds = {one.assumed for one in whence(scheme, key)} if key else set()
    if kinds == {True, False}:
        return "partly assumed"
    return {True: "assumed", False: "a source"}[kinds.pop()] if kinds else ""


def _shares(rows: list[tuple[str, int, int]]) -> Table:
    table = Table("office", title="Shares of the County Governors' offices")
    table.add_column("key", justify="right")
    table.add_column("share", justify="right")
    for office, key, nok in rows:
        table.add_row(office, str(key), kroner(nok))
    table.add_section()
    table.add_row("all", str(sum(key for _, key, _ in rows)), kroner(sum(nok for *_, nok in rows)))
    return table


def _criteria(scheme: Scheme) -> Table:
    table = Table("criterion", "what must be met", title="The criteria (vilkår)", expand=True, show_lines=True)
    table.add_column("rests on", no_wrap=True)
    for criterion in scheme.criteria:
        table.add_row(criterion.rule, _criterion(criterion), _rests_on(scheme, f"criteria.{criterion.rule}"))
    return table


def _criterion(criterion: Criterion) -> str:
    given = (f"{name}: {value}" for name, value, _ in parameters(criterion))
    refused = f"otherwise {': '.join(filter(None, reason(criterion)))}"
    return "\n".join((rule_says(criterion), *given, refused, criterion.citation))


def _considerations(scheme: Scheme) -> Table:
    table = Table("code", "bokmål and nynorsk", title="Considerations of discretion (hensyn)", expand=True)
    for one in scheme.considerations:
        table.add_row(one.code, say.both(one.texts))
    return table
