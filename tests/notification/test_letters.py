"""The letters themselves: approved texts, and what holds for each of them. APPROVE=1 writes the approved texts anew."""

import os
import re
from pathlib import Path

import pytest

from chassis.decider import Said
from schemas.application import Application
from schemas.ids import Digest
from schemas.notification import DecisionIssued, InformationIssued, LetterIssued
from schemas.reasons import Reason
from services.notification.letters import UnknownTemplate, render
from services.notification.mailbag import Post, TextChanged
from tests.notification.examples import (
    APRIL_1,
    IN_NYNORSK,
    LAPSED,
    LATE_IN_MAY,
    NEW,
    PERIOD_SET,
    awarded,
    received,
    rejected,
)
from tests.notification.history import all_of, in_the_round, the

APPROVED = Path(__file__).parent / "approved"
BY_LANGUAGE = {"nb": NEW, "nn": IN_NYNORSK}


def award(content: Application) -> tuple[Said, ...]:
    return in_the_round(received(content)).hears(awarded(), LATE_IN_MAY)


def partial_award_of_one_promoted(content: Application) -> tuple[Said, ...]:
    reasons = (Reason.REDUCED_TO_CEILING, Reason.REDUCED_TO_REMAINING_FRAME)
    decided = awarded(amount_nok=200_000, partial=True, promoted=True, reasons=reasons)
    return in_the_round(received(content), rejected()).hears(decided, LATE_IN_MAY)


def rejection(content: Application) -> tuple[Said, ...]:
    return in_the_round(received(content)).hears(rejected(), LATE_IN_MAY)


def rejection_of_one_that_is_not_eligible(content: Application) -> tuple[Said, ...]:
    reasons = (Reason.NO_COOPERATION_AGREEMENT, Reason.NO_PRIOR_AWARD)
    decided = rejected(score=None, considerations=(), reasons=reasons, waiting_place=None)
    return in_the_round(received(content)).hears(decided, LATE_IN_MAY)


def lapse(content: Application) -> tuple[Said, ...]:
    return in_the_round(received(content), awarded(), PERIOD_SET).hears(LAPSED, LATE_IN_MAY)


OUTCOMES = [award, partial_award_of_one_promoted, rejection, rejection_of_one_that_is_not_eligible, lapse]
EACH = [(outcome.__name__, outcome, language) for outcome in OUTCOMES for language in BY_LANGUAGE]


def approve(name: str, text: str) -> None:
    file = APPROVED / f"{name}.txt"
    if os.environ.get("APPROVE"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("name", "outcome", "language"), EACH)
def test_a_letter_reads_as_approved(name: str, outcome: object, language: str) -> None:
    said = outcome(BY_LANGUAGE[language])  # type: ignore[operator]
    decision = the(DecisionIssued, said)
    approve(f"{name}.{language}", f"{decision.subject}\n\n{decision.text}")


@pytest.mark.parametrize(("outcome", "name"), [(award, "award"), (rejection, "rejection")])
@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_the_county_governors_information_reads_as_approved(outcome: object, name: str, language: str) -> None:
    said = outcome(BY_LANGUAGE[language])  # type: ignore[operator]
    approve(f"information_of_{name}.{language}", all_of(InformationIssued, said)[0].text)


def figures(text: str) -> set[str]:
    """Every number, with the spaces inside an amount taken out."""
    return set(re.findall(r"\d+", re.sub(r"(?<=\d) (?=\d{3}\b)", "", text)))


LAW = re.compile(r"§§? [\d ]+(og \d+)?")


@pytest.mark.parametrize(("name", "outcome", "language"), EACH)
def test_no_figure_stands_in_a_letter_that_is_not_in_the_events_facts(
    name: str, outcome: object, language: str
) -> None:
    said = outcome(BY_LANGUAGE[language])  # type: ignore[operator]
    letter, text = the(LetterIssued, said), the(DecisionIssued, said).text
    facts = dict(letter.facts)
    if "until" in facts:
        # Half past ten in the evening, in UTC, of the day before.
        assert facts["until"] == "2019-06-04T22:30:00Z"
        facts["until"] = "2019-06-05 00.30"
    known = {figure.lstrip("0") for value in facts.values() for figure in figures(str(value))}
    assert {figure.lstrip("0") for figure in figures(LAW.sub("", text))} <= known


@pytest.mark.parametrize(("name", "outcome", "language"), EACH)
def test_a_constructed_example_says_so(name: str, outcome: object, language: str) -> None:
    assert the(DecisionIssued, outcome(BY_LANGUAGE[language])).text.startswith("Konstruert eksempel")  # type: ignore[operator]


def test_a_real_round_does_not_say_that_it_is_an_example() -> None:
    letter = the(LetterIssued, award(NEW))
    assert "Konstruert" not in render({**letter.facts, "example": False}, letter.template_hash).text


def test_sub_frames_are_no_concern_of_the_recipients() -> None:
    assert "earmarked" not in the(DecisionIssued, award(NEW)).text


def test_no_line_is_longer_than_78_characters() -> None:
    lines = [line for outcome in OUTCOMES for line in the(DecisionIssued, outcome(NEW)).text.splitlines()]
    assert max(map(len, lines)) <= 78


def test_a_letter_can_be_written_again_from_its_facts_and_a_changed_one_is_noticed() -> None:
    said = award(NEW)
    letter = the(LetterIssued, said)
    assert Post(letter, APRIL_1, 1).written().text == the(DecisionIssued, said).text
    changed = letter.but(facts={**letter.facts, "amount_nok": 1})
    with pytest.raises(TextChanged):
        Post(changed, APRIL_1, 1).written()


def test_a_template_that_is_not_here_is_named() -> None:
    with pytest.raises(UnknownTemplate):
        render({}, Digest("00" * 32))
