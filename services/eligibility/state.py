"""What eligibility remembers, stream by stream."""

from dataclasses import dataclass, field, replace

from schemas import reference
from schemas.eligibility import ApplicationNoted, EligibilityDecided
from schemas.ids import ApplicationId
from schemas.intake import ApplicationReceived, ReferenceAdopted, RoundAnnounced
from services.eligibility.rules.case import World


@dataclass(slots=True)
class RoundState:
    """`round/<round>`."""

    announced: RoundAnnounced | None = None
    closed: bool = False


@dataclass(slots=True)
class ReferenceState:
    """`reference/<partition>`: what was adopted last, as this partition heard it."""

    world: World = field(default_factory=World)

    def adopt(self, adopted: ReferenceAdopted) -> None:
        """Raises ValidationError when the list can't be read: intake has adopted what it must not."""
        match adopted.name:
            case "public_bodies":
                bodies = reference.read(adopted.name, adopted.content)
                self.world = replace(self.world, public_bodies={body.organisation_number: body for body in bodies})
            case "exclusions" | "organisation_states" | "successions":
                self.world = replace(self.world, **{adopted.name: reference.read(adopted.name, adopted.content)})


@dataclass(slots=True)
class ApplicationState:
    """`application/<application>`: the version that stands, and what was last decided of it."""

    standing: ApplicationReceived | None = None
    decided: EligibilityDecided | None = None
    asked_for: tuple[str, ...] = ()


@dataclass(slots=True)
class Neighbours:
    """`applicant/<round>/<organisation number>` and `cooperation/<round>/<cooperation>`: which applications stand.

    In the order in which they were received.
    """

    standing: dict[ApplicationId, ApplicationNoted] = field(default_factory=dict)

    def note(self, noted: ApplicationNoted) -> None:
        if noted.stands:
            self.standing[noted.application] = noted
        else:
            self.standing.pop(noted.application, None)


State = RoundState | ReferenceState | ApplicationState | Neighbours


def initial(stream: str) -> State:
    """Raises KeyError for a stream that eligibility does not write."""
    match stream.partition("/")[0]:
        case "round":
            return RoundState()
        case "reference":
            return ReferenceState()
        case "application":
            return ApplicationState()
        case "applicant" | "cooperation":
            return Neighbours()
        case _:
            raise KeyError(stream)
