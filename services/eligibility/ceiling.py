"""The ceiling per applicant, round and project year. Above it is a reduction, never a refusal.

Source: Fagrådet (rusfeltet.no) on the round of 2018: 1,500,000, 1,200,000 and 900,000 in project years 1, 2 and 3.
Each application is held to the ceiling by itself. A reduction cites the rulebook's own key, under which its `sources`
or `assumed` tell where the ceiling comes from.
"""

from schemas.eligibility import Reduction
from schemas.money import Nok
from schemas.reasons import Reason
from schemas.scheme import Group


def ceiling_nok(group: Group, project_year: int) -> Nok:
    return group.ceilings_nok[str(project_year)]


def reductions(applied_nok: Nok, group: Group, project_year: int) -> tuple[Reduction, ...]:
    ceiling = ceiling_nok(group, project_year)
    if applied_nok <= ceiling:
        return ()
    return (
        Reduction(
            reason=Reason.REDUCED_TO_CEILING,
            from_nok=applied_nok,
            to_nok=ceiling,
            citation=f"groups.{group.id}.ceilings_nok",
        ),
    )
