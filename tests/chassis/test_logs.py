"""Every line is JSON that names its service; a client library that complains without end is heard once a while."""

import json
import logging
import subprocess
import sys
from typing import Any

import pytest

from chassis import logs
from chassis.logs import QUIET_SECONDS, Throttle

CONFIGURED = "import logging, threading, structlog; from chassis.logs import configure; configure('toy', 'info');"
BROKER_AWAY = "Unable connect to node with id %s: %s"


def lines(program: str) -> list[dict[str, Any]]:
    """What a process of its own writes that is configured as a service."""
    done = subprocess.run([sys.executable, "-c", CONFIGURED + program], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_line_of_ours_is_json_with_service_level_time_and_fields() -> None:
    (line,) = lines("structlog.get_logger().info('jar_opened', jar='blå')")
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "jar_opened", "jar": "blå", "level": "info", "service": "toy"}


def test_a_librarys_line_is_one_too_also_from_a_thread_of_its_own() -> None:
    said = "logging.getLogger('other.part').warning('jar %s is full', 7)"
    here, there = lines(f"{said}; t = threading.Thread(target=lambda: {said}); t.start(); t.join()")
    assert here["service"] == there["service"] == "toy"
    assert here["event"] == there["event"] == "jar 7 is full"
    assert (here["logger"], here["level"]) == ("other.part", "warning")


def test_an_exception_is_one_line() -> None:
    program = "\ntry: 1 / 0\nexcept ZeroDivisionError: structlog.get_logger().exception('dropped')"
    (line,) = lines(program)
    assert "ZeroDivisionError" in line["exception"]


def test_lines_below_the_level_are_not_written_and_libraries_speak_from_warning_on() -> None:
    assert lines("structlog.get_logger().debug('x'); logging.getLogger('aiokafka.consumer').info('x')") == []


def test_aiokafka_complains_once_and_others_as_often_as_they_like() -> None:
    program = "[logging.getLogger(n).error('away %s', i) for n in ('aiokafka.conn', 'other') for i in range(5)]"
    assert [line["logger"] for line in lines(program)] == ["aiokafka.conn"] + ["other"] * 5


def record(text: str = BROKER_AWAY) -> logging.LogRecord:
    return logging.LogRecord("aiokafka.client", logging.ERROR, "", 0, text, (1, "refused"), None)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Its one number is what the throttle takes for the time."""
    now = [1_000.0]
    monkeypatch.setattr(logs, "monotonic_seconds", lambda: now[0])
    return now


def test_after_a_while_it_is_heard_again_and_says_how_many_were_held_back(clock: list[float]) -> None:
    throttle = Throttle()
    assert [throttle.filter(record()) for _ in range(171)] == [True] + [False] * 170
    clock[0] += QUIET_SECONDS
    again = record()
    assert throttle.filter(again)
    assert again.__dict__["held_back"] == 170


def test_complaints_of_another_kind_are_heard_at_once(clock: list[float]) -> None:
    throttle = Throttle()
    assert throttle.filter(record())
    assert throttle.filter(record("Topic %s is not available: %s"))
