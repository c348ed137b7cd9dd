"""What a person meets on the command line before anything runs."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli.__main__ import tilsagn
from cli.left_running import LeftRunning
from deploy.local.errors import NotStarted

NEED_A_STACK = (
    ["status"],
    ["announce", __file__],
    ["submit", __file__, "--system", "acos-kommune"],
    ["replies", "directorate"],
    ["story", "acos-kommune/A-1"],
    ["replay"],
    ["verify"],
)


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(tilsagn, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.fixture(autouse=True)
def nothing_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.left_running.FOLDER", tmp_path / "up")
    monkeypatch.setattr("cli.left_running.DEMO_FOLDER", tmp_path / "demo")


@pytest.mark.parametrize("name", [None, *tilsagn.commands])
def test_every_command_says_what_it_does(name: str | None) -> None:
    code, told = run(*filter(None, [name]), "--help")

    assert code == 0
    assert told.startswith("Usage:")
    assert "./tilsagn submit docs/examples/application.json" in run("submit", "--help")[1]


@pytest.mark.parametrize("words", NEED_A_STACK, ids=lambda words: words[0])
def test_what_needs_a_running_stack_says_what_to_run_first(words: list[str]) -> None:
    code, told = run(*words)

    assert (code, told) == (1, "Error: Nothing is running; run `make up` first\n")


def test_expected_trouble_is_one_line_without_a_stack_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> LeftRunning:
        raise NotStarted("Kafka ended with code 1")

    monkeypatch.setattr("cli.left_running.what_is_up", fails)

    assert run("status") == (1, "Error: Kafka ended with code 1\n")


def test_a_bug_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> LeftRunning:
        raise ZeroDivisionError

    monkeypatch.setattr("cli.left_running.what_is_up", fails)

    assert isinstance(CliRunner().invoke(tilsagn, ["status"]).exception, ZeroDivisionError)


@pytest.mark.parametrize(("given", "advice"), [(False, "./tilsagn status"), (True, "KAFKA_BOOTSTRAP must name")])
def test_a_server_that_is_away_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, given: bool, advice: str
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("KAFKA_BOOTSTRAP", raising=False)
    if given:
        monkeypatch.setenv("KAFKA_BOOTSTRAP", "127.0.0.1:1")

    def fails() -> LeftRunning:
        raise ConnectionRefusedError("port 1")

    monkeypatch.setattr("cli.left_running.what_is_up", fails)
    code, told = run("status")

    assert code == 1
    assert advice in told


def test_the_commands_stand_in_the_order_in_which_they_are_used() -> None:
    assert tilsagn.list_commands(click.Context(tilsagn))[:3] == ["demo", "up", "down"]
