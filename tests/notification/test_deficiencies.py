"""What an application lacks, and what is dismissed: the letters, and what the system is answered."""

from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
import yaml
from pydantic import BaseModel

from chassis.decider import Said
from schemas.application import Application, Language
from schemas.ids import AuthorityId
from schemas.notification import CorrectionAsked, CountyGovernorInformed, DecisionIssued, DismissalIssued, LetterIssued
from schemas.reasons import Reason
from services.notification import letters
from services.notification.letters import field_text, render
from tests.notification.bodies import IN_NYNORSK, NEW
from tests.notification.examples import (
    ANNOUNCED,
    APRIL_1,
    APRIL_15,
    DEFICIENCY,
    NOT_CORRECTED,
    REFERENCE,
    RULES,
    SYSTEM,
    dismissed,
    received,
)
from tests.notification.history import all_of, given, in_the_round, the

STILL_STANDS = "gjelder fortsatt"


def text_of(said: tuple[Said, ...]) -> str:
    return " ".join(the(DecisionIssued, said).text.split())


def test_a_correction_is_asked_for_by_letter_and_in_the_same_words_of_the_system() -> None:
    said = in_the_round().hears(DEFICIENCY)
    letter, asked = the(LetterIssued, said), the(CorrectionAsked, said)
    assert letter.letter == asked.letter == "public360~IPS-14.deficiency.1"
    assert (asked.reference, asked.missing, asked.correct_by) == (REFERENCE, DEFICIENCY.missing, APRIL_15)
    assert render(letter.facts, letter.template_hash).text == asked.text
    assert [(fact.to, fact.rules) for fact in said] == [(None, RULES), (SYSTEM, RULES)]


def test_each_thing_that_is_lacking_stands_in_words_and_by_its_pointer() -> None:
    text = the(CorrectionAsked, in_the_round().hears(DEFICIENCY)).text
    assert "- avtalen om samarbeidet (/cooperation/agreement)\n" in text
    assert "- samtykke fra en part i samarbeidet (/cooperation/parties/1/consent)\n" in text
    assert "til og med 15. april 2019" in " ".join(text.split())


def test_a_correction_is_asked_for_about_the_version_that_lacked_something() -> None:
    history = in_the_round(received(NEW), received(NEW.but(amount_nok=900_000), version=2))
    assert the(LetterIssued, history.hears(DEFICIENCY)).facts["applied_nok"] == 1_600_000


@pytest.mark.parametrize("reason", [Reason.LATE, Reason.INCOMPLETE_NOT_CORRECTED])
def test_a_dismissal_is_answered_and_made_known_by_a_letter(reason: Reason) -> None:
    said = in_the_round(received(), DEFICIENCY).hears(dismissed(reason))
    assert the(DismissalIssued, said).reason == reason
    decision, letter = the(DecisionIssued, said), the(LetterIssued, said)
    assert (decision.kind, decision.reasons, decision.amount_nok) == ("dismissal", (reason,), 0)
    assert letter.letter == decision.letter == "public360~IPS-14.dismissal.2"
    assert all_of(CountyGovernorInformed, said) == []


def test_what_came_too_late_is_told_to_whom_it_came_from_in_the_name_of_whom_it_was_for() -> None:
    late = dismissed(Reason.LATE, content=IN_NYNORSK, decided_by=AuthorityId("vestland"))
    letter = the(LetterIssued, in_the_round().hears(late))
    assert (letter.addressee.name, letter.language) == ("Brattvik kommune", "nn")
    assert letter.facts["authority"] == "Fylkesmannen i Vestland"


def test_the_deadline_is_named_by_its_last_minute() -> None:
    late = dismissed(Reason.LATE, content=NEW)
    text = text_of(given(ANNOUNCED).hears(late))
    assert "Fristen var 1. mars 2019 klokken 23.59" in text


def test_a_late_version_leaves_standing_what_came_in_time() -> None:
    late = dismissed(Reason.LATE, content=NEW)
    assert STILL_STANDS in text_of(in_the_round().hears(late))
    assert STILL_STANDS not in text_of(given(ANNOUNCED).hears(late))


def test_nothing_is_said_to_stand_of_what_was_dismissed_or_not_corrected_in_time() -> None:
    late = dismissed(Reason.LATE, content=NEW)
    after_it = in_the_round(received(), DEFICIENCY, NOT_CORRECTED).hears(late)
    assert STILL_STANDS not in text_of(after_it)
    waiting = in_the_round(received(), DEFICIENCY)
    assert STILL_STANDS not in text_of(waiting.hears(late, DEFICIENCY.until))
    assert STILL_STANDS in text_of(waiting.hears(late, DEFICIENCY.until - timedelta(seconds=1)))
    corrected = in_the_round(received(), DEFICIENCY, received(version=2))
    assert STILL_STANDS in text_of(corrected.hears(late, DEFICIENCY.until))


def test_a_late_message_from_nobody_knows_whom_is_answered_without_a_letter() -> None:
    (said,) = given(ANNOUNCED).hears(dismissed(Reason.LATE), APRIL_1)
    assert isinstance(said.fact, DismissalIssued)


def pointers(model: type[BaseModel], before: str = "") -> list[str]:
    """Every field of an application, by its pointer without places in lists."""
    found: list[str] = []
    for name, field in model.model_fields.items():
        found.append(f"{before}/{name}")
        for inner in (field.annotation, *get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                found += pointers(inner, f"{before}/{name}")
    return found


def test_every_field_of_an_application_can_be_asked_for_in_words() -> None:
    asked = pointers(Application)
    assert "/cooperation/parties/consent/dated" in asked
    for pointer in asked:
        for language in (Language.BOKMAL, Language.NYNORSK):
            assert not field_text(pointer, language).startswith("/")


def test_every_field_that_the_letters_know_is_one_of_an_application() -> None:
    words = yaml.safe_load((Path(letters.__file__).parent / letters.EDITION / "words.yaml").read_text(encoding="utf-8"))
    assert set(words["fields"]) <= set(pointers(Application))


def test_what_no_field_is_called_is_asked_for_by_its_pointer() -> None:
    assert field_text("/tower/height", Language.BOKMAL) == "/tower/height"
