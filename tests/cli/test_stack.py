"""The processes of a stack: started together, heard when they fail, gone at the end. The programs are small ones."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.member import Member
from cli.stack import TIMEKEEPER, Stack
from deploy.local.errors import NotStarted

NOON = datetime(2019, 3, 1, 12, tzinfo=UTC)
STAYS = "import time; time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(9e3)"
)
FAILS = "raise SystemExit('the settings are wrong')"
KEEPS_TIME = "import sys\nfor line in sys.stdin: print('marked', line.strip(), flush=True)"


def member(folder: Path, name: str, program: str) -> Member:
    return Member(name, (sys.executable, "-c", program), {}, folder / f"{name}.log", stdin=subprocess.PIPE)


def test_a_stopped_stack_leaves_no_process(tmp_path: Path) -> None:
    stack = Stack({name: member(tmp_path, name, STAYS) for name in ("one", "two")})
    stack.start()
    assert all(one.alive for one in stack.members.values())

    stack.stop()

    assert not any(one.alive for one in stack.members.values())


def test_a_process_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.member.STOP_SECONDS", 0.2)
    deaf = member(tmp_path, "deaf", STUBBORN)
    deaf.start()
    assert deaf.child is not None
    deaf.child.wait_until(lambda: "deaf" in deaf.log.read_text(), name="deaf", patience_seconds=20)

    deaf.stop()

    assert deaf.child.popen.returncode == -9


def test_a_process_that_fails_is_told_by_name_with_its_last_words(tmp_path: Path) -> None:
    stack = Stack({"intake": member(tmp_path, "intake", FAILS)})
    intake = stack.members["intake"]
    intake.start()
    assert intake.child is not None
    intake.child.popen.wait(timeout=20)

    with pytest.raises(NotStarted, match=r"(?s)intake ended with code 1.*the settings are wrong"):
        stack.check()
    stack.stop()


async def test_the_timekeeper_is_told_the_time_and_waited_for(tmp_path: Path) -> None:
    stack = Stack({TIMEKEEPER: member(tmp_path, TIMEKEEPER, KEEPS_TIME)})
    stack.start()
    try:
        await stack.tell_time(NOON)
    finally:
        stack.stop()

    assert f"marked {NOON.isoformat()}" in (tmp_path / "timekeeper.log").read_text()


async def test_a_timekeeper_that_has_ended_is_not_waited_for(tmp_path: Path) -> None:
    stack = Stack({TIMEKEEPER: member(tmp_path, TIMEKEEPER, FAILS)})
    stack.members[TIMEKEEPER].start()
    try:
        with pytest.raises(NotStarted, match="settings are wrong"):
            await stack.tell_time(NOON)
    finally:
        stack.stop()
