"""An announced round: one file in `schemes/`, carried whole by `RoundAnnounced`, pinned by hash in every decision."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from schemas.application import ApplicantKind, PartyRole
from schemas.base import Key, Message
from schemas.ids import AuthorityId, FrameId, GroupId, RoundId, SchemeId, Slug, SubFrameId
from schemas.money import Nok

SlugText = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
PlainDate = Annotated[date, Field(strict=False)]


class Texts(Message):
    """The same text in bokmål and nynorsk."""

    nb: Annotated[str, Field(min_length=2, max_length=400)]
    nn: Annotated[str, Field(min_length=2, max_length=400)]


class Deadline(Message):
    """A calendar day and a time of day as announced; the last minute counts whole, so 23:59 ends at midnight."""

    date: PlainDate
    time: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    zone: Literal["Europe/Oslo"] = "Europe/Oslo"

    def ends_at(self) -> datetime:
        """The first instant that is too late, in UTC."""
        hour, minute = map(int, self.time.split(":"))
        last = datetime.combine(self.date, time(hour, minute), ZoneInfo(self.zone))
        return last.astimezone(UTC) + timedelta(minutes=1)


class SubFrame(Message):
    id: Annotated[SubFrameId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    nok: Nok


class Group(Message):
    """Who stands together in the ranking, and the ceiling per applicant in each project year."""

    id: Annotated[GroupId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    order: Annotated[int, Field(ge=1, le=100)]
    project_years: Annotated[tuple[Annotated[int, Field(ge=1, le=20)], ...], Field(min_length=1)]
    ceilings_nok: dict[Key, Nok]

    @model_validator(mode="after")
    def each_year_has_a_ceiling(self) -> Self:
        if set(self.ceilings_nok) != {str(year) for year in self.project_years}:
            raise ValueError("ceilings_nok must name each of project_years, and no other year")
        return self


class ApplicantGroupRule(Message):
    rule: Literal["applicant_group"]
    version: Literal[1]
    kinds: Annotated[tuple[ApplicantKind, ...], Field(min_length=1)]
    citation: str


class ServiceAgreementRule(Message):
    rule: Literal["service_agreement"]
    version: Literal[1]
    required_of: Annotated[tuple[ApplicantKind, ...], Field(min_length=1)]
    citation: str


class CommittedCooperationRule(Message):
    rule: Literal["committed_cooperation"]
    version: Literal[1]
    nav: Literal[PartyRole.NAV]
    any_of: Annotated[tuple[PartyRole, ...], Field(min_length=1)]
    citation: str


class ProjectYearRule(Message):
    rule: Literal["project_year"]
    version: Literal[1]
    citation: str


class PriorAwardRule(Message):
    rule: Literal["prior_award"]
    version: Literal[1]
    citation: str


Criterion = Annotated[
    ApplicantGroupRule | ServiceAgreementRule | CommittedCooperationRule | ProjectYearRule | PriorAwardRule,
    Field(discriminator="rule"),
]


class Consideration(Message):
    code: Slug
    texts: Texts


class Scoring(Message):
    required: bool
    minimum: Annotated[int, Field(ge=1, le=6)]
    lots_seed: Annotated[str, Field(min_length=4, max_length=64)]
    """Announced beforehand; ties in score are broken by SHA-256 of seed and application, never by arrival."""


class AtTheEdge(Message):
    """What the first application that the money does not reach gets: a part, if at least the minimum is left."""

    policy: Literal["partial"]
    minimum_award_nok: Nok


class Versions(Message):
    """Which behaviour decides this round: changed behaviour is a new version beside the old one."""

    ranking: Literal[1] = 1
    ledger: Literal[1] = 1


class Scheme(Message):
    scheme: Annotated[SchemeId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    round: Annotated[RoundId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    title: Texts
    decided_by: Annotated[AuthorityId, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    law: Literal["fvl-1967"]
    deadline: Deadline
    answer_by: PlainDate
    frame: Annotated[FrameId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    budget_year: Annotated[int, Field(ge=2016, le=2100)]
    sub_frames: Annotated[tuple[SubFrame, ...], Field(min_length=1)]
    """In the order in which they are spent; an award may lie in two."""
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    considerations: Annotated[tuple[Consideration, ...], Field(min_length=1)]
    assessment: Literal["together", "continuous"]
    scoring: Scoring
    at_the_edge: AtTheEdge
    on_release: Literal["waiting_list"]
    approval: Literal["two_person"]
    acceptance_days: Annotated[int, Field(ge=1, le=365)]
    appeal_weeks: Annotated[int, Field(ge=1, le=12)]
    appeal_body: Texts
    county_governor: Literal["informed"]
    example: bool = False
    """A made-up or partly made-up round: every letter says so."""
    versions: Versions = Versions()
    sources: dict[Key, str]
    assumed: dict[Key, str]
    """What no source states, key by key: shown in every story that rests on it."""

    @model_validator(mode="after")
    def names_are_unique_and_the_parts_agree(self) -> Self:
        named: dict[str, list[str]] = {
            "sub_frames": [part.id for part in self.sub_frames],
            "groups": [group.id for group in self.groups],
            "considerations": [consideration.code for consideration in self.considerations],
            "criteria": [criterion.rule for criterion in self.criteria],
        }
        for what, names in named.items():
            if len(set(names)) != len(names):
                raise ValueError(f"{what}: a name stands twice")
        if self.assessment == "continuous" and self.scoring.required:
            raise ValueError("scoring.required: must be false where assessment is continuous")
        years = [year for group in self.groups for year in group.project_years]
        if len(set(years)) != len(years):
            raise ValueError("groups: a project year belongs to two groups")
        return self

    def group_of(self, project_year: int) -> Group | None:
        return next((group for group in self.groups if project_year in group.project_years), None)
