"""The files are alike, so that whoever has read one can read all."""

import re

import pytest
import yaml

from cli.scheme_provenance import told_of
from schemas.scheme import Scheme
from services.eligibility.rules import RULES
from tests.schemes.examples import FILES, ROUNDS

NOT_IN_EVERY_ROUND = {"county_shares", "shares_frame_with"}


@pytest.fixture(params=FILES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_keys_stand_in_the_order_of_the_schema_with_none_left_to_a_default(name: str) -> None:
    keys = list(yaml.safe_load(FILES[name].read_text(encoding="utf-8")))
    assert keys == [key for key in Scheme.model_fields if key not in NOT_IN_EVERY_ROUND or key in keys]


def test_each_value_has_either_a_source_or_a_reason_why_it_is_assumed(name: str) -> None:
    values = yaml.safe_load(FILES[name].read_text(encoding="utf-8"))
    scheme = ROUNDS[name]
    told = {key: names for key, _, names in told_of(values, (*scheme.sources, *scheme.assumed))}
    assert {key: names for key, names in told.items() if len(names) != 1} == {}
    members = [f"groups.{group.id}.project_years" for group in scheme.groups]
    members += [f"sub_frames.{part.id}.nok" for part in scheme.sub_frames]
    members += [f"criteria.{criterion.rule}" for criterion in scheme.criteria]
    assert {*members, "title", "law", "deadline.date", "scoring", "at_the_edge"} <= told.keys()


def test_what_is_told_of_values_stands_in_the_order_of_the_values(name: str) -> None:
    order = list(Scheme.model_fields)
    for texts in (ROUNDS[name].sources, ROUNDS[name].assumed):
        places = [order.index(key.partition(".")[0]) for key in texts]
        assert places == sorted(places)


def test_amounts_are_written_with_underscores(name: str) -> None:
    text = FILES[name].read_text(encoding="utf-8").partition("\nsources:")[0]
    values = re.sub(r"#.*", "", text)
    assert re.findall(r"(?<![\w.-])\d{5,}(?![\w-])", values) == []


def test_the_round_and_its_file_have_the_same_name(name: str) -> None:
    scheme = ROUNDS[name]
    assert (scheme.round, scheme.frame, scheme.scoring.lots_seed) == (name, name, name)
    assert name == f"{scheme.scheme}-{scheme.budget_year}"


def test_every_round_asks_whether_the_applicant_exists_is_not_excluded_and_has_told_everything(name: str) -> None:
    rules = {criterion.rule for criterion in ROUNDS[name].criteria}
    assert {"organisation_active", "not_excluded", "completeness", "double_funding"} <= rules


def test_every_purpose_of_a_group_is_one_that_the_round_gives_money_to(name: str) -> None:
    scheme = ROUNDS[name]
    wanted = {purpose for group in scheme.groups for purpose in group.purposes}
    given = [one.parameters["purposes"] for one in scheme.criteria if one.rule == "purpose"]
    assert wanted == (set(*given) if wanted else set())


def test_each_criterion_of_the_law_is_used_by_some_round() -> None:
    assert {rule for rule, _ in RULES} == {one.rule for scheme in ROUNDS.values() for one in scheme.criteria}
