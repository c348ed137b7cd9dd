"""The treatment team in which the positions are to be is of a kind that the round names, and has begun its work.

Source: Fagrådet (rusfeltet.no) on the round of 2023: job and education specialists in established ACT, FACT and FACT
ung teams. That "established" means at work no later than on the day of the deadline is assumed: no source names a
day. An officer answers where the team's first day is not told, and where no purpose is named.
"""

from typing import Annotated

from pydantic import Field

from schemas.application import Team, TeamKind
from schemas.base import Message
from schemas.ids import Slug
from schemas.reasons import Reason
from services.eligibility.rules.case import Answer, Case, met, unclear, unmet

VERSION = 1
UNMET = Reason.TEAM_NOT_ESTABLISHED


class Parameters(Message):
    purposes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """For which purposes a team is asked for; for any other it is not."""
    kinds: Annotated[tuple[TeamKind, ...], Field(min_length=1)]
    """The kinds of team that count."""


def judge(parameters: Parameters, case: Case) -> Answer:
    purpose, team = case.application.purpose, case.application.team
    if purpose is not None and purpose not in parameters.purposes:
        return met({"purpose": purpose}, "not required for this purpose")
    deadline = case.scheme.deadline.date
    inputs = {"purpose": purpose or "none named", **_facts(team)}
    threshold = f"a team of {', '.join(parameters.kinds)}, established by {deadline}"
    if purpose is None:
        return unclear(inputs, threshold)
    if team is None or team.kind not in parameters.kinds:
        return unmet(inputs, threshold)
    if team.established is None:
        return unclear(inputs, threshold)
    return met(inputs, threshold) if team.established <= deadline else unmet(inputs, threshold)


def _facts(team: Team | None) -> dict[str, str]:
    if team is None:
        return {"team": "none"}
    return {"team": team.kind, "established": team.established.isoformat() if team.established else "not told"}
