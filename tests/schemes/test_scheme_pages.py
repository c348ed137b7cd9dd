"""The lawyers' pages of the rounds say what the files say, and every link in them leads somewhere."""

import os
import re

import pytest

from cli.scheme_page import page
from schemas.scheme import ReasonTexts
from tests.schemes.examples import HOLIDAYS, ROOT, ROUNDS

PAGES = ROOT / "docs" / "schemes"


@pytest.mark.parametrize("name", ROUNDS)
def test_the_page_for_lawyers_says_what_the_file_says(name: str) -> None:
    file, written = PAGES / f"{name}.md", page(ROUNDS[name], HOLIDAYS)
    if os.environ.get("APPROVE") == "1":
        file.parent.mkdir(exist_ok=True)
        file.write_text(written, encoding="utf-8")
    assert file.exists(), f"{file} is not there; APPROVE=1 writes it"
    assert file.read_text(encoding="utf-8") == written, "read the difference; APPROVE=1 accepts it"


@pytest.mark.parametrize("name", ROUNDS)
def test_every_source_and_every_assumption_stands_on_the_page(name: str) -> None:
    scheme, written = ROUNDS[name], page(ROUNDS[name], HOLIDAYS)
    untold = [key for key, text in {**scheme.sources, **scheme.assumed}.items() if text not in written]
    assert untold == []
    assert all(f"**assumed**: {text}" in written for text in scheme.assumed.values())
    assert not any(f"**assumed**: {text}" in written for text in scheme.sources.values())


@pytest.mark.parametrize("name", ROUNDS)
def test_every_link_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", page(ROUNDS[name], HOLIDAYS))
    assert len(links) == 1 + len(ROUNDS[name].criteria)
    assert [link for link in links if not (PAGES / link).resolve().exists()] == []


def test_there_is_a_page_for_each_round_and_no_other() -> None:
    assert {file.stem for file in PAGES.glob("*.md")} == set(ROUNDS)


def test_a_sunday_is_said_to_stay_one() -> None:
    written = page(ROUNDS["ips-2020"], HOLIDAYS)
    assert "Sunday 1 March 2020 at 23:59 (Oslo)" in written
    assert "No working day, and it stays so." in written


def test_the_shares_of_the_offices_stand_with_their_sum() -> None:
    assert "| **all** | 5272 | 472 400 000 kr |" in page(ROUNDS["rusarbeid-2018"], HOLIDAYS)


def test_a_reason_that_the_round_brings_stands_with_its_words() -> None:
    scheme = ROUNDS["ips-2018"]
    first, *others = scheme.criteria
    words = ReasonTexts(code="NO_BOAT", nb="Søkeren har ingen båt.", nn="Søkjaren har ingen båt.")
    written = page(scheme.but(criteria=(first.but(reason=words), *others)), HOLIDAYS)
    assert "- Where it is not met: `NO_BOAT`: Søkeren har ingen båt. / Søkjaren har ingen båt." in written
