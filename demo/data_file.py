"""What stands in `ips-2019.yaml`, key by key; the file's first lines say what the keys mean."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from schemas.application import ApplicantKind, Language, PartyRole
from schemas.base import Message
from schemas.ids import (
    ApplicationId,
    OrganisationNumberText,
    ProjectId,
    ReferenceText,
    SchemeId,
    SystemId,
    application_id,
)
from schemas.outside import RoundName

Day = Annotated[date, Field(strict=False)]


class Body(Message):
    number: OrganisationNumberText
    name: str
    language: Language
    domain: Annotated[str, Field(pattern=r"^[a-z0-9.-]+\.example$")]
    municipality: str | None = None


class AgreementTold(Message):
    counterparty: str
    dated: Day
    valid_until: Day


class Told(Message):
    """One application. Bodies are named by their key."""

    reference: ReferenceText
    system: SystemId
    applicant: str
    kind: ApplicantKind
    parties: dict[PartyRole, str]
    agreement: Day | None = None
    service_agreement: AgreementTold | None = None
    area: tuple[str, ...] = ()
    year: int
    earlier_nok: tuple[int, ...] = ()
    positions: int
    new: int
    asks_nok: int
    first_asked_nok: int | None = None
    own_nok: int
    arrives: Literal["before the announcement", "in the last second"] | None = None
    stays_silent: bool = False
    review: Literal["met", "unmet"] | None = None
    score: int | None = None
    considerations: tuple[str, ...] = ()

    @property
    def application(self) -> ApplicationId:
        return application_id(self.system, self.reference)

    @property
    def project(self) -> ProjectId:
        return ProjectId(f"ips-{self.applicant}")

    @property
    def bodies(self) -> tuple[str, ...]:
        counterparty = [self.service_agreement.counterparty] if self.service_agreement else []
        return (self.applicant, *self.parties.values(), *counterparty)


class Repeats(Message):
    repeats: ReferenceText


class Contradicts(Message):
    contradicts: ReferenceText
    asks_nok: int


class Noise(Message):
    system: SystemId
    bytes: int


class LateScore(Message):
    scores: ReferenceText
    score: int
    considerations: tuple[str, ...]


class BadInput(Message):
    """What goes wrong outside, one of each kind."""

    same_message_twice: Repeats
    same_id_other_content: Contradicts
    one_second_late: Told
    unknown_round: Told
    withdrawal: Told
    not_json: Told
    schema_error: Told
    may_not_act_for: Told
    impossible_organisation_number: Told
    one_megabyte_of_noise: Noise
    score_after_ranking: LateScore

    def applications(self) -> Iterator[Told]:
        yield from (told for _, told in self if isinstance(told, Told))


class DataFile(Message):
    round: RoundName
    scheme: SchemeId
    bodies: dict[str, Body]
    made_up_bodies: dict[str, Body]
    impossible_bodies: dict[str, Body]
    applications: tuple[Told, ...]
    bad_input: BadInput
