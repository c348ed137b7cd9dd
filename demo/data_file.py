"""What stands in a round's data file, key by key; the first lines of `ips-2019.yaml` say what the keys mean."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, JsonValue

from demo.story import Happening
from schemas.application import ApplicantKind, Language, OtherFunding, PartyRole, Team
from schemas.base import Message
from schemas.ids import (
    ApplicationId,
    OrganisationNumberText,
    ReferenceText,
    SchemeId,
    Slug,
    SubFrameId,
    SystemId,
    application_id,
)
from schemas.outside import RoundName
from schemas.reference import ReferenceName

Day = Annotated[date, Field(strict=False)]
Moment = Annotated[AwareDatetime, Field(strict=False)]


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


class EarlierAward(Message):
    """Where `earlier_nok`, an award in each of the years before, does not tell it all."""

    project_year: int
    awarded: Day
    nok: int
    carried_over: bool = False


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
    earlier_awards: tuple[EarlierAward, ...] = ()
    cooperation: Slug | None = None
    purpose: Slug | None = None
    team: Team | None = None
    other_funding: tuple[OtherFunding, ...] = ()
    reports: dict[str, Day] = Field(default_factory=dict)
    """The day of the report on each earlier project year."""
    positions: int
    percent: int | None = None
    new: int
    asks_nok: int
    first_asked_nok: int | None = None
    own_nok: int
    corrected: dict[str, JsonValue] = Field(default_factory=dict)
    """What a correction brings after a deficiency was noticed, key by key."""
    arrives: Literal["before the announcement", "in the last second", "one second late"] | None = None
    stays_silent: bool = False
    review: Literal["met", "unmet"] | None = None
    score: int | None = None
    considerations: tuple[str, ...] = ()

    @property
    def application(self) -> ApplicationId:
        return application_id(self.system, self.reference)

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


class Days(Message):
    """When what happens in every round happens, before the deadline."""

    adopted: Moment
    announced: Moment
    first_arrival: Moment
    half_time: Moment
    """Time is told once while applications arrive."""
    last_arrival: Moment


class AnnouncedWith(Message):
    """Where the demo announces the round otherwise than its scheme file."""

    sub_frames_nok: dict[SubFrameId, int] = Field(default_factory=dict)
    appropriation: Literal["allocated", "provisional"] | None = None


class DataFile(Message):
    round: RoundName
    scheme: SchemeId
    year: int
    opening: str
    """What is real and what is made up, as the demo prints it first."""
    days: Days
    announced_with: AnnouncedWith = AnnouncedWith()
    reference: dict[ReferenceName, list[JsonValue]] = Field(default_factory=dict)
    """What operations adopts beside, or in place of, the lists that ship."""
    bodies: dict[str, Body] = Field(default_factory=dict)
    made_up_bodies: dict[str, Body]
    impossible_bodies: dict[str, Body] = Field(default_factory=dict)
    applications: tuple[Told, ...]
    bad_input: BadInput | None = None
    happens: tuple[Happening, ...]
    """After the deadline, in this order."""

    @property
    def all_bodies(self) -> dict[str, Body]:
        return {**self.bodies, **self.made_up_bodies, **self.impossible_bodies}
