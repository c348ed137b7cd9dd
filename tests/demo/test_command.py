"""What `tilsagn demo` says before anything runs."""

from click.testing import CliRunner

from cli.__main__ import tilsagn


def test_a_round_without_applications_is_told_for_which_rounds_there_are_some() -> None:
    result = CliRunner().invoke(tilsagn, ["demo", "--round", "ips-1999"])

    assert result.exit_code == 1
    assert "No applications were made for ips-1999; there are some for ips-2018, ips-2019, ips-2020" in result.output
