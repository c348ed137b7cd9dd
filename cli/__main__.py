"""The commands of `tilsagn`. Each body fetches what it needs when it is called, so that --help is quick."""

import asyncio
import logging
import sys
from pathlib import Path

import click

from cli.group import Commands
from cli.report_commands import report

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def tilsagn() -> None:
    """Takes grant applications on Kafka, decides them, and can prove every decision afterwards.

    \b
    In a hurry:   ./tilsagn demo              a whole grant round, from Kafka to letters, in two minutes
    To try out:   ./tilsagn up                leaves everything running, by the clock on the wall
                  ./tilsagn announce schemes/ips-2019.yaml --closes-in 10m --round mine
                  ./tilsagn submit docs/examples/application.json --system acos-kommune --round mine
                  ./tilsagn story acos-kommune/example-0001
                  ./tilsagn down
    """
    # Libraries log what the commands tell in their own words; the services log in their own processes.
    logging.getLogger().addHandler(logging.NullHandler())


@tilsagn.command()
@click.option(
    "--round", "round_", metavar="ROUND", default="ips-2019", show_default=True, help="One of the rounds in schemes/."
)
@click.option("--seed", default=2019, show_default=True, help="Shuffles the order in which the applications arrive.")
@click.option(
    "--folder",
    default=Path(".local/demo"),
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the letters, the replies, the logs and summary.json go; what an earlier run left there is replaced.",
)
@click.option("--keep", is_flag=True, help="Leave everything running at the end, to ask it things, until Ctrl-C.")
def demo(round_: str, seed: int, folder: Path, keep: bool) -> None:
    """Runs a round on real Kafka and PostgreSQL: that of 2019, or another one.

    From applications made for it to letters; at the end every decision is replayed, and journals, topics and money are
    verified.

    With KAFKA_BOOTSTRAP and DATABASE_URL (an administrator's) set, those servers are used; otherwise both are started
    here and stopped again. Exit code 1 when the round did not finish, or does not replay or verify.
    """
    from cli.demonstration import demonstrate

    raise SystemExit(demonstrate(round_, seed, folder, keep=keep))


@tilsagn.command()
def up() -> None:
    """Starts everything and leaves it running.

    Kafka, PostgreSQL, the four services and the timekeeper, by the clock on the wall; reference facts are adopted.
    """
    from cli.starting import start

    start()


@tilsagn.command()
def down() -> None:
    """Stops what `up` started, and removes its data."""
    from cli.left_running import bring_down

    click.echo("Stopped; its logs and letters are still in .local/up" if bring_down() else "Nothing was running")


@tilsagn.command()
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
def status(as_json: bool) -> None:
    """Shows processes, lag and balances.

    Each process and whether it is ready, who has how much to read, and the money of each sub-frame.

    Exit code 1 when something is not ready.
    """
    from cli.left_running import what_is_up
    from cli.status import show, status_of
    from cli.told import make_console

    found = asyncio.run(status_of(what_is_up()))
    show(found, make_console(), as_json=as_json)
    raise SystemExit(0 if found.ready else 1)


@tilsagn.group(cls=Commands, invoke_without_command=True)
@click.pass_context
def schemes(context: click.Context) -> None:
    """Lists the rounds that ship; shows and checks them.

    \b
    A round is one file: who may apply for what, the money, and how it is shared out.
      ./tilsagn schemes                              the rounds in schemes/, with deadline and frame
      ./tilsagn schemes show ips-2023                all that a round says, in words
      ./tilsagn schemes check schemes/my-round.yaml  what is wrong in a file, line by line
    What lawyers read is in docs/schemes/; nothing of this needs a running stack.
    """
    if context.invoked_subcommand is None:
        from cli.schemes import list_schemes

        list_schemes()


@schemes.command()
@click.argument("named", metavar="ROUND|FILE")
def show(named: str) -> None:
    """Prints a round as a person reads it.

    \b
    Deadline, money, groups with their ceilings and quotas, criteria with their citations, ranking and decision,
    and for each value whether it has a source or is assumed.
      ./tilsagn schemes show rusarbeid-2018
    """
    from cli.schemes import show as show_round

    show_round(named)


@schemes.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=A_FILE)
def check(files: tuple[Path, ...]) -> None:
    """Says what is wrong in scheme FILEs.

    Each mistake with file, line, key and what was expected there, also in the parameters of a criterion; an OK for
    each file without any. Exit code 1 when something is wrong. `announce` checks the same before it sends anything.
    """
    from cli.schemes import check as holds

    raise SystemExit(0 if holds(files) else 1)


@tilsagn.command()
@click.argument("file", type=A_FILE)
@click.option(
    "--closes-in", metavar="DURATION", help="Move the deadline: 10m, 1h30m, 2d from now. The round is renamed."
)
@click.option("--round", "round_", metavar="ID", help="Announce it under this name.")
def announce(file: Path, closes_in: str | None, round_: str | None) -> None:
    """Announces the round of a scheme FILE.

    It is sent as the authority that decides it.

    A mistake in the file is told with file, line and key, and nothing is sent. `--closes-in` makes a live round of
    your own: its deadline, in whole minutes of Europe/Oslo, comes no earlier than that from now.
    """
    from cli.announcing import announce_file
    from cli.left_running import what_is_up

    announce_file(what_is_up(), file, closes_in, round_)


@tilsagn.command()
@click.argument("file", type=A_FILE)
@click.option("--system", "sender", required=True, metavar="NAME", help="Who sends it; see reference/systems.yaml.")
@click.option("--reference", help="The sender's reference, instead of the one in the file.")
@click.option("--round", "round_", metavar="ID", help="The round, instead of the one in the file.")
@click.option("--type", "kind", default="SubmitApplication", show_default=True, help="What kind of message it is.")
@click.option("--id", "sent_id", help="The message id; by default it follows from the content.")
def submit(file: Path, sender: str, reference: str | None, round_: str | None, kind: str, sent_id: str | None) -> None:
    """Sends a JSON FILE as a system, shows the answer.

    The receipt, or the refusal, is shown as a person reads it; exit code 1 when it was refused.

    \b
    An example of an application, by a made-up municipality with a synthetic organisation number:
      ./tilsagn submit docs/examples/application.json --system acos-kommune
    The round must have been announced; otherwise the application is held until it is. The fields are described in
    schemas/json/. What is no JSON, or does not fit, is sent as it stands: see what comes back. Sent twice, the
    same content has the same id, and gets the same answer. An authority's messages go the same way:
      ./tilsagn submit score.json --system directorate --type ScoreApplication
    """
    from cli.left_running import what_is_up
    from cli.submitting import submit_file

    submit_file(what_is_up(), file, sender, kind, {"reference": reference, "round": round_}, sent_id)


@tilsagn.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document a line.")
def replies(name: str, as_json: bool) -> None:
    """Shows what NAME has been told.

    NAME is a system, a County Governor's office, or an authority: then it is its work list.
    """
    from cli.left_running import what_is_up
    from cli.submitting import show_replies

    show_replies(what_is_up(), name, as_json=as_json)


@tilsagn.command()
@click.argument("application")
def story(application: str) -> None:
    """Tells the life of one APPLICATION.

    Through all services, with times, amounts and citations; an application is named <system>/<reference>.
    """
    from cli.auditing import tell
    from cli.left_running import what_is_up

    raise SystemExit(tell(what_is_up().installation, application))


@tilsagn.command()
def replay() -> None:
    """Decides every decision again, byte for byte.

    Exit code 0 and a table, or 1 and the first record that comes out differently. Reads only.
    """
    from cli.auditing import replay_all
    from cli.left_running import what_is_up

    raise SystemExit(replay_all(what_is_up().installation))


@tilsagn.command()
def verify() -> None:
    """Checks journals, topics, money and messages.

    Exit code 0 and a table, or 1 and the first record that does not hold. Reads only.
    """
    from cli.auditing import verify_all
    from cli.left_running import what_is_up

    raise SystemExit(verify_all(what_is_up().installation))


tilsagn.add_command(report)

if __name__ == "__main__":
    sys.exit(tilsagn(prog_name="tilsagn"))
