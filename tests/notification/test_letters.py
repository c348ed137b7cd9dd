"""The letters themselves: approved texts, and what holds for each of them. APPROVE=1 writes the approved texts anew."""

import os
import re
from pathlib import Path

import pytest

from schemas.application import Language
from schemas.ids import Digest
from schemas.notification import InformationIssued, LetterIssued
from services.notification.letters import UnknownTemplate, render
from services.notification.mailbag import Post, TextChanged
from tests.notification.bodies import NEW
from tests.notification.examples import APRIL_1
from tests.notification.history import all_of, the
from tests.notification.outcomes import BY_LANGUAGE, OUTCOMES, Outcome, award, rejection, supplement, told

APPROVED = Path(__file__).parent / "approved"
EACH = [(outcome.__name__, outcome, language) for outcome in OUTCOMES for language in BY_LANGUAGE]


def approve(name: str, text: str) -> None:
    file = APPROVED / f"{name}.txt"
    if os.environ.get("APPROVE"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("name", "outcome", "language"), EACH)
def test_a_letter_reads_as_approved(name: str, outcome: Outcome, language: str) -> None:
    said = outcome(BY_LANGUAGE[language])
    decision = told(said)
    approve(f"{name}.{language}", f"{decision.subject}\n\n{decision.text}")


@pytest.mark.parametrize(("outcome", "name"), [(award, "award"), (rejection, "rejection"), (supplement, "supplement")])
@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_the_county_governors_information_reads_as_approved(outcome: Outcome, name: str, language: str) -> None:
    said = outcome(BY_LANGUAGE[language])
    approve(f"information_of_{name}.{language}", all_of(InformationIssued, said)[0].text)


def figures(text: str) -> set[str]:
    """Every number, with the spaces inside an amount taken out."""
    return set(re.findall(r"\d+", re.sub(r"(?<=\d) (?=\d{3}\b)", "", text)))


IN_NORWAY = {
    "2019-06-04T22:30:00Z": "2019-06-05 00.30",
    "2019-03-01T22:59:00Z": "2019-03-01 23.59",
    "2019-04-01T10:00:00Z": "2019-04-01 12.00",
}
"""The instants that these letters name, as they are read in Norway."""
LAW = re.compile(r"§§? [\d ,]+(og \d+)?")


@pytest.mark.parametrize(("name", "outcome", "language"), EACH)
def test_no_figure_stands_in_a_letter_that_is_not_in_the_events_facts(
    name: str, outcome: Outcome, language: str
) -> None:
    said = outcome(BY_LANGUAGE[language])
    letter, text = the(LetterIssued, said), told(said).text
    facts = {
        name: IN_NORWAY.get(value, value) if isinstance(value, str) else value for name, value in letter.facts.items()
    }
    known = {figure.lstrip("0") for value in facts.values() for figure in figures(str(value))}
    assert {figure.lstrip("0") for figure in figures(LAW.sub("", text))} <= known


@pytest.mark.parametrize(("name", "outcome", "language"), EACH)
def test_a_constructed_example_says_so(name: str, outcome: Outcome, language: str) -> None:
    assert told(outcome(BY_LANGUAGE[language])).text.startswith("Konstruert eksempel")


@pytest.mark.parametrize(("name", "outcome", "language"), EACH)
def test_a_letter_says_how_to_appeal_unless_it_decides_nothing(name: str, outcome: Outcome, language: str) -> None:
    said = outcome(BY_LANGUAGE[language])
    text = " ".join(told(said).text.split())
    appeal = {"nb": "forvaltningsloven §§ 28 og 29", "nn": "forvaltningslova §§ 28 og 29"}[language]
    assert (appeal in text) == (the(LetterIssued, said).kind != "deficiency")


@pytest.mark.parametrize(("name", "outcome", "language"), EACH)
def test_trap_25_a_letter_in_one_language_has_no_words_of_the_other(name: str, outcome: Outcome, language: str) -> None:
    other = {
        "nb": {"ikkje", "eit", "dykkar", "dykk", "tilskot", "vilkåra", "søkje", "frå"},
        "nn": {"ikke", "et", "deres", "dere", "tilskudd", "vilkårene", "hvis", "fra"},
    }
    said = outcome(BY_LANGUAGE[language])
    assert the(LetterIssued, said).language is Language(language)
    text = re.sub(r"(Kilde|Kjelde) for vilkåret:.*?\.\n", "", told(said).text, flags=re.DOTALL)
    assert not set(re.findall(r"\w+", text.lower())) & other[language]


def test_a_real_round_does_not_say_that_it_is_an_example() -> None:
    letter = the(LetterIssued, award(NEW))
    assert "Konstruert" not in render({**letter.facts, "example": False}, letter.template_hash).text


def test_sub_frames_are_no_concern_of_the_recipients() -> None:
    assert "earmarked" not in told(award(NEW)).text


def test_no_line_is_longer_than_78_characters() -> None:
    lines = [line for outcome in OUTCOMES for line in told(outcome(NEW)).text.splitlines()]
    assert max(map(len, lines)) <= 78


def test_a_letter_can_be_written_again_from_its_facts_and_a_changed_one_is_noticed() -> None:
    said = award(NEW)
    letter = the(LetterIssued, said)
    assert Post(letter, APRIL_1, 1).written().text == told(said).text
    changed = letter.but(facts={**letter.facts, "amount_nok": 1})
    with pytest.raises(TextChanged):
        Post(changed, APRIL_1, 1).written()


def test_a_template_that_is_not_here_is_named() -> None:
    with pytest.raises(UnknownTemplate):
        render({}, Digest("00" * 32))
