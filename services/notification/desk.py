"""What a decision is made known from, and to whom."""

from dataclasses import dataclass
from datetime import date, datetime

from schemas.application import Application, Language
from schemas.notification import Recipient
from schemas.scheme import Scheme
from services.notification.letters import authority_name, letter_language
from services.notification.letters.words import local_day
from services.notification.offices import Concern, concerned, office_named
from services.notification.state import Case, Round, Tables


@dataclass(frozen=True)
class Desk:
    """`version` is the version of the application that was decided, `at` the decision's effective time."""

    case: Case
    announced: Round
    tables: Tables
    version: int
    at: datetime

    @property
    def rulebook(self) -> Scheme:
        return self.announced.announced()

    @property
    def content(self) -> Application:
        return self.case.contents[self.version]

    @property
    def language(self) -> Language:
        """The letter's; whoever else is told reads the same."""
        return letter_language(self.content.applicant.language)

    @property
    def day(self) -> date:
        """The decision's date: the day in Norway."""
        return local_day(self.at)

    def authority(self) -> str:
        """An office goes by its name of that day."""
        decided_by = self.rulebook.decided_by
        office = office_named(decided_by, self.tables.offices, self.day)
        return office.name if office else authority_name(decided_by) or decided_by

    def offices(self) -> tuple[Concern, ...]:
        """The County Governors' offices where the service is given."""
        return concerned(self.content.municipalities, self.day, self.tables.offices, self.tables.municipalities)


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
