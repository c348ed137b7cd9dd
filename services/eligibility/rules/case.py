"""What a rule may look at, and how it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from schemas.allocation import PriorAward
from schemas.application import Application
from schemas.eligibility import Outcome
from schemas.ids import ApplicationId, OrganisationNumber
from schemas.reference import Exclusion, OrganisationState, PublicBody, Succession
from schemas.scheme import Scheme


@dataclass(frozen=True, slots=True)
class World:
    """What is known outside the application: the lists that were adopted last."""

    public_bodies: Mapping[OrganisationNumber, PublicBody] = field(default_factory=dict)
    exclusions: tuple[Exclusion, ...] = ()
    organisation_states: tuple[OrganisationState, ...] = ()
    successions: tuple[Succession, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One application before the law.

    application       the version that stands
    scheme            the round's rulebook
    prior_awards      earlier awards of the applicant, as allocation stated them
    world             the adopted lists
    on                the day on which it is judged, as the calendar in Norway has it
    same_cooperation  the round's other applications that stand for the same cooperation
    asked_for         JSON pointers into the application: what deficiency letters have asked for
    """

    application: Application
    scheme: Scheme
    prior_awards: Sequence[PriorAward]
    world: World
    on: date
    same_cooperation: tuple[ApplicationId, ...] = ()
    asked_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule found, what it looked at (facts about organisations, in short texts), and held that against."""

    outcome: Outcome
    inputs: dict[str, str]
    threshold: str


def met(inputs: dict[str, str], threshold: str) -> Answer:
    return Answer(Outcome.MET, inputs, threshold)


def unmet(inputs: dict[str, str], threshold: str) -> Answer:
    return Answer(Outcome.UNMET, inputs, threshold)


def unclear(inputs: dict[str, str], threshold: str) -> Answer:
    """For an officer to answer."""
    return Answer(Outcome.UNCLEAR, inputs, threshold)
