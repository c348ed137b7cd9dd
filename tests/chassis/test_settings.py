"""A wrong setting is one line that names it, and exit code 2."""

import pytest

from chassis.settings import Settings, read_settings

RIGHT = {"TILSAGN_KAFKA_BOOTSTRAP": "one:9092,two:9092", "TILSAGN_DATABASE_URL": "postgresql://toy@db/toy"}


@pytest.fixture(autouse=True)
def right(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in RIGHT.items():
        monkeypatch.setenv(name, value)


def test_what_is_not_set_has_a_default() -> None:
    settings = read_settings(Settings)
    assert settings.kafka_bootstrap == "one:9092,two:9092"
    assert (settings.topic_prefix, settings.web_port, settings.time_step_seconds) == ("tilsagn", 6066, 60)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KAFKA_BOOTSTRAP", "localhost"),
        ("KAFKA_BOOTSTRAP", "one:9092, two:9092"),
        ("DATABASE_URL", "mysql://toy@db/toy"),
        ("TOPIC_PREFIX", "Grants!"),
        ("WEB_PORT", "0"),
        ("WEB_PORT", "many"),
        ("LOG_LEVEL", "loud"),
        ("BATCH_RECORDS_MAX", "0"),
        ("SESSION_TIMEOUT_SECONDS", "0.5"),
        ("TIME_STEP_SECONDS", "86401"),
    ],
)
def test_a_wrong_value_ends_the_process_with_one_line_that_names_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"TILSAGN_{name}", value)
    with pytest.raises(SystemExit) as ended:
        read_settings(Settings)
    assert ended.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"setting TILSAGN_{name}: ")


def test_a_missing_value_is_named_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("TILSAGN_DATABASE_URL")
    with pytest.raises(SystemExit):
        read_settings(Settings)
    assert capsys.readouterr().err == "setting TILSAGN_DATABASE_URL: Field required\n"


def test_two_wrong_values_are_two_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TILSAGN_WEB_PORT", "0")
    monkeypatch.setenv("TILSAGN_LOG_LEVEL", "loud")
    with pytest.raises(SystemExit):
        read_settings(Settings)
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_password_in_a_wrong_value_is_not_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TILSAGN_DATABASE_URL", "mysql://toy:hunter2@db/toy")
    with pytest.raises(SystemExit):
        read_settings(Settings)
    assert "hunter2" not in capsys.readouterr().err
