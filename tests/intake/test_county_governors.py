"""A national frame split between the County Governors' offices: each decides on the applications of its own area."""

from datetime import UTC, date, datetime

import pytest

from schemas.application import Application
from schemas.ids import AuthorityId
from schemas.intake import (
    ApplicationReceived,
    RoundAnnounced,
    SubmissionRefused,
)
from schemas.outside import AnnounceRound
from schemas.reasons import Refusal
from schemas.scheme import CountyShares
from tests.given import kinds, the
from tests.intake.examples import (
    LACKS_AGREEMENT,
    before_the_announcement,
    shipped,
    submit,
)
from tests.intake.lists import shipped_list
from tests.intake.national_frame import (
    FEBRUARY_2018,
    JANUARY_2018,
    RUSARBEID_2018,
    announced,
    from_municipality,
    knowing_offices,
    sent,
)
from tests.intake.refusals import refusal


def decided_by(content: Application, at: datetime = FEBRUARY_2018) -> AuthorityId:
    return the(ApplicationReceived, announced().system(sent(content), at)).decided_by


def test_trap_7_elverum_in_2018_is_0427_and_belongs_to_fylkesmannen_i_hedmark() -> None:
    """Not 3420, its code from 2020 on, nor Innlandet, into which the office merged on 1 January 2019."""
    assert decided_by(from_municipality("0427")) == "hedmark"


@pytest.mark.parametrize(
    ("code", "office"),
    [
        ("0301", "oslo-akershus"),
        ("0219", "oslo-akershus"),
        ("5001", "trondelag"),
        ("1902", "troms"),
        ("1103", "rogaland"),
    ],
)
def test_trap_7_every_municipality_has_its_office_of_that_day(code: str, office: str) -> None:
    assert decided_by(from_municipality(code)) == office


def test_trap_7_a_code_of_later_years_belongs_to_no_office_of_2018() -> None:
    """3420 is Elverum's from 2020 on, when Innlandet had the area."""
    facts = announced().system(sent(from_municipality("3420", "3420")), FEBRUARY_2018)
    assert refusal(facts) == (Refusal.INVALID, ["/application/applicant/municipality"])


def test_without_a_municipality_of_its_own_an_applicant_belongs_where_it_first_serves() -> None:
    assert decided_by(from_municipality(None, "1902", "0427")) == "troms"


def test_the_applicants_own_municipality_comes_before_those_it_serves() -> None:
    assert decided_by(from_municipality("0427", "1902")) == "hedmark"


def test_an_application_from_nowhere_is_refused_where_it_says_so() -> None:
    facts = announced().system(sent(from_municipality(None, "9999")), FEBRUARY_2018)
    assert refusal(facts) == (Refusal.INVALID, ["/application/municipalities/0"])
    assert "9999" not in the(SubmissionRefused, facts).model_dump_json()


def test_where_the_round_is_one_authoritys_nothing_hangs_on_municipalities() -> None:
    intake = before_the_announcement()
    intake.directorate(AnnounceRound(scheme=shipped("ips-2018")), JANUARY_2018)
    facts = intake.system(submit(from_municipality(None, "9999"), round="ips-2018"), FEBRUARY_2018)
    assert the(ApplicationReceived, facts).decided_by == "directorate"


def test_what_was_held_is_its_offices_when_the_announcement_comes() -> None:
    intake = knowing_offices()
    assert kinds(intake.system(sent(from_municipality("0427")), FEBRUARY_2018)) == ["ApplicationHeld"]
    facts = intake.directorate(AnnounceRound(scheme=RUSARBEID_2018), FEBRUARY_2018)
    assert the(ApplicationReceived, facts).decided_by == "hedmark"


def test_an_office_that_merges_before_the_deadline_is_the_one_that_has_the_area_then() -> None:
    """A round for 2019, announced in 2018: in December Elverum is Hedmark's, on the deadline's day Innlandet's."""
    shares = CountyShares(keys={"innlandet": 2, "vestland": 3})
    deadline = RUSARBEID_2018.deadline.but(date=date(2019, 3, 1))
    intake = knowing_offices()
    scheme = RUSARBEID_2018.but(county_shares=shares, deadline=deadline)
    assert kinds(intake.directorate(AnnounceRound(scheme=scheme), JANUARY_2018)) == ["RoundAnnounced"]
    december = datetime(2018, 12, 10, 9, tzinfo=UTC)
    assert the(ApplicationReceived, intake.system(sent(from_municipality("0427")), december)).decided_by == "innlandet"


@pytest.mark.parametrize("office", ["secret", "innlandet"])
def test_a_share_of_an_office_that_is_not_there_is_refused_without_its_name(office: str) -> None:
    """Innlandet came only in 2019."""
    scheme = RUSARBEID_2018.but(county_shares=CountyShares(keys={"hedmark": 1, office: 1}))
    facts = knowing_offices().directorate(AnnounceRound(scheme=scheme), JANUARY_2018)
    assert refusal(facts) == (Refusal.INVALID, ["/scheme/county_shares/keys"])
    assert office not in the(SubmissionRefused, facts).model_dump_json()
    assert "hedmark" in the(SubmissionRefused, facts).problems[0].expected


def test_where_no_list_of_offices_was_adopted_the_shares_are_taken_as_announced() -> None:
    facts = before_the_announcement().directorate(AnnounceRound(scheme=RUSARBEID_2018), JANUARY_2018)
    assert the(RoundAnnounced, facts).rulebook.county_shares == RUSARBEID_2018.county_shares


def test_while_both_offices_have_shares_the_one_of_the_day_of_receipt_decides() -> None:
    scheme = RUSARBEID_2018.but(
        county_shares=CountyShares(keys={"hedmark": 1, "innlandet": 1}),
        deadline=RUSARBEID_2018.deadline.but(date=date(2019, 3, 1)),
    )
    intake = before_the_announcement()
    intake.directorate(AnnounceRound(scheme=scheme), JANUARY_2018)
    intake.operations(shipped_list("county_governors"), JANUARY_2018)
    intake.operations(shipped_list("municipalities"), JANUARY_2018)
    december = datetime(2018, 12, 10, 9, tzinfo=UTC)
    assert the(ApplicationReceived, intake.system(sent(from_municipality("0427")), december)).decided_by == "hedmark"


def test_an_office_whose_last_day_is_the_deadlines_is_found_for_a_correction_in_the_next_year() -> None:
    new_years_eve = RUSARBEID_2018.deadline.but(date=date(2018, 12, 31))
    intake = knowing_offices()
    intake.directorate(AnnounceRound(scheme=RUSARBEID_2018.but(deadline=new_years_eve)), JANUARY_2018)
    intake.system(sent(from_municipality("0427")), FEBRUARY_2018)
    lacking = LACKS_AGREEMENT.but(correct_by=date(2019, 1, 10))
    intake.office("hedmark", lacking, datetime(2018, 12, 20, 9, tzinfo=UTC))
    facts = intake.system(sent(from_municipality("0427", "0402")), datetime(2019, 1, 4, 9, tzinfo=UTC))
    assert the(ApplicationReceived, facts).decided_by == "hedmark"
