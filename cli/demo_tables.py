"""What the demo prints: what happened, and what to try next."""

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from audit.checks import Check
from audit.verify import VerifyResult
from cli.in_words import kroner
from cli.status import balance_table
from cli.summary import Summary
from demo.data import Data
from demo.outcome import Outcome
from schemas.ids import RoundId

DEFAULT_ROUND = RoundId("ips-2019")
GROUPS = {
    "nav_municipality": "NAV kommune",
    "municipal_health": "municipal health and care",
    "specialist_health": "specialist health service",
    "institution": "institution with an agreement",
    "other": "others",
}


def show_round(console: Console, summary: Summary, outcome: Outcome, *, told: bool) -> None:
    """`told`: also what people did, step by step, with what came of it."""
    if told:
        console.print(_story(outcome))
    for table in (_happened(summary), _groups(summary), balance_table(summary.sub_frames)):
        console.print(table)
    if outcome.bad_input:
        console.print(_bad_input(outcome.bad_input))


def _story(outcome: Outcome) -> Table:
    table = Table("day", "what people did", "what came of it", title="After the deadline")
    for at, what, came_of_it in outcome.happened:
        table.add_row(f"{at:%Y-%m-%d}", what, came_of_it)
    return table


def _happened(summary: Summary) -> Table:
    table = Table("what happened", title=f"The round {summary.round}")
    table.add_column("number", justify="right")
    letters = ", ".join(f"{count} of {kind}" for kind, count in summary.letters_by_kind.items())
    seldom = (("awards declined", summary.declined), ("awards filled up", summary.topped_up))
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
        *((what, count) for what, count in seldom if count),
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


def show_whereabouts(console: Console, folder: Path, data: Data, *, kept: bool) -> None:
    letters = sum(1 for _ in (folder / "letters").glob("*.txt"))
    example = data.applications[0].application
    demo = "./tilsagn demo" if data.round == DEFAULT_ROUND else f"./tilsagn demo --round {data.round}"
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
            f"  ./tilsagn story {example}\n"
            "  ./tilsagn replies directorate\n"
            "Ctrl-C here stops it all.",
            highlight=False,
            soft_wrap=True,
        )
    else:
        console.print(
            f"Next: {demo} --seed 7   another order of arrival, the same money\n"
            f"      {demo} --keep     leaves it running, to ask: ./tilsagn story {example}\n"
            "      make up                   a live round of your own",
            highlight=False,
            soft_wrap=True,
        )
