"""A shipped round becomes one of today."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cli.announcing import live
from cli.scheme_file import read_scheme

SHIPPED = read_scheme(Path(__file__).parents[2] / "schemes" / "ips-2019.yaml")
NOW = datetime(2026, 11, 22, 16, 30, 12, tzinfo=UTC)


def test_a_live_round_has_a_name_and_a_frame_of_its_own_and_the_same_rules() -> None:
    announced = live(SHIPPED, NOW, timedelta(minutes=10), None)

    assert (announced.round, announced.frame) == ("ips-2019-live-1122-173012",) * 2
    assert announced.criteria == SHIPPED.criteria
    assert announced.sub_frames == SHIPPED.sub_frames


def test_a_live_round_closes_ahead_and_is_answered_after_that() -> None:
    announced = live(SHIPPED, NOW, timedelta(minutes=10), "mine")

    assert announced.round == "mine"
    assert announced.deadline.ends_at() > NOW
    assert announced.answer_by > announced.deadline.date
    assert announced.budget_year == 2026
