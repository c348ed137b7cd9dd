"""What notification needs from its environment besides the common settings."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from chassis.settings import Settings


class NotificationSettings(Settings):
    """By which channels letters leave besides the reply topics, which always carry them."""

    letters_folder: Path | None = None
    smtp_host: str | None = None
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 25
    smtp_sender: str | None = None
    smtp_username: str | None = None
    smtp_password: str | None = None

    @model_validator(mode="after")
    def a_sender_where_there_is_a_server(self) -> Self:
        if (self.smtp_host is None) != (self.smtp_sender is None):
            raise ValueError("TILSAGN_SMTP_HOST and TILSAGN_SMTP_SENDER go together")
        return self
