"""How a decision is made known."""

from datetime import UTC, date, datetime

import pytest

from schemas.application import Language
from schemas.flow import subject_of
from schemas.ids import ApplicationId, AuthorityId
from schemas.notification import AnswerRecorded, CountyGovernorInformed, DecisionIssued, InformationIssued, LetterIssued
from schemas.reasons import Reason
from services.notification.issuing import letter_id
from services.notification.letters import render
from tests.notification.bodies import IN_NYNORSK, NEW
from tests.notification.examples import (
    ANNOUNCED,
    APPLICATION,
    LAPSED,
    LATE_IN_MAY,
    PERIOD_SET,
    RULES,
    SYSTEM,
    awarded,
    received,
    rejected,
)
from tests.notification.history import all_of, given, in_the_round, the


def test_an_award_is_one_letter_and_the_same_text_to_the_system() -> None:
    said = in_the_round().hears(awarded(), LATE_IN_MAY)
    letter, decision = the(LetterIssued, said), the(DecisionIssued, said)
    assert letter.letter == decision.letter == "public360~IPS-14.award.1"
    assert (decision.amount_nok, decision.acceptance_days) == (1_500_000, 21)
    assert decision.reasons == (Reason.REDUCED_TO_CEILING,)
    assert render(letter.facts, letter.template_hash).text == decision.text
    assert [fact.to for fact in said[:2]] == [None, SYSTEM]
    assert {fact.rules for fact in said} == {RULES}


def test_a_letter_is_dated_by_the_day_in_norway() -> None:
    said = in_the_round().hears(awarded(), LATE_IN_MAY)
    assert "Dato: 15. mai 2019\n" in the(DecisionIssued, said).text


def test_the_cooperating_bodies_get_copies_and_the_applicant_only_one_letter() -> None:
    letter = the(LetterIssued, in_the_round().hears(awarded()))
    assert letter.addressee.role_address == "nav@elvdal.example"
    assert [copy.role_address for copy in letter.copies] == ["helse@elvdal.example", "post@fjord.example"]


def test_trap_29_every_county_governor_concerned_is_informed_once() -> None:
    said = in_the_round().hears(awarded(), LATE_IN_MAY)
    informed = {str(fact.office): fact for fact in all_of(CountyGovernorInformed, said)}
    assert {office: fact.municipalities for office, fact in informed.items()} == {
        "innlandet": ("0427",),
        "oslo-viken": ("0101", "0301"),
    }
    assert informed["innlandet"].office_name == "Fylkesmannen i Innlandet"
    told = {fact.to: fact.fact for fact in said if isinstance(fact.fact, InformationIssued)}
    assert told.keys() == informed.keys()
    assert told["oslo-viken"].decided == date(2019, 5, 15)


def test_an_office_that_decided_itself_is_not_informed_of_its_own_decision() -> None:
    history = in_the_round(received(decided_by=AuthorityId("innlandet")))
    said = history.hears(awarded(), LATE_IN_MAY)
    assert [fact.office for fact in all_of(CountyGovernorInformed, said)] == ["oslo-viken"]
    assert the(LetterIssued, said).facts["informed"] == ("Fylkesmannen i Oslo og Viken",)


def test_an_office_decides_in_the_name_that_it_bears_that_day() -> None:
    history = in_the_round(received(decided_by=AuthorityId("innlandet")))
    new_year = datetime(2020, 12, 31, 23, tzinfo=UTC)
    assert the(LetterIssued, history.hears(awarded(), LATE_IN_MAY)).facts["authority"] == "Fylkesmannen i Innlandet"
    assert the(LetterIssued, history.hears(awarded(), new_year)).facts["authority"] == "Statsforvalteren i Innlandet"


def test_information_is_found_by_its_application() -> None:
    informations = all_of(InformationIssued, in_the_round().hears(awarded()))
    assert {information.application for information in informations} == {APPLICATION}
    assert {subject_of(information) for information in informations} == {APPLICATION}


def test_a_supplement_is_told_with_the_whole_and_asks_for_no_new_acceptance() -> None:
    first = awarded(amount_nok=200_000, partial=True)
    history = in_the_round(received(), first)
    said = history.hears(awarded(amount_nok=300_000, partial=True, tops_up=True))
    letter, decision = the(LetterIssued, said), the(DecisionIssued, said)
    assert letter.letter == "public360~IPS-14.supplement.2"
    assert (decision.kind, decision.amount_nok, decision.acceptance_days) == ("supplement", 300_000, None)
    assert (letter.facts["earlier_nok"], letter.facts["total_nok"]) == (200_000, 500_000)
    assert {(fact.amount_nok, fact.tops_up) for fact in all_of(CountyGovernorInformed, said)} == {(300_000, True)}
    again = history.hears(awarded(amount_nok=1_000_000, tops_up=True))
    assert the(LetterIssued, again).facts["total_nok"] == 1_500_000


def test_after_a_supplement_the_answer_that_is_open_is_about_the_whole() -> None:
    supplemented = awarded(amount_nok=300_000, tops_up=True)
    history = in_the_round(received(), awarded(amount_nok=200_000, partial=True), supplemented)
    assert the(AnswerRecorded, history.hears(PERIOD_SET)).amount_nok == 500_000


def test_a_rejection_is_told_with_its_reasons_and_to_the_county_governor() -> None:
    said = in_the_round().hears(rejected())
    assert the(LetterIssued, said).letter == "public360~IPS-14.rejection.1"
    assert (the(DecisionIssued, said).amount_nok, the(DecisionIssued, said).acceptance_days) == (0, None)
    assert {fact.outcome for fact in all_of(CountyGovernorInformed, said)} == {"rejected"}


def test_a_lapse_is_told_to_the_recipient_and_to_no_county_governor() -> None:
    said = in_the_round(received(), awarded(), PERIOD_SET).hears(LAPSED)
    assert the(LetterIssued, said).letter == "public360~IPS-14.lapse.2"
    assert the(DecisionIssued, said).reasons == (Reason.LAPSED_NO_ACCEPTANCE,)
    assert all_of(CountyGovernorInformed, said) == []


def test_an_award_after_a_rejection_is_a_letter_of_its_own_that_says_why_it_comes() -> None:
    said = in_the_round(received(), rejected()).hears(awarded(promoted=True, reasons=()))
    assert the(LetterIssued, said).letter == "public360~IPS-14.award.2"
    assert "i stedet for avslaget" in " ".join(the(DecisionIssued, said).text.split())


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (Language.NYNORSK, Language.NYNORSK),
        (Language.BOKMAL, Language.BOKMAL),
        (Language.NEUTRAL, Language.BOKMAL),
    ],
)
def test_a_letter_is_in_the_addressees_language_and_bokmal_where_that_is_neutral(
    language: Language, written: Language
) -> None:
    content = NEW.but(applicant=NEW.applicant.but(language=language))
    assert the(LetterIssued, in_the_round(received(content)).hears(awarded())).language is written


def test_two_applications_never_share_a_letter() -> None:
    one, other = ApplicationId("a.b/c"), ApplicationId("a/b.c")
    assert letter_id(one, "award", 1) != letter_id(other, "award", 1)


def test_a_name_with_line_breaks_stays_on_its_line() -> None:
    applicant = IN_NYNORSK.applicant.but(name="Brattvik\n\nVEDTAK: 9 kroner")
    said = in_the_round(received(IN_NYNORSK.but(applicant=applicant))).hears(rejected())
    assert "\nBrattvik VEDTAK: 9 kroner\n" in the(DecisionIssued, said).text


def test_without_dated_tables_nobody_is_informed_and_the_letter_goes_all_the_same() -> None:
    said = given(ANNOUNCED, received()).hears(awarded())
    assert len(said) == 2
