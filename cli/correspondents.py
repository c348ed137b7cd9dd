"""Who has topics of its own, read from the reference facts that ship."""

from pathlib import Path

from cli.reference import read_systems, reference_messages
from deploy.provision import Correspondents

REFERENCE = Path(__file__).parents[1] / "reference"


def correspondents(folder: Path = REFERENCE) -> Correspondents:
    """Every installation, authority and County Governor's office. Raises WrongReference; OSError."""
    systems = read_systems(folder / "systems.yaml")
    (offices,) = (message.content for message in reference_messages(folder) if message.name == "county_governors")
    return Correspondents(
        systems=[system.id for system in systems.systems],
        authorities=[authority.id for authority in systems.authorities],
        offices=sorted({str(office["office"]) for office in offices if isinstance(office, dict)}),
    )
