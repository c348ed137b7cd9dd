"""Every reason has a text in both languages, and every letter that may name it can be written and says it."""

from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from schemas.allocation import ApplicationRejected
from schemas.application import Language
from schemas.eligibility import Finding, Outcome, Reduction
from schemas.ids import Digest
from schemas.intake import ApplicationDismissed
from schemas.reasons import Reason, ReasonCode
from schemas.scheme import Criterion, ReasonTexts
from services.notification import letters
from services.notification.grounds import grounds
from tests.notification.examples import (
    ANNOUNCED,
    DEFICIENCY,
    IPS_2019,
    LAPSED,
    NOT_CORRECTED,
    PERIOD_SET,
    awarded,
    dismissed,
    finding,
    judged,
    received,
    rejected,
    unmet,
)
from tests.notification.history import given, in_the_round
from tests.notification.outcomes import BY_LANGUAGE, told

WORDS = yaml.safe_load((Path(letters.__file__).parent / letters.EDITION / "words.yaml").read_text(encoding="utf-8"))
REDUCTIONS = (*get_args(Reduction.model_fields["reason"].annotation), Reason.REDUCED_TO_REMAINING_FRAME)
OF_THE_RANKING = (Reason.LOWER_EXPECTED_GOAL_ATTAINMENT, Reason.FRAME_EXHAUSTED, Reason.QUOTA_FULL)
DISMISSALS = get_args(ApplicationDismissed.model_fields["reason"].annotation)


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def says(code: ReasonCode, language: str, *, refused: bool) -> str:
    texts = (refused and WORDS["refusals"].get(code)) or WORDS["reasons"].get(code, WORDS["unnamed_condition"])
    return str(texts[language])


def test_every_reason_has_its_own_text_in_both_languages() -> None:
    assert set(WORDS["reasons"]) == {reason.value for reason in Reason}
    assert set(WORDS["refusals"]) == set(get_args(Reduction.model_fields["reason"].annotation))
    for texts in (*WORDS["reasons"].values(), *WORDS["refusals"].values(), WORDS["unnamed_condition"]):
        assert set(texts) == {"nb", "nn"}
        assert all(text.endswith(".") for text in texts.values())
    for language in ("nb", "nn"):
        assert len({texts[language] for texts in WORDS["reasons"].values()}) == len(Reason)


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_each_reason_stands_in_the_letters_that_name_it(reason: Reason, language: str) -> None:
    history = in_the_round(received(BY_LANGUAGE[language]))
    topped_up = awarded(reasons=(reason,), amount_nok=1, tops_up=True)
    for decided in (rejected(reasons=(reason,)), awarded(reasons=(reason,)), topped_up):
        letter = told(in_the_round(received(BY_LANGUAGE[language])).hears(decided))
        assert says(reason, language, refused=isinstance(decided, ApplicationRejected)) in in_one_line(letter.text)
    if reason in DISMISSALS:
        history.hears(DEFICIENCY)
        letter = told(history.hears(dismissed(reason)))
        assert WORDS["reasons"][reason.value][language] in in_one_line(letter.text)


def test_a_ceiling_that_others_have_used_up_is_no_reduction_but_a_refusal() -> None:
    said = in_the_round().hears(rejected(reasons=(Reason.REDUCED_TO_CEILING,) * 2, waiting_place=None))
    text = in_one_line(told(said).text)
    assert "av denne grunnen: - Andre søknader fra søkeren bruker opp hele det beløpet" in text
    assert "satt ned" not in text


NIGHT = Criterion(
    rule="night_service",
    citation="Kunngjøringen punkt 7",
    reason=ReasonTexts(
        code="NO_NIGHT_SERVICE",
        nb="Tjenesten har ikke åpent om natten.",
        nn="Tenesta har ikkje ope om natta.",
    ),
)
WITH_NIGHT = IPS_2019.but(criteria=(*IPS_2019.criteria, NIGHT))
ANNOUNCED_WITH_NIGHT = ANNOUNCED.but(rulebook=WITH_NIGHT, rulebook_hash=Digest("ab" * 32))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Tjenesten har ikke åpent om natten. Kilde for vilkåret: Kunngjøringen punkt 7."),
        ("nn", "Tenesta har ikkje ope om natta. Kjelde for vilkåret: Kunngjøringen punkt 7."),
    ],
)
def test_a_rounds_own_criterion_brings_its_own_text_and_citation_into_the_letter(language: str, text: str) -> None:
    found = finding("night_service", Outcome.UNMET, "NO_NIGHT_SERVICE").but(citation=NIGHT.citation)
    history = given(ANNOUNCED_WITH_NIGHT, received(BY_LANGUAGE[language]), judged("ineligible", found))
    said = history.hears(rejected(reasons=("NO_NIGHT_SERVICE",), waiting_place=None))
    assert text in in_one_line(told(said).text)


def test_two_rules_with_one_reason_are_both_named_with_their_sources() -> None:
    found = (
        unmet("committed_cooperation", Reason.NO_COOPERATION_AGREEMENT),
        unmet("completeness", Reason.NO_COOPERATION_AGREEMENT),
    )
    lines = grounds((Reason.NO_COOPERATION_AGREEMENT,), found, IPS_2019, Language.BOKMAL)
    assert [line.partition("Kilde for vilkåret: ")[2] for line in lines] == [
        "Helsedirektoratets utlysning (2018), punkt 3.",
        "utlysningen.",
    ]


def test_only_the_findings_of_the_version_that_was_decided_are_named() -> None:
    first = judged("ineligible", unmet("prior_award", Reason.NO_PRIOR_AWARD))
    second = judged("ineligible", unmet("completeness", Reason.NO_PRIOR_AWARD)).but(version=2)
    history = in_the_round(received(), received(version=2), first, second)
    said = history.hears(rejected(reasons=(Reason.NO_PRIOR_AWARD,), version=2, waiting_place=None))
    text = in_one_line(told(said).text)
    assert "Kilde for vilkåret: utlysningen." in text
    assert "punkt 5" not in text


def test_an_unmet_rule_whose_reason_nobody_wrote_a_text_for_is_told_by_its_source() -> None:
    (line,) = grounds(("NO_TOWER",), (unmet("tower", "NO_TOWER"),), IPS_2019, Language.NYNORSK)
    assert line == "Søknaden oppfyller ikkje eit vilkår for tilskot i denne søknadsrunden. " + (
        "Kjelde for vilkåret: utlysningen."
    )


def test_a_reason_that_nothing_explains_is_a_bug() -> None:
    with pytest.raises(LookupError, match="NO_TOWER"):
        grounds(("NO_TOWER",), (), IPS_2019, Language.BOKMAL)


OWN_CODES = st.from_regex(r"[A-Z][A-Z0-9_]{2,20}", fullmatch=True)
CODES: st.SearchStrategy[ReasonCode] = st.one_of(st.sampled_from(list(Reason)), OWN_CODES)
FINDINGS = st.lists(
    st.builds(unmet, st.sampled_from(["prior_award", "completeness", "tower"]), CODES), min_size=1, max_size=4
)


@settings(max_examples=60, deadline=None)
@drawn(found=FINDINGS, language=st.sampled_from(sorted(BY_LANGUAGE)))
def test_whatever_the_rules_found_each_reason_has_its_line_in_the_refusal(found: list[Finding], language: str) -> None:
    codes = tuple(dict.fromkeys(each.reason for each in found if each.reason is not None))
    history = in_the_round(received(BY_LANGUAGE[language]), judged("ineligible", *found))
    said = history.hears(rejected(reasons=codes, score=None, considerations=(), waiting_place=None))
    text = in_one_line(told(said).text)
    for each in found:
        assert each.reason is not None
        own = says(each.reason, language, refused=True)
        assert f"- {own} {WORDS['source'][language]}: {each.citation.rstrip('.')}." in text


@settings(max_examples=40, deadline=None)
@drawn(
    reductions=st.sets(st.sampled_from(REDUCTIONS)),
    ranked=st.sampled_from(OF_THE_RANKING),
    language=st.sampled_from(sorted(BY_LANGUAGE)),
    tops_up=st.booleans(),
)
def test_whatever_the_ranking_led_to_each_reason_has_its_line(
    reductions: set[Reason], ranked: Reason, language: str, tops_up: bool
) -> None:
    reasons = tuple(sorted(reductions))
    told_of = (
        (reasons, awarded(reasons=reasons, amount_nok=1, partial=True, tops_up=tops_up)),
        ((ranked,), rejected(reasons=(ranked,))),
    )
    for named, decided in told_of:
        text = in_one_line(told(in_the_round(received(BY_LANGUAGE[language])).hears(decided)).text)
        assert all(WORDS["reasons"][reason.value][language] in text for reason in named)


def test_the_letters_of_a_lapse_and_of_what_was_not_corrected_have_their_reason() -> None:
    for language, content in BY_LANGUAGE.items():
        lapse = in_the_round(received(content), awarded(), PERIOD_SET).hears(LAPSED)
        incomplete = in_the_round(received(content), DEFICIENCY).hears(NOT_CORRECTED)
        for said, reason in ((lapse, Reason.LAPSED_NO_ACCEPTANCE), (incomplete, Reason.INCOMPLETE_NOT_CORRECTED)):
            assert WORDS["reasons"][reason.value][language] in in_one_line(told(said).text)
