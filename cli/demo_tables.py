"""What the demo prints: what is made up, what happened, and what to try next."""

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from audit.checks import Check
from audit.verify import VerifyResult
from cli.in_words import kroner
from cli.status import balance_table
from cli.summary import Summary

OPENING = """\
[bold]The IPS round of 2019[/bold], on real Kafka and real PostgreSQL, from applications to letters.

[bold]Real:[/bold]      the totals, as NAPHA reported them on 31 January 2020 (79 applications, 73 granted,
           176 positions, 43 million earmarked); the municipalities and health trusts, with
           their organisation numbers.
[bold]Made up:[/bold]   which body asked for what: every single amount, score and reason is invented. The four
           institutions, and all who are refused, lapse or misbehave, do not exist: their numbers
           are synthetic and begin with 3. Assumed are the top-up of 7 million and the ceilings.
           Every letter therefore says [italic]Konstruert eksempel[/italic].
[bold]Computed:[/bold]  all that follows. The services know only the messages that they get.
"""
GROUPS = {
    "nav_municipality": "NAV kommune",
    "municipal_health": "municipal health and care",
    "specialist_health": "specialist health service",
    "institution": "institution with an agreement",
    "other": "others",
}


def show_round(console: Console, summary: Summary, bad_input: Mapping[str, str]) -> None:
    for table in (
        _happened(summary),
        _groups(summary),
        balance_table(summary.sub_frames),
        _bad_input(bad_input),
    ):
        console.print(table)


def _happened(summary: Summary) -> Table:
    table = Table("what happened", title=f"The round {summary.round}")
    table.add_column("number", justify="right")
    letters = ", ".join(f"{count} of {kind}" for kind, count in summary.letters_by_kind.items())
    for what, count in (
        ("applications judged on their merits", summary.applications),
        ("awarded", summary.awarded),
        ("  to new projects", summary.total("new_applicants")),
        ("refused", summary.rejected),
        ("  with a place on the waiting list", summary.waitlisted),
        ("positions", summary.total("positions")),
        ("  of them new", summary.total("new_positions")),
        ("awards accepted in time", summary.accepted),
        ("awards that lapsed without an answer", summary.lapsed),
        ("promoted from the waiting list", summary.promoted_from_waiting_list),
        (f"letters: {letters}", summary.letters),
        ("County Governors informed", summary.county_governor_notices),
    ):
        table.add_row(what, str(count))
    return table


def _groups(summary: Summary) -> Table:
    table = Table("kind of applicant", title="Awarded, as of the decisions")
    for name in ("awarded", "new", "positions", "new positions", "amount"):
        table.add_column(name, justify="right")
    for kind, group in summary.groups.items():
        numbers = (group.awarded, group.new_applicants, group.positions, group.new_positions)
        table.add_row(GROUPS.get(kind, kind), *map(str, numbers), kroner(group.amount_nok))
    table.add_section()
    names = ("new_applicants", "positions", "new_positions")
    table.add_row(
        "all", str(summary.awarded), *(str(summary.total(name)) for name in names), kroner(summary.total("amount_nok"))
    )
    return table


def _bad_input(bad_input: Mapping[str, str]) -> Table:
    table = Table("what went wrong outside", "what it was answered with", title="Bad input")
    for kind, answer in sorted(bad_input.items()):
        table.add_row(kind.replace("_", " "), answer)
    return table


def show_laws(console: Console, result: VerifyResult) -> None:
    """A law that holds of several services is one line; `tilsagn verify` has one for each."""
    by_law: dict[str, list[Check]] = {}
    for check in result.checks:
        by_law.setdefault(check.law, []).append(check)
    table = Table("what must hold", title=f"Verify: {result.records} records, in {result.seconds:.1f} s")
    table.add_column("of", no_wrap=True)
    table.add_column("checked", justify="right")
    table.add_column("holds")
    for law, checks in by_law.items():
        where = checks[0].where if len(checks) == 1 else f"{len(checks)} services"
        holds = "yes" if all(check.ok for check in checks) else "NO"
        table.add_row(law, where, str(sum(check.count for check in checks)), holds)
    console.print(table)
    if result.first:
        console.print(f"First record that does not hold: {result.first}", style="bold red", soft_wrap=True)


def show_whereabouts(console: Console, folder: Path, *, kept: bool) -> None:
    letters = sum(1 for _ in (folder / "letters").glob("*.txt"))
    console.print(
        f"\nIn {folder}:\n"
        f"  letters/      {letters} letters, as they were sent\n"
        "  replies/      what each system and authority was told, a line each\n"
        "  logs/         what Kafka, PostgreSQL and each service logged\n"
        "  summary.json  all this for programs\n",
        highlight=False,
        soft_wrap=True,
    )
    if kept:
        console.print(
            "Everything still runs. In another window:\n"
            "  ./tilsagn status\n"
            "  ./tilsagn story acos-kommune/2019-0010\n"
            "  ./tilsagn replies directorate\n"
            "Ctrl-C here stops it all.",
            highlight=False,
            soft_wrap=True,
        )
    else:
        console.print(
            "Next: ./tilsagn demo --seed 7   another order of arrival, the same money\n"
            "      ./tilsagn demo --keep     leaves it running, to ask: ./tilsagn story acos-kommune/2019-0010\n"
            "      make up                   a live round of your own",
            highlight=False,
            soft_wrap=True,
        )
