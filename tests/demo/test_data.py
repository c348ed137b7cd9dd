"""The invented round says what its source says, names real bodies as the registers do, and leaves the outcome open."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from stdnum.no import orgnr

from chassis.canonical import canonical_message
from cli.reference import read_systems, reference_messages
from cli.scheme_file import read_scheme
from demo.data import FILE, Data, WrongData, load
from demo.data_file import Told
from schemas.application import ApplicantKind
from schemas.outside import SubmitApplication

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "reference"
NEW_YEAR = "2019-01-01"
SCHEME = read_scheme(ROOT / "schemes" / "ips-2019.yaml")
DATA = load()
BAD = DATA.bad_input or pytest.fail("the round of 2019 has bad input")


def continuing(year: int) -> list[Told]:
    return [told for told in DATA.applications if told.year == year and told.earlier_nok]


def scored_new() -> list[Told]:
    found = [told for told in DATA.applications if told.year == 1 and (told.score or 0) >= SCHEME.scoring.minimum]
    return sorted(found, key=lambda told: -(told.score or 0))


def reached_by_money() -> list[Told]:
    return [*continuing(3), *continuing(2), *scored_new()[:23]]


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_79_bodies_apply() -> None:
    assert len(DATA.applications) == 79


def test_22_continue_in_year_3_with_3_positions_and_28_in_year_2_with_2() -> None:
    assert [(told.asks_nok, told.positions, told.new) for told in continuing(3)] == [(600_000, 3, 0)] * 22
    assert [(told.asks_nok, told.positions, told.new) for told in continuing(2)] == [(650_000, 2, 0)] * 28


def test_the_best_new_ones_ask_1600000_or_770000_and_the_23rd_stands_alone_behind_them() -> None:
    asked = [(told.score, told.asks_nok) for told in scored_new()]
    assert Counter(amount for _, amount in asked[:22]) == {1_600_000: 2, 770_000: 20}
    assert asked[21][0] == 5
    assert asked[22:] == [(4, 770_000), (3, 700_000), (3, 700_000)]


def test_with_the_ceiling_and_a_part_of_200000_the_money_is_spent_to_the_last_krone() -> None:
    ceiling = SCHEME.groups[1].ceilings_nok["1"]
    asked = [min(told.asks_nok, ceiling) for told in reached_by_money()]
    frame = sum(part.nok for part in SCHEME.sub_frames)
    assert frame - sum(asked[:-1]) == SCHEME.at_the_edge.minimum_award_nok == 200_000


def test_the_granted_are_of_the_kinds_that_the_source_counts() -> None:
    assert Counter(told.kind for told in reached_by_money()) == {
        ApplicantKind.NAV_MUNICIPALITY: 42,
        ApplicantKind.MUNICIPAL_HEALTH: 11,
        ApplicantKind.SPECIALIST_HEALTH: 16,
        ApplicantKind.INSTITUTION: 4,
    }


def test_the_granted_have_176_positions_of_which_54_are_new() -> None:
    granted = reached_by_money()
    assert (sum(told.positions for told in granted), sum(told.new for told in granted)) == (176, 54)


def test_the_continuing_have_72_earlier_awards_and_nobody_else_has_one() -> None:
    earlier = list(DATA.earlier_awards())
    assert len(earlier) == 72
    assert {award.awarded.year for award in earlier if award.project_year == 1} == {2017, 2018}
    assert {award.awarded.year for award in earlier if award.project_year == 2} == {2018}


def test_whoever_is_not_reached_by_money_stays_silent_or_misbehaves_is_invented() -> None:
    reached = {told.reference for told in reached_by_money()}
    bad = BAD
    pointed = (bad.same_message_twice.repeats, bad.same_id_other_content.contradicts, bad.score_after_ranking.scores)
    named = [
        *(told for told in DATA.applications if told.reference not in reached or told.stays_silent),
        *(told for told in DATA.applications if told.kind is ApplicantKind.INSTITUTION),
        *(DATA.by_reference[reference] for reference in pointed),
        *bad.applications(),
    ]
    assert {told.applicant for told in named}.isdisjoint(DATA.file.bodies)
    assert {DATA.bodies[told.applicant].number[0] for told in named} == {"3"}


def test_the_silent_one_and_the_waiting_ones_are_of_one_kind() -> None:
    silent = [told for told in DATA.applications if told.stays_silent]
    assert [told.asks_nok for told in silent] == [770_000]
    assert {told.kind for told in (*silent, *scored_new()[23:])} == {ApplicantKind.NAV_MUNICIPALITY}


def test_one_comes_before_the_announcement_one_in_the_last_second_and_one_is_corrected() -> None:
    assert Counter(filter(None, (told.arrives for told in DATA.applications))) == {
        "before the announcement": 1,
        "in the last second": 1,
    }
    assert [told.first_asked_nok for told in DATA.applications if told.first_asked_nok] == [790_000]


def test_all_numbers_can_exist_but_the_impossible_one() -> None:
    impossible = [body.number for body in DATA.bodies.values() if not orgnr.is_valid(body.number)]
    assert impossible == [body.number for body in DATA.file.impossible_bodies.values()]
    assert len(impossible) == 1


def test_real_municipalities_bear_their_registered_number_and_a_code_of_2019() -> None:
    registered = {row["organisation_number"]: row["registered_name"] for row in rows("municipality_organisations.csv")}
    valid = {
        row["code"]: row["name"].partition(" - ")[0]
        for row in rows("municipalities.csv")
        if row["valid_from"] <= NEW_YEAR and (not row["valid_to"] or row["valid_to"] > "2019-12-31")
    }
    found = [body for body in DATA.file.bodies.values() if body.municipality]
    assert len(found) >= 52
    for body in found:
        assert body.municipality is not None
        assert registered[body.number].partition("/")[0] == body.name.upper()
        assert f"{valid[body.municipality]} kommune" == body.name


def test_the_other_real_bodies_are_health_trusts_with_their_registered_number() -> None:
    trusts = {row["organisation_number"]: row["name"] for row in rows("health_trusts.csv")}
    others = {body.number: body.name for body in DATA.file.bodies.values() if not body.municipality}
    assert len(others) >= 16
    assert others.items() <= trusts.items()


def test_a_service_is_given_in_municipalities_of_2019() -> None:
    valid = {
        row["code"]
        for row in rows("municipalities.csv")
        if row["valid_from"] <= NEW_YEAR and (not row["valid_to"] or row["valid_to"] > "2019-12-31")
    }
    assert len(valid) == 422
    given = {code for told in DATA.applications for code in DATA.submission(told).application.municipalities}
    assert given <= valid


def test_invented_bodies_do_not_bear_a_real_municipalitys_name() -> None:
    real = {f"{row['name'].partition(' - ')[0]} kommune" for row in rows("municipalities.csv")}
    invented = [*DATA.file.made_up_bodies.values(), *DATA.file.impossible_bodies.values()]
    assert all(body.name.endswith(" (oppdiktet)") for body in invented)
    assert real.isdisjoint(body.name.removesuffix(" (oppdiktet)") for body in invented)


def test_the_schemas_accept_every_application_as_it_goes_over_the_wire() -> None:
    for told in (*DATA.applications, *BAD.applications()):
        message = DATA.submission(told)
        assert SubmitApplication.model_validate_json(canonical_message(message), extra="forbid") == message


def test_the_announced_round_is_the_one_applied_for_and_knows_each_consideration() -> None:
    assert (SCHEME.round, SCHEME.scheme) == (DATA.round, DATA.file.scheme)
    known = {consideration.code for consideration in SCHEME.considerations}
    late = BAD.score_after_ranking.considerations
    assert {*late, *(code for told in DATA.applications for code in told.considerations)} <= known


def test_each_system_may_act_for_those_it_applies_for_but_for_the_one_it_may_not() -> None:
    systems = {system.id: system.may_act_for for system in read_systems(REFERENCE / "systems.yaml").systems}
    bad = BAD
    refused = (bad.may_not_act_for, bad.impossible_organisation_number)
    for told in (*DATA.applications, *(told for told in bad.applications() if told not in refused)):
        assert DATA.bodies[told.applicant].number in systems[told.system]
    stranger = DATA.bodies[bad.may_not_act_for.applicant].number
    assert stranger not in systems[bad.may_not_act_for.system]
    assert any(stranger in may_act_for for may_act_for in systems.values())


def test_one_institutions_counterparty_is_no_known_public_body_and_an_officer_has_an_answer() -> None:
    (bodies,) = (adopted.content for adopted in reference_messages(REFERENCE) if adopted.name == "public_bodies")
    known = (
        {body["organisation_number"] for body in bodies if isinstance(body, dict)} if isinstance(bodies, list) else ()
    )
    asked = {
        told.reference: told.review
        for told in DATA.applications
        if told.service_agreement and DATA.bodies[told.service_agreement.counterparty].number not in known
    }
    assert list(asked.values()) == ["met"]
    assert [told.reference for told in DATA.applications if told.review] == list(asked)


def test_no_reference_fact_is_above_256_kb() -> None:
    assert all(len(canonical_message(adopted)) < 256 * 1024 for adopted in reference_messages(REFERENCE))


def changed(folder: Path, before: str, after: str) -> Data:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    file = folder / "changed.yaml"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    return load(file)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('number: "964338531"', 'number: "964338532"', "bodies.bergen: 964338532 is not a number"),
        ('number: "964338531"', 'number: "958935420"', "the number 958935420 stands 2 times"),
        ("applicant: bergen,", "applicant: nowhere,", "no body nowhere"),
        ("positions: 3, new: 0", "positions: 3, new: 4", "4 new positions of 3"),
        ("earlier_nok: [910_000, 710_000]", "earlier_nok: [910_000]", "1 earlier awards in project year 3"),
        ('repeats: "2019-0034"', 'repeats: "2019-9999"', "there is no application 2019-9999"),
        ("own_nok: 170_000", "own_kr: 170_000", "applications.0.own_nok"),
    ],
)
def test_a_file_that_contradicts_itself_is_told_so(before: str, after: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(WrongData) as raised:
        changed(tmp_path, before, after)
    assert told in str(raised.value)
