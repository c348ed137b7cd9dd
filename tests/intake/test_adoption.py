"""Lists are adopted whole, or refused with a pointer to each mistake; the one before then stays."""

from typing import Any

import pytest

from schemas.intake import ReferenceAdopted, SubmissionRefused
from schemas.outside import AdoptReference
from schemas.reasons import Refusal
from schemas.reference import LISTS, ReferenceName
from tests.given import kinds, the
from tests.intake.examples import (
    SCORE,
    Intake,
    in_the_round,
    submit,
    systems,
)
from tests.intake.lists import officer, officers, shipped_list, shipped_lists
from tests.intake.refusals import refusal

NUMBER = "/content/0/organisation_number"


def refused(name: ReferenceName, content: Any) -> list[str]:
    facts = Intake().operations(AdoptReference(name=name, content=content))
    reason, pointers = refusal(facts)
    assert reason == Refusal.INVALID
    assert "secret" not in the(SubmissionRefused, facts).model_dump_json()
    return pointers


def test_reference_data_is_adopted_with_its_hash_and_told_to_every_partition() -> None:
    intake = Intake()
    fact = the(ReferenceAdopted, intake.operations(systems()))
    assert (fact.name, fact.content) == ("systems", systems().content)
    (row,) = intake.said
    assert (row.topic, row.partition) == ("intake", None)


def test_every_list_that_ships_is_adopted() -> None:
    intake = Intake()
    for message in shipped_lists():
        assert kinds(intake.operations(message)) == ["ReferenceAdopted"]


@pytest.mark.parametrize(
    ("content", "pointers"),
    [
        ({}, ["/content/admit_synthetic_numbers", "/content/systems"]),
        ([], ["/content"]),
        (
            {"systems": [{"id": "public360"}], "admit_synthetic_numbers": True},
            ["/content/systems/0/may_act_for"],
        ),
    ],
)
def test_a_list_of_systems_that_can_not_be_read_is_refused_and_the_one_before_stays(
    content: Any, pointers: list[str]
) -> None:
    intake = in_the_round()
    assert refusal(intake.operations(systems().but(content=content))) == (Refusal.INVALID, pointers)
    assert kinds(intake.system(submit())) == ["ApplicationReceived"]


@pytest.mark.parametrize(
    ("name", "content", "pointers"),
    [
        ("holidays", ["2020-05-17", "secret", "2020-02-30"], ["/content/1", "/content/2"]),
        (
            "municipalities",
            [{"code": "0427", "name": "Elverum", "valid_to": "secret"}, 5],
            ["/content/0/valid_to", "/content/1"],
        ),
        ("county_governors", [{"office": "hedmark", "secret": 1, "name": "Hedmark"}], ["/content/0/counties"]),
        ("public_bodies", [{"organisation_number": "42", "name": "x", "kind": "secret"}], ["/content/0/kind", NUMBER]),
        ("exclusions", {"secret": []}, ["/content"]),
        ("organisation_states", [{"organisation_number": "310000019", "state": "secret"}], ["/content/0/state"]),
        (
            "successions",
            [{"predecessor": "310000019"}],
            [f"/content/0/{name}" for name in ("from_day", "kind", "successor")],
        ),
        ("officers", [officer("a", "secret")], ["/content/0/may/0"]),
        ("systems", {"systems": [], "admit_synthetic_numbers": "secret"}, ["/content/admit_synthetic_numbers"]),
    ],
)
def test_a_list_that_can_not_be_read_is_refused_at_each_mistake_and_nothing_of_it_comes_back(
    name: ReferenceName, content: Any, pointers: list[str]
) -> None:
    assert refused(name, content) == pointers


def test_every_list_refuses_what_it_can_not_hold() -> None:
    for name in LISTS:
        assert refused(name, {"secret": "secret"})


def test_a_day_beside_which_there_is_no_other_is_refused() -> None:
    """Whoever asks whether a list holds on a day may have to look at the day before."""
    assert refused("municipalities", [{"code": "0427", "name": "Elverum", "valid_to": "0001-01-01"}]) == [
        "/content/0/valid_to"
    ]


def test_a_list_counts_from_its_adoption_on_in_the_place_of_the_one_before() -> None:
    intake = in_the_round({"m-1": submit()})
    intake.operations(officers(officer("somebody-else", "assess")))
    assert refusal(intake.directorate(SCORE))[0] == Refusal.OFFICER_MAY_NOT_DECIDE
    intake.operations(officers(officer("saksbehandler-a", "assess")))
    assert kinds(intake.directorate(SCORE)) == ["ApplicationScored"]
    intake.forgets()
    assert kinds(intake.directorate(SCORE)) == ["ApplicationScored"]


def test_lists_that_others_need_change_nothing_for_intake() -> None:
    intake = Intake()
    before = intake.state("world")
    intake.operations(shipped_list("public_bodies"))
    assert intake.state("world") == before
