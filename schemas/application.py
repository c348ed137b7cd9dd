"""An application as structured facts about organisations and money; no person and no free text stands in it."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Message
from schemas.ids import CooperationId, DigestText, MunicipalityCode, OrganisationNumberText, ProjectId, Slug
from schemas.money import Nok


class ApplicantKind(StrEnum):
    """The groups in which the 2019 round was reported (NAPHA, 31 January 2020), and who falls outside them."""

    NAV_MUNICIPALITY = "nav_municipality"
    MUNICIPAL_HEALTH = "municipal_health"
    SPECIALIST_HEALTH = "specialist_health"
    INSTITUTION = "institution"
    OTHER = "other"


class Language(StrEnum):
    """The form of Norwegian that a body has decided on (språklova § 11); neutral leaves it to the sender."""

    BOKMAL = "nb"
    NYNORSK = "nn"
    NEUTRAL = "neutral"


class PartyRole(StrEnum):
    NAV = "nav"
    MUNICIPAL_HEALTH = "municipal_health"
    SPECIALIST_HEALTH = "specialist_health"


class Document(Message):
    """A document stays with the sender; only its reference, digest and date travel."""

    reference: Slug
    sha256: DigestText
    dated: Annotated[date, Field(strict=False)]


class Organisation(Message):
    organisation_number: OrganisationNumberText
    name: Annotated[str, Field(min_length=2, max_length=120)]
    kind: ApplicantKind
    municipality: MunicipalityCode | None = None
    language: Language = Language.NEUTRAL
    role_address: Annotated[str, Field(pattern=r"^[a-z0-9.-]+@[a-z0-9.-]+$", max_length=120)]


class Party(Message):
    """A body that takes part in the cooperation, with its own consent."""

    organisation_number: OrganisationNumberText
    name: Annotated[str, Field(min_length=2, max_length=120)]
    role: PartyRole
    role_address: Annotated[str, Field(pattern=r"^[a-z0-9.-]+@[a-z0-9.-]+$", max_length=120)]
    consent: Document | None = None


class Cooperation(Message):
    """The committed cooperation of NAV and the health service, on whose behalf one party applies."""

    cooperation: Annotated[CooperationId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    parties: Annotated[tuple[Party, ...], Field(min_length=1, max_length=12)]
    agreement: Document | None = None


class ServiceAgreement(Message):
    """A foundation's or organisation's agreement with a public body to run the service."""

    counterparty: OrganisationNumberText
    document: Document
    valid_until: Annotated[date, Field(strict=False)] | None = None


class Project(Message):
    project: Annotated[ProjectId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    year: Annotated[int, Field(ge=1, le=20)]
    """Which awarded operating year this is; not the calendar year."""
    continuing: bool = False


class Positions(Message):
    """Headcounts, `new` being a part of `total`; `percent` is the sum of all, a full position being 100."""

    total: Annotated[int, Field(ge=1, le=200)]
    new: Annotated[int, Field(ge=0, le=200)] = 0
    percent: Annotated[int, Field(ge=1, le=20_000)] | None = None


class TeamKind(StrEnum):
    """Assertive community treatment: outreach teams for people with severe mental illness."""

    ACT = "ACT"
    FACT = "FACT"
    FACT_UNG = "FACT_UNG"


class Team(Message):
    """The treatment team in which the positions are; `established` is the day on which it began its work."""

    kind: TeamKind
    established: Annotated[date, Field(strict=False)] | None = None


class OtherFunding(Message):
    """Another public grant to the same project; `same_costs` tells whether it covers what is applied for here."""

    scheme: Slug
    amount_nok: Nok
    same_costs: bool | None = None


class ProjectReport(Message):
    """The report on an earlier project year, as it was sent in."""

    project_year: Annotated[int, Field(ge=1, le=20)]
    document: Document


class Application(Message):
    applicant: Organisation
    cooperation: Cooperation
    project: Project
    positions: Positions
    amount_nok: Nok
    own_contribution_nok: Nok = 0
    municipalities: Annotated[tuple[MunicipalityCode, ...], Field(min_length=1, max_length=60)]
    """Where the service is given; their County Governors are informed."""
    service_agreement: ServiceAgreement | None = None
    purpose: Slug | None = None
    """What the money is for, by a code that the round announced."""
    team: Team | None = None
    other_funding: Annotated[tuple[OtherFunding, ...], Field(max_length=20)] = ()
    reports: Annotated[tuple[ProjectReport, ...], Field(max_length=20)] = ()
