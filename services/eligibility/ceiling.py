"""The most that may be granted: for the positions, and for an applicant. Above it is a reduction, never a refusal.

Source: Fagrådet (rusfeltet.no) on the round of 2018: 1,500,000, 1,200,000 and 900,000 in project years 1, 2 and 3, per
applicant. County Governor of Møre og Romsdal on municipal work against drug abuse in 2023: 330,000 for a full position;
a part of a position gets that part (Fagrådet on the round of 2020). A reduction cites the rulebook's own key, under
which its `sources` or `assumed` tell where the amount comes from.
"""

from collections.abc import Mapping
from typing import Literal

from schemas.application import Application
from schemas.eligibility import ApplicationNoted, Reduction
from schemas.ids import ApplicationId
from schemas.money import Nok, share_out
from schemas.reasons import Reason
from schemas.scheme import Group

FULL_POSITION = 100

Beside = Mapping[ApplicationId, ApplicationNoted]
"""The applicant's applications that stand in the round and have a ceiling, the one that is judged among them."""


def ceiling_nok(group: Group, project_year: int) -> Nok | None:
    return group.ceilings_nok.get(str(project_year))


def carried_nok(content: Application, group: Group) -> Nok:
    """What is asked, at the most what the positions carry."""
    per_position = group.per_position_nok.get(str(content.project.year))
    if per_position is None:
        return content.amount_nok
    positions = content.positions
    percent = positions.total * FULL_POSITION if positions.percent is None else positions.percent
    return min(content.amount_nok, per_position * percent // FULL_POSITION)


def reductions(content: Application, group: Group, limit_nok: Nok | None) -> tuple[Reduction, ...]:
    """`limit_nok` is the application's part of the applicant's ceiling; None where there is no ceiling."""
    found = []
    carried = carried_nok(content, group)
    if carried < content.amount_nok:
        reason: Literal[Reason.REDUCED_PRO_RATA_POSITION] = Reason.REDUCED_PRO_RATA_POSITION
        citation = f"groups.{group.id}.per_position_nok"
        found.append(Reduction(reason=reason, from_nok=content.amount_nok, to_nok=carried, citation=citation))
    if limit_nok is not None and limit_nok < carried:
        citation = f"groups.{group.id}.ceilings_nok"
        found.append(Reduction(reason=Reason.REDUCED_TO_CEILING, from_nok=carried, to_nok=limit_nok, citation=citation))
    return tuple(found)


def shared_nok(ceiling: Nok, application: ApplicationId, project_year: int, beside: Beside) -> Nok:
    """The application's part of a ceiling that the applicant's applications for one project year share.

    By the amounts asked when the round closed, the odd kroner in the order of the applications' ids. What has another
    project year since then gets what the others leave.
    """
    weights = {
        name: max(1, noted.applied_nok)
        for name, noted in sorted(beside.items())
        if noted.project_year == project_year and noted.applied_nok is not None
    }
    if not weights:
        return ceiling
    parts = dict(zip(weights, share_out(ceiling, list(weights.values())), strict=True))
    if application in parts:
        return parts[application]
    return ceiling - sum(min(parts[name], weight) for name, weight in weights.items())


def left_nok(ceiling: Nok, application: ApplicationId, project_year: int, beside: Beside) -> Nok:
    """What the applicant's applications judged before leave of the ceiling of a project year."""
    taken = sum(
        noted.grantable_nok or 0
        for name, noted in beside.items()
        if name != application and noted.project_year == project_year
    )
    return max(0, ceiling - taken)
