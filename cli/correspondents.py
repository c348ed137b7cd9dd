"""Who has topics of its own, read from the reference facts that ship, and from a round that offices decide."""

from pathlib import Path

from cli.reference import read_systems, reference_messages
from deploy.provision import Correspondents
from schemas.scheme import Scheme

REFERENCE = Path(__file__).parents[1] / "reference"


def correspondents(folder: Path = REFERENCE, scheme: Scheme | None = None) -> Correspondents:
    """Every installation, authority and County Governor's office; an office that decides the round is an authority.

    Raises WrongReference; OSError.
    """
    systems = read_systems(folder / "systems.yaml")
    (offices,) = (message.content for message in reference_messages(folder) if message.name == "county_governors")
    deciding = scheme.authorities if scheme is not None else ()
    return Correspondents(
        systems=[system.id for system in systems.systems],
        authorities=list(dict.fromkeys([*(one.id for one in systems.authorities), *deciding])),
        offices=sorted({str(office["office"]) for office in offices if isinstance(office, dict)}),
    )
