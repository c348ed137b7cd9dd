"""A rulebook taken apart for people: what it says in lines, each with the key that says where that comes from."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from cli import scheme_words as say
from cli.in_words import kroner
from schemas.scheme import Criterion, Group, Scheme
from services.allocation.shares import shares
from services.eligibility.rules import RULES


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the round says, and the key of it; no key where it only follows from others."""

    what: str
    says: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    lines: tuple[Line, ...]


def parts(scheme: Scheme, holidays: Collection[date]) -> Iterator[Part]:
    """All but the criteria, the considerations and the offices' shares, which are lists of their own."""
    yield Part("The call (utlysning)", tuple(_call(scheme, holidays)))
    yield Part("The money (ramme)", tuple(_money(scheme)))
    if len(scheme.groups) > 1:
        yield Part("The groups (søkergrupper)", (Line("order", _group_order(scheme), "groups.order"),))
    for group in sorted(scheme.groups, key=lambda one: one.order):
        yield Part(f"The group {group.id}", tuple(_group(group)))
    yield Part("Ranking (rangering)", tuple(_ranking(scheme)))
    yield Part("Decision and after (vedtak)", tuple(_decision(scheme)))


def rule_says(criterion: Criterion) -> str:
    """The first paragraph of the rule's own description."""
    return RULES[criterion.rule, criterion.version].says.partition("\n\n")[0].replace("\n", " ")


def parameters(criterion: Criterion) -> Iterator[tuple[str, str, str]]:
    """Name, value in words, and what the rule says of that parameter."""
    fields = RULES[criterion.rule, criterion.version].parameters.model_fields
    for name, value in criterion.parameters.items():
        yield name.replace("_", " "), say.parameter(value), fields[name].description or ""


def reason(criterion: Criterion) -> tuple[str, str]:
    """The code of the reason where it is not met; the letter's words for it, where the round brings them."""
    if criterion.reason is None:
        return RULES[criterion.rule, criterion.version].unmet, ""
    return criterion.reason.code, say.both(criterion.reason)


def office_shares(scheme: Scheme) -> Iterator[tuple[str, int, int]]:
    """Office, key and whole kroner."""
    if scheme.county_shares is not None:
        for share in shares(scheme):
            yield share.id, scheme.county_shares.keys[share.id], share.nok


def _call(scheme: Scheme, holidays: Collection[date]) -> Iterator[Line]:
    yield Line("title", say.both(scheme.title), "title")
    yield Line("purpose (formål)", say.both(scheme.purpose), "purpose")
    decides = "announced by {}; each County Governor's office decides" if scheme.county_shares else "{}"
    yield Line("decided by", decides.format(say.word(scheme.decided_by)), "decided_by")
    yield Line("law", say.word(scheme.law), "law")
    yield Line("deadline (søknadsfrist)", say.deadline(scheme.deadline, holidays), "deadline")
    yield Line("answer by", say.answer(scheme.answer_by, holidays), "answer_by")


def _money(scheme: Scheme) -> Iterator[Line]:
    yield Line("budget year", str(scheme.budget_year), "budget_year")
    for part in scheme.sub_frames:
        margin = part.appeal_margin_nok
        kept = f", of which {kroner(margin)} are kept back for appeals" if margin else ""
        yield Line(f"sub-frame (delramme) {part.id}", f"{kroner(part.nok)}{kept}", f"sub_frames.{part.id}")
    if len(scheme.sub_frames) > 1:
        yield Line("in all", kroner(sum(part.nok for part in scheme.sub_frames)))
        order = ", then ".join(part.id for part in scheme.sub_frames)
        yield Line("spent in this order", f"{order}; one award may lie in two", "sub_frames.order")
    yield Line("appropriation (bevilgning)", say.APPROPRIATION[scheme.appropriation], "appropriation")
    if scheme.shares_frame_with is not None:
        says = f"the same money as {scheme.shares_frame_with}, which is decided first"
        yield Line("shares its frame", says, "shares_frame_with")
    if scheme.county_shares is not None:
        says = f"split by keys (fordelingsnøkler) between {len(scheme.county_shares.keys)} offices, to the krone"
        yield Line("offices", says, "county_shares")


def _group_order(scheme: Scheme) -> str:
    groups = sorted(scheme.groups, key=lambda group: group.order)
    return (
        ", then ".join(group.id for group in groups)
        + "; all of one come before any of the next. Who belongs to none gets nothing"
    )


def _group(group: Group) -> Iterator[Line]:
    name = f"groups.{group.id}"
    yield Line("project years (prosjektår)", ", ".join(map(str, group.project_years)), f"{name}.project_years")
    if group.purposes:
        yield Line("for", say.words(group.purposes), f"{name}.purposes")
    if group.team_kinds:
        yield Line("kinds of team", say.words(group.team_kinds), f"{name}.team_kinds")
    yield Line("ceiling (beløpsgrense)", say.by_year(group.ceilings_nok), f"{name}.ceilings_nok")
    if group.per_position_nok:
        yield Line("for a full position", say.by_year(group.per_position_nok), f"{name}.per_position_nok")
    if group.quota is not None:
        says = f"never more than {group.quota.max} awards; a warning below {group.quota.min}"
        yield Line("quota (antall)", says, f"{name}.quota")


def _ranking(scheme: Scheme) -> Iterator[Line]:
    together = "all together, when the round has closed" if scheme.assessment == "together" else "each when it has come"
    yield Line("assessed", together, "assessment")
    first = "yes" if scheme.continuation_first else "no, not within a group"
    yield Line("continuation first", first, "continuation_first")
    least = f"1 to 6; below {scheme.scoring.minimum} is refused" if scheme.scoring.required else "none"
    yield Line("scores", least, "scoring")
    yield Line("order", say.order(scheme))
    yield Line("where the money ends", say.edge(scheme.at_the_edge), "at_the_edge")
    yield Line("money that comes back", say.RELEASE[scheme.on_release], "on_release")


def _decision(scheme: Scheme) -> Iterator[Line]:
    yield Line("approval", "two officers, both of exactly the same list", "approval")
    days = f"within {scheme.acceptance_days} days of the notice, or the award lapses (bortfall)"
    yield Line("acceptance (aksept)", days, "acceptance_days")
    yield Line("appeal (klage)", f"within {scheme.appeal_weeks} weeks of the notice", "appeal_weeks")
    yield Line("appeal body (klageinstans)", say.both(scheme.appeal_body), "appeal_body")
    yield Line("County Governor", "is informed of each award and refusal", "county_governor")
    if scheme.example:
        yield Line("example", "made up in parts: every letter says «Konstruert eksempel»")
