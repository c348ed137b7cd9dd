"""The applications made for each round: of bodies that may send them, in the round's own codes, and without outcome."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from chassis.canonical import canonical_message
from cli.correspondents import correspondents
from cli.reference import read_systems, reference_messages
from cli.scheme_file import read_scheme
from demo import story
from demo.data import Data, file_of, load, rounds
from demo.world import SCHEMES, announced, decided_by
from schemas.ids import CooperationId
from schemas.outside import SubmitApplication

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "reference"
ALL = {name: load(file_of(name)) for name in rounds()}
SMALL = {name: data for name, data in ALL.items() if name != "ips-2019"}
SYSTEMS = {system.id: system for system in read_systems(REFERENCE / "systems.yaml").systems}


def each_round(which: dict[str, Data]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("data", which.values(), ids=which.keys())


def kinds(data: Data) -> Counter[str]:
    return Counter(step.what for step in data.file.happens)


def test_applications_were_made_for_every_round_that_ships() -> None:
    assert set(ALL) == {file.stem for file in (ROOT / "schemes").glob("*.yaml")}


@each_round(SMALL)
def test_a_round_made_up_to_be_shown_is_small_and_says_in_its_first_words_that_it_is_made_up(data: Data) -> None:
    assert 8 <= len(data.applications) <= 20
    assert file_of(data.round).read_text(encoding="utf-8").startswith("# MADE UP: ")
    assert "Made up:" in data.file.opening
    assert "Konstruert eksempel" in data.file.opening


@each_round(SMALL)
def test_real_bodies_bear_their_registered_number_and_a_code_of_the_round_s_year(data: Data) -> None:
    new_year = f"{data.file.year}-01-01"
    with (REFERENCE / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        valid = {
            row["code"]: row["name"].partition(" - ")[0]
            for row in csv.DictReader(file)
            if row["valid_from"] <= new_year and (not row["valid_to"] or row["valid_to"] > new_year)
        }
    with (REFERENCE / "municipality_organisations.csv").open(encoding="utf-8", newline="") as file:
        registered = {row["organisation_number"]: row["registered_name"] for row in csv.DictReader(file)}
    with (REFERENCE / "health_trusts.csv").open(encoding="utf-8", newline="") as file:
        trusts = {row["organisation_number"]: row["name"] for row in csv.DictReader(file)}
    for body in data.file.bodies.values():
        if body.municipality is None:
            assert trusts[body.number] == body.name
        else:
            assert registered[body.number].partition("/")[0] == body.name.upper()
            assert f"{valid[body.municipality]} kommune" == body.name
    given = {code for told in data.applications for code in data.submission(told).application.municipalities}
    assert given <= set(valid)


@each_round(SMALL)
def test_every_invented_body_says_so_and_every_body_is_named_by_an_application(data: Data) -> None:
    assert all(body.name.endswith(" (oppdiktet)") for body in data.file.made_up_bodies.values())
    named = {key for told in data.applications for key in told.bodies}
    assert set(data.bodies) == named


@each_round(ALL)
def test_each_system_may_act_for_the_applicants_that_it_sends(data: Data) -> None:
    for told in data.applications:
        assert data.bodies[told.applicant].number in SYSTEMS[told.system].may_act_for


@each_round(ALL)
def test_the_schemas_accept_every_application_and_correction_as_it_goes_over_the_wire(data: Data) -> None:
    corrected = [data.correction(told) for told in data.applications if told.corrected]
    for message in (*map(data.submission, data.applications), *corrected):
        assert SubmitApplication.model_validate_json(canonical_message(message), extra="forbid") == message


@each_round(ALL)
def test_scores_name_considerations_that_the_round_announces(data: Data) -> None:
    scheme = read_scheme(SCHEMES / f"{data.round}.yaml")
    codes = {consideration.code for consideration in scheme.considerations}
    assert {code for told in data.applications for code in told.considerations} <= codes


@each_round(SMALL)
def test_only_invented_bodies_decline_stay_silent_are_withdrawn_corrected_or_without_a_score(data: Data) -> None:
    pointed = {
        step.application
        for step in data.file.happens
        if isinstance(step, story.Declined | story.Withdrawn | story.Corrected | story.NotCorrected)
    }
    for told in data.applications:
        if told.reference in pointed or told.stays_silent or told.score is None or told.corrected or told.review:
            assert told.applicant in data.file.made_up_bodies, told.reference


@each_round(SMALL)
def test_what_happens_moves_forward_from_the_deadline_on(data: Data) -> None:
    days, closes_at = data.file.days, read_scheme(SCHEMES / f"{data.round}.yaml").deadline.ends_at()
    times = [days.adopted, days.announced, days.first_arrival, days.half_time, days.last_arrival, closes_at]
    times += [step.at for step in data.file.happens if step.at is not None]
    assert times == sorted(times)


@pytest.mark.parametrize(
    ("round_", "happens"),
    [
        ("ips-2018", {"assessed": 1, "approved": 1, "declined": 1, "promoted": 1, "accepted": 1}),
        ("ips-2020", {"frame changed": 3, "assessed": 1, "approved": 1, "promoted": 2, "accepted": 2}),
        (
            "ips-2023",
            {
                "deficiency noticed": 2,
                "corrected": 1,
                "not corrected": 1,
                "assessed": 1,
                "approval tried": 1,
                "frame changed": 1,
                "approved": 1,
                "declined": 1,
                "promoted": 1,
                "accepted": 1,
            },
        ),
        ("rusarbeid-2018", {"assessed": 1, "approved": 1, "declined": 1, "promoted": 1, "accepted": 1}),
        (
            "sammensatte-behov-2018",
            {
                "officer recused": 1,
                "assessed": 1,
                "approval tried": 3,
                "withdrawn": 1,
                "approved": 1,
                "promoted": 1,
                "accepted": 1,
            },
        ),
    ],
)
def test_each_round_lives_what_is_special_in_it(round_: str, happens: dict[str, int]) -> None:
    assert kinds(ALL[round_]) == happens


def test_three_county_governors_decide_each_with_a_topic_of_its_own() -> None:
    data = ALL["rusarbeid-2018"]
    scheme = announced(data, read_scheme(SCHEMES / "rusarbeid-2018.yaml"))
    assert Counter(decided_by(scheme, data, told) for told in data.applications) == {
        "finnmark": 5,
        "hordaland": 4,
        "trondelag": 4,
    }
    authorities = correspondents(scheme=scheme).authorities
    assert set(scheme.authorities) <= set(authorities)
    assert len(authorities) == len(set(authorities)) == 18
    assert correspondents().authorities == ["directorate", "operations"]


def test_what_the_demo_announces_otherwise_than_the_scheme_file_stands_under_assumed() -> None:
    data = ALL["ips-2023"]
    scheme = read_scheme(SCHEMES / "ips-2023.yaml")
    found = announced(data, scheme)
    assert found.appropriation == "provisional"
    assert found.assumed["appropriation"] == "the demo's own"
    assert found.sub_frames == scheme.sub_frames
    smaller = announced(ALL["ips-2018"], read_scheme(SCHEMES / "ips-2018.yaml"))
    assert [part.nok for part in smaller.sub_frames] == [8_000_000]
    assert "sub_frames.earmarked" in smaller.assumed
    assert "sub_frames.earmarked" not in smaller.sources


def test_the_round_of_2019_is_announced_as_its_file_says() -> None:
    scheme = read_scheme(SCHEMES / "ips-2019.yaml")
    assert announced(ALL["ips-2019"], scheme) == scheme


def test_a_correction_brings_what_the_first_submission_lacked() -> None:
    data = ALL["ips-2023"]
    (told,) = (told for told in data.applications if told.corrected)
    assert data.submission(told).application.cooperation.agreement is None
    brought = data.correction(told)
    assert brought.reference == told.reference
    assert brought.application.cooperation.agreement is not None


def test_two_apply_for_one_cooperation_and_all_others_for_their_own() -> None:
    data = ALL["sammensatte-behov-2018"]
    names = Counter(data.submission(told).application.cooperation.cooperation for told in data.applications)
    assert names[CooperationId("solvollen-og-myrtangen")] == 2
    assert sorted(names.values()) == [1] * 10 + [2]


def test_an_award_that_was_put_off_is_recorded_as_that() -> None:
    put_off = [award for award in ALL["ips-2020"].earlier_awards() if award.carried_over]
    assert [(award.project_year, award.awarded.year) for award in put_off] == [(1, 2019), (1, 2019)]


def test_a_file_s_own_list_takes_the_place_of_the_one_that_ships() -> None:
    shipped = reference_messages(REFERENCE)
    with_officers = ALL["sammensatte-behov-2018"].reference(shipped)
    assert [adopted.name for adopted in with_officers].count("officers") == 1
    assert ALL["ips-2019"].reference(shipped) == shipped
