"""What intake needs from its environment besides the common settings."""

from typing import Annotated

from pydantic import Field

from chassis.settings import Settings

NAMES = r"^[a-z0-9][a-z0-9.-]*(,[a-z0-9][a-z0-9.-]*)*$"


class IntakeSettings(Settings):
    """Whose topics are read: a comma between the ids."""

    systems: Annotated[str, Field(pattern=NAMES)]
    authorities: Annotated[str, Field(pattern=NAMES)]
