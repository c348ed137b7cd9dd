"""The accepted examples of each rule: a sentence, a case, and what the rule finds; docs/rules/ shows them."""

from dataclasses import dataclass
from datetime import date

from schemas.application import ApplicantKind, Party, PartyRole, Project
from schemas.eligibility import Outcome
from schemas.ids import OrganisationNumber, ProjectId, SchemeId
from services.eligibility.rules.case import Case
from tests.eligibility.examples import (
    AGREEMENT,
    COOPERATION,
    FIRST_YEAR_AWARD,
    FJELLVIK,
    FOUNDATION,
    HAVEN,
    NEW,
    NORDFJORD_TRUST,
    SEAGULL,
    SECOND_YEAR,
    UNCLEAR,
    case,
    organisation,
    party,
)

MET, UNMET, UNCLEAR_OUTCOME = Outcome.MET, Outcome.UNMET, Outcome.UNCLEAR


@dataclass(frozen=True, slots=True)
class Example:
    says: str
    case: Case
    outcome: Outcome


def _kind(number: OrganisationNumber, kind: ApplicantKind) -> Case:
    return case(NEW.but(applicant=organisation(number, kind)))


_NAV = party(FJELLVIK, PartyRole.NAV)
_TRUST = party(NORDFJORD_TRUST, PartyRole.SPECIALIST_HEALTH)
_LOCAL = party(FJELLVIK, PartyRole.MUNICIPAL_HEALTH)
_SILENT_NAV = party(FJELLVIK, PartyRole.NAV, consents=False)
_SILENT_TRUST = party(NORDFJORD_TRUST, PartyRole.SPECIALIST_HEALTH, consents=False)


def _together(*parties: Party) -> Case:
    return case(NEW.but(cooperation=COOPERATION.but(parties=parties)))


def _until(day: date | None) -> Case:
    return case(FOUNDATION.but(service_agreement=AGREEMENT.but(valid_until=day)))


def _year(year: int, project: str = "fjellvik-ips") -> Project:
    return Project(project=ProjectId(project), year=year)


EXAMPLES: dict[str, tuple[Example, ...]] = {
    "applicant_group": (
        Example("A municipality's NAV office", case(NEW), MET),
        Example("A municipality's health service", _kind(FJELLVIK, ApplicantKind.MUNICIPAL_HEALTH), MET),
        Example("A health trust", _kind(NORDFJORD_TRUST, ApplicantKind.SPECIALIST_HEALTH), MET),
        Example("A foundation that runs the service", case(FOUNDATION), MET),
        Example("A company that is none of these", _kind(SEAGULL, ApplicantKind.OTHER), UNMET),
    ),
    "service_agreement": (
        Example("A municipality needs no agreement with itself", case(NEW), MET),
        Example("A foundation with an agreement with a health trust", case(FOUNDATION), MET),
        Example(
            "A foundation with an agreement with a municipality",
            case(FOUNDATION.but(service_agreement=AGREEMENT.but(counterparty=FJELLVIK))),
            MET,
        ),
        Example("A foundation without an agreement", case(FOUNDATION.but(service_agreement=None)), UNMET),
        Example("The counterparty is no public body that we know", case(UNCLEAR), UNCLEAR_OUTCOME),
        Example("The agreement ends on the day of the deadline", _until(date(2019, 3, 1)), MET),
        Example("The agreement ended the day before the deadline", _until(date(2019, 2, 28)), UNCLEAR_OUTCOME),
        Example("The agreement has no end", _until(None), MET),
    ),
    "committed_cooperation": (
        Example("NAV and the health trust, both with consent", _together(_NAV, _TRUST), MET),
        Example("NAV and the health service of one municipality", _together(_NAV, _LOCAL), MET),
        Example("One health service of two has consented", _together(_NAV, _SILENT_TRUST, _LOCAL), MET),
        Example("NAV alone", _together(_NAV), UNMET),
        Example("The health service alone", _together(_LOCAL, _TRUST), UNMET),
        Example("NAV has not consented", _together(_SILENT_NAV, _TRUST), UNMET),
        Example("No health service has consented", _together(_NAV, _SILENT_TRUST), UNMET),
        Example("There is no agreement", case(NEW.but(cooperation=COOPERATION.but(agreement=None))), UNMET),
        Example("The applicant is not one of them", _kind(HAVEN, ApplicantKind.SPECIALIST_HEALTH), UNMET),
        Example("A foundation acts for them", case(FOUNDATION), MET),
    ),
    "project_year": (
        Example("Year 1", case(NEW), MET),
        Example("Year 3", case(NEW.but(project=_year(3))), MET),
        Example("Year 4", case(NEW.but(project=_year(4))), UNMET),
    ),
    "prior_award": (
        Example("Year 1 needs none", case(NEW), MET),
        Example("Year 2 after an award for year 1", case(SECOND_YEAR, FIRST_YEAR_AWARD), MET),
        Example("Year 2 without any award", case(SECOND_YEAR), UNMET),
        Example("Year 3 after an award for year 1 alone", case(NEW.but(project=_year(3)), FIRST_YEAR_AWARD), UNMET),
        Example(
            "Year 3 after awards for years 1 and 2",
            case(NEW.but(project=_year(3)), FIRST_YEAR_AWARD, FIRST_YEAR_AWARD.but(project_year=2)),
            MET,
        ),
        Example(
            "The award was for another project",
            case(NEW.but(project=_year(2, "fjellvik-youth")), FIRST_YEAR_AWARD),
            UNMET,
        ),
        Example(
            "The award was in another scheme",
            case(SECOND_YEAR, FIRST_YEAR_AWARD.but(scheme=SchemeId("rusarbeid"))),
            UNMET,
        ),
    ),
}
