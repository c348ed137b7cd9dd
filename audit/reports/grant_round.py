"""One round in numbers: by kind of applicant, county and sub-frame, and the list of awards that anybody may see.

Counted are the applications that were judged on their merits; late, withdrawn and dismissed ones stand apart. An award
is public when its recipient has been told (offentleglova § 5), so it is on the list from its notice on.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from audit.reports.sheet import Sheet, Value
from audit.wording import local
from chassis.journal import Row
from schemas import allocation, intake, notification
from schemas.application import Application
from schemas.base import Message
from schemas.ids import ApplicationId

FACTS: tuple[type[Message], ...] = (
    intake.ApplicationReceived,
    intake.ApplicationWithdrawn,
    intake.ApplicationDismissed,
    allocation.AwardDecided,
    allocation.ApplicationRejected,
    allocation.AwardAccepted,
    allocation.AwardDeclined,
    allocation.CommitmentLapsed,
    notification.NoticeSent,
)
TYPES = {kind.__name__: kind for kind in FACTS}


@dataclass(frozen=True, slots=True)
class Geography:
    """Of the day of the round: counties by code, and how many municipalities there were."""

    counties: Mapping[str, str]
    municipalities: int


@dataclass
class Told:
    """What a round's facts tell."""

    contents: dict[ApplicationId, Application] = field(default_factory=dict)
    awards: dict[ApplicationId, tuple[date, list[allocation.AwardDecided]]] = field(default_factory=dict)
    rejected: set[ApplicationId] = field(default_factory=set)
    promoted: set[ApplicationId] = field(default_factory=set)
    returned: dict[ApplicationId, str] = field(default_factory=dict)
    noticed: set[ApplicationId] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def standing(self) -> dict[ApplicationId, int]:
        """Whole kroner by application, of the awards that have not been declined and have not lapsed."""
        return {
            application: sum(award.amount_nok for award in decided)
            for application, (_, decided) in self.awards.items()
            if application not in self.returned
        }


def grant_round(round_: str, rows: Iterable[Row], geography: Geography) -> list[Sheet]:
    """`rows` are those of `TYPES` in all services. Raises LookupError where nothing was received for the round."""
    told = _read(round_, rows)
    if not told.contents:
        raise LookupError(f"no application has been received for a round {round_}")
    return [_counts(told), _kinds(told), _counties(told, geography), _sub_frames(told), _public(told)]


def _read(round_: str, rows: Iterable[Row]) -> Told:
    told = Told()
    for row in rows:
        fact = TYPES[row.type].model_validate_json(row.data)
        if getattr(fact, "round", round_) == round_:
            _take(told, fact, local(row.at).date())
    return told


def _take(told: Told, fact: Message, on: date) -> None:
    match fact:
        case intake.ApplicationReceived():
            told.contents[fact.application] = fact.content
        case intake.ApplicationWithdrawn():
            told.counts["withdrawn"] += 1
        case intake.ApplicationDismissed():
            told.counts[f"dismissed, {fact.reason}"] += 1
        case allocation.AwardDecided():
            told.awards.setdefault(fact.application, (on, []))[1].append(fact)
            told.counts["promoted from the waiting list"] += fact.promoted and not fact.tops_up
            if fact.promoted and not fact.tops_up:
                told.promoted.add(fact.application)
        case allocation.ApplicationRejected():
            told.rejected.add(fact.application)
        case allocation.AwardAccepted():
            told.counts["accepted"] += 1
        case allocation.AwardDeclined():
            told.returned[fact.application] = "declined"
        case allocation.CommitmentLapsed():
            told.returned[fact.application] = "lapsed"
        case notification.NoticeSent(kind="award" | "supplement"):
            told.noticed.add(fact.application)


def _counts(told: Told) -> Sheet:
    at_first = told.awards.keys() - told.promoted
    rows: list[tuple[Value, ...]] = [
        ("judged on their merits", len(at_first | told.rejected)),
        ("awarded", len(at_first)),
        ("refused", len(told.rejected)),
        *sorted((what, count) for what, count in told.counts.items() if count),
        *sorted(Counter(told.returned.values()).items()),
        ("awards that stand now", len(told.standing())),
    ]
    return Sheet("applications", "Applications", ("what", "applications"), rows)


def _kinds(told: Told) -> Sheet:
    standing = told.standing()
    rows: list[tuple[Value, ...]] = []
    for kind in sorted({content.applicant.kind for content in told.contents.values()}):
        mine = {name: content for name, content in told.contents.items() if content.applicant.kind is kind}
        awarded = [mine[name] for name in mine if name in standing]
        rows.append(
            (
                kind.value,
                len(mine),
                len(awarded),
                sum(content.project.year == 1 for content in awarded),
                sum(content.positions.total for content in awarded),
                sum(content.positions.new for content in awarded),
                sum(standing[name] for name in mine if name in standing),
            )
        )
    columns = ("kind", "received", "awarded", "of_them_new", "positions", "new_positions", "awarded_nok")
    return Sheet("kinds", "By kind of applicant (awards that stand)", columns, rows)


def _counties(told: Told, geography: Geography) -> Sheet:
    """By the first municipality that the service is given in; reached is every one in which it is."""
    standing = told.standing()
    amounts: Counter[str] = Counter()
    awards: Counter[str] = Counter()
    reached = {code for name in standing for code in told.contents[name].municipalities}
    for name, amount_nok in standing.items():
        county = told.contents[name].municipalities[0][:2]
        amounts[county] += amount_nok
        awards[county] += 1
    named = geography.counties
    rows = [
        (county, named.get(county, ""), awards[county], sum(code[:2] == county for code in reached), amounts[county])
        for county in sorted(awards)
    ]
    share = f"{round(1000 * len(reached) / max(1, geography.municipalities)) / 10} %"
    note = (
        f"{len(reached)} of {geography.municipalities} municipalities are reached ({share}),"
        f" in {len({code[:2] for code in reached})} of {len(named)} counties."
    )
    columns = ("county", "name", "awards", "municipalities_reached", "awarded_nok")
    return Sheet("counties", "By county", columns, rows, (note,))


def _sub_frames(told: Told) -> Sheet:
    amounts: Counter[str] = Counter()
    awards: Counter[str] = Counter()
    for name in told.standing():
        parts = [part for award in told.awards[name][1] for part in award.parts]
        awards.update({str(part.sub_frame) for part in parts})
        for part in parts:
            amounts[str(part.sub_frame)] += part.amount_nok
    rows = [(sub_frame, awards[sub_frame], amounts[sub_frame]) for sub_frame in sorted(amounts)]
    return Sheet("sub_frames", "By sub-frame; an award may lie in two", ("sub_frame", "awards", "awarded_nok"), rows)


def _public(told: Told) -> Sheet:
    standing = told.standing()
    rows: list[tuple[Value, ...]] = []
    for name in sorted(standing, key=lambda one: told.contents[one].applicant.name):
        if name in told.noticed:
            content, (on, decided) = told.contents[name], told.awards[name]
            applicant = content.applicant
            rows.append(
                (
                    applicant.name,
                    applicant.organisation_number,
                    str(decided[0].group),
                    decided[0].project_year,
                    standing[name],
                    on.isoformat(),
                )
            )
    columns = ("recipient", "organisation_number", "group", "project_year", "awarded_nok", "decided")
    hidden = len(standing) - len(rows)
    notes = [f"{hidden} awards are not shown: their notices have not been sent yet."] if hidden else []
    return Sheet("public_list", "The public list of awards", columns, rows, notes)
