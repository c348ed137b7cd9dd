"""Each round says what its sources say of it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from cli.reference import read_offices
from schemas.money import share_out
from schemas.reference import office_named
from services.allocation.shares import shares
from tests.schemes.examples import HOLIDAYS, ROOT, ROUNDS

OSLO = ZoneInfo("Europe/Oslo")


def test_the_six_known_rounds_ship() -> None:
    assert list(ROUNDS) == ["ips-2018", "ips-2019", "ips-2020", "ips-2023", "rusarbeid-2018", "sammensatte-behov-2018"]


@pytest.mark.parametrize(
    ("name", "frame_nok", "last_day"),
    [
        ("ips-2018", 45_000_000, date(2018, 3, 15)),
        ("ips-2019", 50_000_000, date(2019, 3, 1)),
        ("ips-2020", 44_000_000, date(2020, 3, 1)),
        ("ips-2023", 45_200_000, date(2023, 3, 1)),
        ("rusarbeid-2018", 472_400_000, date(2018, 3, 1)),
        ("sammensatte-behov-2018", 227_000_000, date(2018, 3, 20)),
    ],
)
def test_a_round_has_its_frame_and_closes_at_the_midnight_after_its_last_day(
    name: str, frame_nok: int, last_day: date
) -> None:
    scheme = ROUNDS[name]
    closes = scheme.deadline.ends_at(HOLIDAYS).astimezone(OSLO)
    assert sum(part.nok for part in scheme.sub_frames) == frame_nok
    assert (scheme.deadline.date, closes.hour, (closes.date() - last_day).days) == (last_day, 0, 1)


def test_the_sunday_of_2020_does_not_roll() -> None:
    deadline = ROUNDS["ips-2020"].deadline
    assert f"{deadline.date:%A}" == "Sunday"
    assert deadline.ends_at(HOLIDAYS) == datetime(2020, 3, 1, 23, tzinfo=UTC)
    rolled = deadline.but(rolls_to_working_day=True)
    assert rolled.ends_at(HOLIDAYS) == datetime(2020, 3, 2, 23, tzinfo=UTC)


def test_the_ceilings_of_2018_fall_with_each_project_year() -> None:
    (everyone,) = ROUNDS["ips-2018"].groups
    assert everyone.ceilings_nok == {"1": 1_500_000, "2": 1_200_000, "3": 900_000}


def test_the_money_of_2019_is_43_million_earmarked_and_then_the_assumed_top_up() -> None:
    scheme = ROUNDS["ips-2019"]
    assert [(part.id, part.nok) for part in scheme.sub_frames] == [("earmarked", 43_000_000), ("top-up", 7_000_000)]
    assert "sub_frames.top-up" in scheme.assumed


def test_in_2019_those_who_continue_come_first() -> None:
    continuation, new = sorted(ROUNDS["ips-2019"].groups, key=lambda group: group.order)
    assert (continuation.id, continuation.project_years) == ("continuation", (2, 3))
    assert (new.id, new.project_years) == ("new", (1,))


def test_2023_has_three_groups_with_the_teams_first_and_at_most_six_resource_environments() -> None:
    teams, continuation, resource = sorted(ROUNDS["ips-2023"].groups, key=lambda group: group.order)
    assert (teams.id, teams.team_kinds) == ("established_team", ("ACT", "FACT", "FACT_UNG"))
    assert (continuation.id, continuation.project_years) == ("continuation", (2, 3))
    assert resource.quota is not None
    assert (resource.id, resource.quota.min, resource.quota.max) == ("resource_environment", 5, 6)
    assert ROUNDS["ips-2023"].answer_by in HOLIDAYS


def test_the_three_ways_in_which_money_can_end_are_all_lived() -> None:
    policies = {name: scheme.at_the_edge.policy for name, scheme in ROUNDS.items()}
    assert policies == {
        "ips-2018": "stop",
        "ips-2019": "partial",
        "ips-2020": "partial",
        "ips-2023": "partial",
        "rusarbeid-2018": "partial",
        "sammensatte-behov-2018": "skip",
    }


def test_the_offices_that_decide_in_2018_are_the_sixteen_of_that_year() -> None:
    offices = read_offices(ROOT / "reference")
    scheme = ROUNDS["rusarbeid-2018"]
    of_the_year = {str(row.office) for row in offices if row.holds(scheme.deadline.date)}
    assert {str(office) for office in scheme.authorities} == of_the_year
    assert len(of_the_year) == 16
    assert office_named("oslo-akershus", offices, scheme.deadline.date) is not None


def test_the_offices_shares_sum_to_the_frame_to_the_krone_and_finnmark_has_about_one_per_cent() -> None:
    scheme = ROUNDS["rusarbeid-2018"]
    assert scheme.county_shares is not None
    parts = {str(part.id): part.nok for part in shares(scheme)}
    weights = [scheme.county_shares.keys[office] for office in sorted(scheme.county_shares.keys)]
    assert sum(parts.values()) == 472_400_000
    assert list(parts.values()) == list(share_out(472_400_000, weights))
    assert 4_700_000 < parts["finnmark"] < 4_900_000
    assert 472_400_000 % sum(weights), "an odd krone goes somewhere"


def test_a_full_position_gets_less_each_year_around_the_330000_of_2023() -> None:
    (positions,) = ROUNDS["rusarbeid-2018"].groups
    amounts = [positions.per_position_nok[str(year)] for year in (1, 2, 3, 4)]
    assert amounts == sorted(amounts, reverse=True)
    assert sum(amounts) == 4 * 330_000


def test_no_office_is_told_to_decide_for_the_directorate_elsewhere() -> None:
    split = {name for name, scheme in ROUNDS.items() if scheme.county_shares is not None}
    assert split == {"rusarbeid-2018"}
    assert all(ROUNDS[name].authorities == ("directorate",) for name in ROUNDS if name not in split)


def test_a_report_that_is_due_after_the_deadline_of_2023_is_not_asked_for_yet() -> None:
    (criterion,) = (one for one in ROUNDS["ips-2023"].criteria if one.rule == "prior_report")
    assert criterion.parameters == {"due": {"1": "2023-04-01", "2": "2022-04-01"}}
    assert date(2022, 4, 1) < ROUNDS["ips-2023"].deadline.date < date(2023, 4, 1)
