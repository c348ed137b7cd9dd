"""Every reason has a text in both languages, and every letter that may name it can be written."""

from pathlib import Path

import pytest
import yaml

from schemas.notification import DecisionIssued
from schemas.reasons import Reason
from services.notification import letters
from tests.notification.examples import IN_NYNORSK, NEW, awarded, received, rejected
from tests.notification.history import in_the_round, the

WORDS = yaml.safe_load((Path(letters.__file__).parent / letters.EDITION / "words.yaml").read_text(encoding="utf-8"))


def test_every_reason_has_its_own_text_in_both_languages() -> None:
    assert set(WORDS["reasons"]) == {reason.value for reason in Reason}
    for texts in WORDS["reasons"].values():
        assert set(texts) == {"nb", "nn"}
        assert all(text.endswith(".") for text in texts.values())
    for language in ("nb", "nn"):
        assert len({texts[language] for texts in WORDS["reasons"].values()}) == len(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_stands_in_the_letters_that_name_it(reason: Reason) -> None:
    for language, content in (("nb", NEW), ("nn", IN_NYNORSK)):
        for decided in (rejected(reasons=(reason,)), awarded(reasons=(reason,))):
            text = the(DecisionIssued, in_the_round(received(content)).hears(decided)).text
            assert WORDS["reasons"][reason.value][language] in " ".join(text.split())
