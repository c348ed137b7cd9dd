"""The common ground of every message: frozen, strictly typed, one canonical form."""

from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    PlainSerializer,
    WithJsonSchema,
)


def instant_text(instant: datetime) -> str:
    """RFC 3339 in UTC with `Z`: the one form in which an instant is written."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


Instant = Annotated[
    AwareDatetime,
    PlainSerializer(instant_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]

Key = Annotated[str, Field(pattern=r"^[ -~]+$")]
"""A name in an open mapping: printable ASCII, for beyond it two programs may sort differently."""
GREATEST = 2**53 - 1
"""The greatest whole number that every JSON reader keeps as it is."""


def one_byte_form(value: JsonValue) -> JsonValue:
    """Raises ValueError for what two programs may write differently: fractions, great numbers, keys beyond ASCII."""
    match value:
        case float():
            raise ValueError("a number must be whole")
        case int() if abs(value) > GREATEST:
            raise ValueError("a number must be below 2^53")
        case list():
            for part in value:
                one_byte_form(part)
        case dict():
            for key, part in value.items():
                if not (key.isascii() and key.isprintable()):
                    raise ValueError("a key must be printable ASCII")
                one_byte_form(part)
    return value


Content = Annotated[dict[str, JsonValue] | list[JsonValue], AfterValidator(one_byte_form)]
"""Any JSON document that has one byte form."""
OpenValues = Annotated[dict[Key, JsonValue], AfterValidator(one_byte_form)]
"""Any values by name that have one byte form."""


class Message(BaseModel):
    """Something that is said. Strict: no text becomes a number, no number a text."""

    model_config = ConfigDict(frozen=True, strict=True, use_attribute_docstrings=True)

    def plain(self) -> dict[str, Any]:
        """The wire form as JSON values; absent fields are left out."""
        return self.model_dump(mode="json", exclude_none=True)

    def but(self, **changes: Any) -> Self:
        """A checked copy with some fields changed."""
        return type(self).model_validate({**dict(self), **changes})
