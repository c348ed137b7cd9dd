"""Applications of one round that stand beside each other: of one applicant, or on behalf of one cooperation.

Where all are assessed together, what stands when the round closes is what counts, and nothing is noted after that: so
it makes no difference who of them is judged first, or whether another is withdrawn before or after. Where assessment
is continuous, an application has beside it those that came before.
"""

from collections.abc import Iterator

from chassis.decider import Said, States
from schemas.eligibility import ApplicationNoted
from schemas.ids import ApplicationId, CooperationId, OrganisationNumber, RoundId
from schemas.intake import ApplicationReceived, RoundAnnounced
from schemas.scheme import Scheme
from services.eligibility import ceiling
from services.eligibility.state import Neighbours, State


def applicant_stream(round_: RoundId, organisation: OrganisationNumber) -> str:
    return f"applicant/{round_}/{organisation}"


def cooperation_stream(round_: RoundId, cooperation: CooperationId) -> str:
    return f"cooperation/{round_}/{cooperation}"


def streams_of(round_: RoundId, organisation: OrganisationNumber, cooperation: CooperationId) -> tuple[str, str]:
    return applicant_stream(round_, organisation), cooperation_stream(round_, cooperation)


def arrived(received: ApplicationReceived, announced: RoundAnnounced) -> list[Said]:
    """In the applicant's line only where there is a ceiling to share."""
    content = received.content
    applicant, cooperation = streams_of(
        received.round, content.applicant.organisation_number, content.cooperation.cooperation
    )
    noted = ApplicationNoted(
        application=received.application, round=received.round, version=received.version, stands=True
    )
    said = [Said(noted, stream=cooperation, rules=announced.rulebook_hash)]
    group = announced.rulebook.group_of(content)
    if group is not None and group.ceilings_nok:
        owned = noted.but(project_year=content.project.year, applied_nok=ceiling.carried_nok(content, group))
        said.append(Said(owned, stream=applicant, rules=announced.rulebook_hash))
    return said


def gone(application: ApplicationId, states: States[State], announced: RoundAnnounced) -> list[Said]:
    """Of every line in which it stands."""
    return [
        Said(
            ApplicationNoted(application=application, round=noted.round, version=noted.version, stands=False),
            stream=stream,
            rules=announced.rulebook_hash,
        )
        for stream, noted in _lines(application, states)
    ]


def _lines(application: ApplicationId, states: States[State]) -> Iterator[tuple[str, ApplicationNoted]]:
    for stream, state in states.items():
        if isinstance(state, Neighbours) and application in state.standing:
            yield stream, state.standing[application]


def same_cooperation(application: ApplicationId, beside: Neighbours, rulebook: Scheme) -> tuple[ApplicationId, ...]:
    """The others, sorted; where assessment is continuous, those that came before."""
    names = list(beside.standing)
    if rulebook.assessment == "continuous" and application in names:
        names = names[: names.index(application)]
    return tuple(sorted(name for name in names if name != application))
