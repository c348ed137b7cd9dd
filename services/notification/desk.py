"""What a letter is written from, and to whom it goes."""

from dataclasses import dataclass
from datetime import date, datetime

from schemas.application import Application, Language
from schemas.ids import AuthorityId
from schemas.notification import Recipient
from schemas.reference import office_named
from schemas.scheme import Scheme
from services.notification.letters import authority_name, letter_language
from services.notification.letters.words import local_day
from services.notification.offices import Concern, concerned
from services.notification.state import Case, Round, Tables


@dataclass(frozen=True)
class Desk:
    """`content` is the version of the application that the letter is about, `decided_by` the authority in whose name
    it is written, `at` the effective time."""

    case: Case
    announced: Round
    tables: Tables
    content: Application
    decided_by: AuthorityId
    at: datetime

    @property
    def rulebook(self) -> Scheme:
        return self.announced.announced()

    @property
    def language(self) -> Language:
        """The letter's; whoever else is told reads the same."""
        return letter_language(self.content.applicant.language)

    @property
    def day(self) -> date:
        """The letter's date: the day in Norway."""
        return local_day(self.at)

    def authority(self) -> str:
        """An office goes by its name of that day."""
        office = office_named(self.decided_by, self.tables.offices, self.day)
        return office.name if office else authority_name(self.decided_by) or self.decided_by

    def offices(self) -> tuple[Concern, ...]:
        """The County Governors' offices where the service is given; one that decides itself need not be told."""
        found = concerned(self.content.municipalities, self.day, self.tables.offices, self.tables.municipalities)
        return tuple(concern for concern in found if AuthorityId(concern.office) != self.decided_by)


def recipients(content: Application) -> tuple[Recipient, tuple[Recipient, ...]]:
    """The applicant, and the cooperating bodies; a body that stands twice with one address gets one copy."""
    applicant = content.applicant
    addressee = Recipient(
        organisation_number=applicant.organisation_number,
        name=applicant.name,
        role_address=applicant.role_address,
        language=applicant.language,
    )
    seen = {(addressee.organisation_number, addressee.role_address)}
    copies: list[Recipient] = []
    for party in content.cooperation.parties:
        named = (party.organisation_number, party.role_address)
        if named not in seen:
            seen.add(named)
            copies.append(
                Recipient(
                    organisation_number=party.organisation_number,
                    name=party.name,
                    role_address=party.role_address,
                    language=Language.NEUTRAL,
                )
            )
    return addressee, tuple(copies)
