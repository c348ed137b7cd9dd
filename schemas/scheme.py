"""An announced round: one file in `schemes/`, carried whole by `RoundAnnounced`, pinned by hash in every decision."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from datetime import date as Day
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from schemas.application import Application, TeamKind
from schemas.base import Key, Message, OpenValues
from schemas.ids import AuthorityId, FrameId, GroupId, RoundId, SchemeId, Slug, SubFrameId
from schemas.money import Nok
from schemas.reasons import ReasonCode

SATURDAY = 5
PlainDate = Annotated[Day, Field(strict=False, ge=Day(2000, 1, 1), le=Day(2100, 12, 31))]
SlugText = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]


class Texts(Message):
    """The same text in bokmål and nynorsk."""

    nb: Annotated[str, Field(min_length=2, max_length=400)]
    nn: Annotated[str, Field(min_length=2, max_length=400)]


class Deadline(Message):
    """A calendar day and a time of day as announced; the last minute counts whole, so 23:59 ends at midnight.

    An announced day that is a Sunday stays one, unless the round says that it rolls to the next working day.
    """

    date: PlainDate
    time: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    zone: Literal["Europe/Oslo"] = "Europe/Oslo"
    rolls_to_working_day: bool = False

    def ends_at(self, holidays: Collection[Day] = ()) -> datetime:
        """The first instant that is too late, in UTC."""
        day = self.date
        while self.rolls_to_working_day and (day.weekday() >= SATURDAY or day in holidays):
            day += timedelta(days=1)
        hour, minute = map(int, self.time.split(":"))
        last = datetime.combine(day, time(hour, minute), ZoneInfo(self.zone))
        return last.astimezone(UTC) + timedelta(minutes=1)


class SubFrame(Message):
    """A part of the frame; `appeal_margin_nok` of it are kept back for appeals, and not given to anyone before."""

    id: Annotated[SubFrameId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    nok: Nok
    appeal_margin_nok: Nok = 0

    @model_validator(mode="after")
    def margin_is_a_part(self) -> Self:
        if self.appeal_margin_nok > self.nok:
            raise ValueError("appeal_margin_nok must not be more than nok")
        return self


class CountyShares(Message):
    """The frame's one national sum, split between the County Governors' offices by announced keys.

    Each office decides on the applications from its own area, with its own ranking, on its own share.
    """

    keys: Annotated[dict[Key, Annotated[int, Field(ge=1)]], Field(min_length=1)]
    """By office."""


class Quota(Message):
    """How many awards a group is meant to have: fewer than `min` is a warning, more than `max` there are never."""

    min: Annotated[int, Field(ge=0, le=1000)] = 0
    max: Annotated[int, Field(ge=1, le=1000)]


YearAmounts = Annotated[dict[Key, Nok], Field(default_factory=dict)]
"""Whole kroner by project year."""


class Group(Message):
    """Who stands together in the ranking, and what may be granted in each project year.

    An application belongs to the first group, in their order, whose project years, purposes and kinds of team are its
    own; a group that names no purposes or kinds of team asks for none. `ceilings_nok` are per applicant;
    `per_position_nok` is for a full position, and a part of one gets that part.
    """

    id: Annotated[GroupId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    order: Annotated[int, Field(ge=1, le=100)]
    project_years: Annotated[tuple[Annotated[int, Field(ge=1, le=20)], ...], Field(min_length=1)]
    purposes: tuple[Slug, ...] = ()
    team_kinds: tuple[TeamKind, ...] = ()
    ceilings_nok: YearAmounts
    per_position_nok: YearAmounts
    quota: Quota | None = None

    @model_validator(mode="after")
    def amounts_are_of_its_years(self) -> Self:
        years = {str(year) for year in self.project_years}
        for name, amounts in (("ceilings_nok", self.ceilings_nok), ("per_position_nok", self.per_position_nok)):
            if amounts and set(amounts) != years:
                raise ValueError(f"{name} must name each of project_years, and no other year")
        return self

    def takes(self, application: Application) -> bool:
        return (
            application.project.year in self.project_years
            and (not self.purposes or application.purpose in self.purposes)
            and (not self.team_kinds or (application.team is not None and application.team.kind in self.team_kinds))
        )


class ReasonTexts(Texts):
    """What the letter says to whom a criterion refuses, where its rule brings no reason of its own."""

    code: ReasonCode


class Criterion(Message):
    """A rule that each application is held to: by name and version, with its parameters and the source that sets it.

    What a rule's parameters are stands with its code, in `services/eligibility/rules/<rule>.py`.
    """

    rule: Slug
    version: Annotated[int, Field(ge=1)] = 1
    parameters: OpenValues = Field(default_factory=dict)
    citation: Annotated[str, Field(min_length=4)]
    reason: ReasonTexts | None = None


class Consideration(Message):
    code: Slug
    texts: Texts


class Scoring(Message):
    required: bool
    minimum: Annotated[int, Field(ge=1, le=6)]
    lots_seed: Annotated[str, Field(min_length=4, max_length=64)]
    """Announced beforehand; ties in score are broken by SHA-256 of seed and application, never by arrival."""


class AtTheEdge(Message):
    """What happens where the money ends.

    partial  the first one whom it does not reach gets what is left, if that is at least the minimum; then it ends
    skip     whoever does not fit is passed over for the next one who does
    stop     it ends with the first one who does not fit, whatever is left
    """

    policy: Literal["partial", "skip", "stop"]
    minimum_award_nok: Nok = 0


class Versions(Message):
    """Which behaviour decides this round: changed behaviour is a new version beside the old one."""

    ranking: Literal[1] = 1
    ledger: Literal[1] = 1


class Scheme(Message):
    scheme: Annotated[SchemeId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    round: Annotated[RoundId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    title: Texts
    purpose: Texts
    """What the grant is for, as it stands in the letters: "… for <purpose>"."""
    decided_by: Annotated[AuthorityId, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    law: Literal["fvl-1967"]
    deadline: Deadline
    answer_by: PlainDate
    frame: Annotated[FrameId, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    budget_year: Annotated[int, Field(ge=2016, le=2100)]
    sub_frames: Annotated[tuple[SubFrame, ...], Field(min_length=1)]
    """In the order in which they are spent; an award may lie in two."""
    appropriation: Literal["allocated", "provisional"] = "allocated"
    """Provisional: announced with reservation for the Storting's decision; ranked, but never decided on."""
    county_shares: CountyShares | None = None
    shares_frame_with: Annotated[RoundId | None, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")] = None
    """The round, announced earlier, whose frame this one draws on too: it is ranked after that one is decided."""
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    considerations: Annotated[tuple[Consideration, ...], Field(min_length=1)]
    assessment: Literal["together", "continuous"]
    continuation_first: bool = False
    """Whether project years from 2 on come before new projects within a group."""
    scoring: Scoring
    at_the_edge: AtTheEdge
    on_release: Literal["waiting_list", "top_up_first"]
    """Who gets what is released: the waiting list, or first those higher up who got a part."""
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
        orders = [group.order for group in self.groups]
        if len(set(orders)) != len(orders):
            raise ValueError("groups: two have the same order")
        if self.county_shares is not None and len(self.sub_frames) > 1:
            raise ValueError("county_shares: only a frame of one part can be split")
        if self.county_shares is not None and any(group.quota for group in self.groups):
            raise ValueError("county_shares: offices that decide on their own can't keep one quota together")
        if self.county_shares is not None and self.assessment == "continuous":
            raise ValueError("county_shares: only where assessment is together")
        return self

    @property
    def authorities(self) -> tuple[AuthorityId, ...]:
        """Who decides on applications of this round."""
        shares = self.county_shares
        return (self.decided_by,) if shares is None else tuple(AuthorityId(office) for office in shares.keys)

    def group_of(self, application: Application) -> Group | None:
        return next((group for group in sorted(self.groups, key=_order) if group.takes(application)), None)

    @property
    def project_years(self) -> tuple[int, ...]:
        """All that some group gives money for, in order."""
        return tuple(sorted({year for group in self.groups for year in group.project_years}))


def _order(group: Group) -> int:
    return group.order
