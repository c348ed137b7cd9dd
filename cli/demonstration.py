"""`demo`: a round with applications made for it, from nothing to verified letters, on servers of its own."""

import asyncio
import json
import shutil
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any, TypeVar

from audit.tables import table
from chassis.clock import now
from cli.auditing import Audit, audited
from cli.correspondents import correspondents
from cli.demo_tables import DEFAULT_ROUND, show_laws, show_round, show_whereabouts
from cli.left_running import DEMO_FOLDER, LeftRunning, forget, left_processes
from cli.quiet import until_quiet
from cli.recorded import balances, facts
from cli.scheme_file import read_scheme
from cli.stack import Stack, running
from cli.summary import COUNTED, Summary, summarise
from cli.told import Narrator, beginning, make_console
from demo.awarding import Unexpected
from demo.data import Data, file_of, load, rounds
from demo.kafka import WaitedInVain
from demo.outcome import Outcome
from demo.round import run_round
from demo.world import SCHEMES
from deploy.local.errors import LocalError
from deploy.local.infrastructure import LocalInfrastructure, local_infrastructure
from deploy.provision import Installation, provision

T = TypeVar("T")
LEFT_BY_A_RUN = ("letters", "replies", "logs", "summary.json", "state.json")


class NotFinished(LocalError):
    """The round did not come to its end."""


def demonstrate(round_: str, seed: int, folder: Path, *, keep: bool) -> int:
    """The exit code. Raises LocalError."""
    if round_ not in rounds():
        raise LocalError(f"No applications were made for {round_}; there are some for {', '.join(rounds())}")
    data = load(file_of(round_))
    scheme = read_scheme(SCHEMES / f"{round_}.yaml")
    console = make_console()
    console.print(data.file.opening, highlight=False, soft_wrap=True)
    with _alone_in(folder):
        _clear(folder)
        narrator = Narrator(console)
        narrator.say(beginning())
        with local_infrastructure(folder / "logs", narrator.say) as servers:
            with narrator.telling():
                narrator.say("making topics, databases and roles")
                prefix = f"demo-{now().astimezone(UTC):%Y%m%d-%H%M%S}"
                everybody = correspondents(scheme=scheme)
                installation = asyncio.run(provision(servers.database_url, servers.kafka_bootstrap, prefix, everybody))
                narrator.say("starting the four services and the timekeeper")
            letters = {"LETTERS_FOLDER": str((folder / "letters").resolve())}
            with running(installation, folder, told_time=True, settings=letters) as stack:
                with narrator.telling():
                    outcome, summary, audit = asyncio.run(_run(stack, installation, folder, data, seed, narrator))
                _write(folder / "summary.json", summary, outcome, audit, narrator.seconds)
                show_round(console, summary, outcome, told=data.round != DEFAULT_ROUND)
                console.print(table(audit.replay))
                show_laws(console, audit.verify)
                show_whereabouts(console, folder, data, kept=keep)
                if keep:
                    _keep(stack, installation, servers)
    return 0 if audit.ok else 1


async def _run(
    stack: Stack, installation: Installation, folder: Path, data: Data, seed: int, narrator: Narrator
) -> tuple[Outcome, Summary, Audit]:
    """Raises NotFinished."""
    kafka, prefix = installation.kafka_bootstrap, installation.prefix
    playing = run_round(kafka, prefix, folder, stack.tell_time, narrator.say, seed, data)
    try:
        outcome = await _while_all_live(stack, playing)
    except (WaitedInVain, Unexpected, ValueError) as trouble:
        raise NotFinished(f"The round did not finish: {trouble}\nThe services' logs are in {folder / 'logs'}") from None
    narrator.say("waiting until everybody has heard everything")
    await until_quiet(stack, installation.auditor_urls)
    narrator.say("replaying every decision, and verifying journals, topics and money")
    audit = await audited(installation)
    said = await facts(installation.auditor_urls, *COUNTED)
    return outcome, summarise(data.round, said, await balances(installation.auditor_urls)), audit


async def _while_all_live(stack: Stack, work: Coroutine[Any, Any, T]) -> T:
    """Ends with the work; raises NotStarted at once when a process ends meanwhile."""
    working, watching = asyncio.create_task(work), asyncio.create_task(stack.watch())
    try:
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            watching.result()
        return await working
    finally:
        for task in (working, watching):
            task.cancel()
        await asyncio.gather(working, watching, return_exceptions=True)


def _write(file: Path, summary: Summary, outcome: Outcome, audit: Audit, seconds: float) -> None:
    content = {
        **summary.plain(),
        "happened": [
            {"day": f"{at:%Y-%m-%d}", "what": what, "came_of_it": came} for at, what, came in outcome.happened
        ],
        "bad_input": dict(sorted(outcome.bad_input.items())),
        "replay": {"decisions": audit.replay.decisions, "identical": audit.replay.identical},
        "verify": {"records": audit.verify.records, "ok": audit.verify.ok},
        "seconds": round(seconds, 1),
    }
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _keep(stack: Stack, installation: Installation, servers: LocalInfrastructure) -> None:
    """Until Ctrl-C or SIGTERM; the other commands find it meanwhile."""
    ours = {"kafka": servers.kafka, "postgresql": servers.postgres}
    known = {name: server.identity for name, server in ours.items() if server and server.identity}
    DEMO_FOLDER.mkdir(parents=True, exist_ok=True)
    LeftRunning(installation, left_processes(stack), known).write(DEMO_FOLDER)
    try:
        while True:
            stack.check()
            time.sleep(1)
    except KeyboardInterrupt:
        return
    finally:
        forget(DEMO_FOLDER)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Two runs would mix up their letters."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise LocalError(f"A demo is running in {folder} already; give this one another --folder") from None
        yield


def _clear(folder: Path) -> None:
    """Removes what an earlier run left, and nothing else that lies there."""
    for name in LEFT_BY_A_RUN:
        place = folder / name
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
