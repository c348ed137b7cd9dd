"""CloudEvents 1.0 in binary mode: what stands in a record's headers, the same for every message."""

from dataclasses import dataclass
from datetime import datetime

from schemas.base import instant_text

Headers = list[tuple[str, bytes]]

SPEC_VERSION = "1.0"
CONTENT_TYPE = "application/json"


def schema_uri(type_name: str) -> str:
    """`ce_dataschema`, and the `$id` of the JSON Schema; a changed meaning is another type or a higher version."""
    return f"urn:tilsagn:schema:{type_name}.v1"


@dataclass(frozen=True, slots=True)
class Envelope:
    """The attributes of one record.

    `at` is the effective time: the broker's time of the first cause, never a sender's clock. `position` is the
    speaker's journal position, `previous` the one before it in the same partition (0 for the first), and `rests`
    names for each topic the last position that the speaker had heard of this partition.
    """

    id: str
    type: str
    source: str
    at: datetime
    subject: str
    schema: str
    correlation: str
    causation: str
    position: int
    previous: int
    rests: str
    rules: str | None = None
    trace: str | None = None

    def headers(self) -> Headers:
        named = {
            "content-type": CONTENT_TYPE,
            "ce_specversion": SPEC_VERSION,
            "ce_id": self.id,
            "ce_type": self.type,
            "ce_source": self.source,
            "ce_time": instant_text(self.at),
            "ce_subject": self.subject,
            "ce_dataschema": self.schema,
            "ce_correlationid": self.correlation,
            "ce_causationid": self.causation,
            "ce_journalpos": str(self.position),
            "ce_prevpos": str(self.previous),
            "ce_rests": self.rests,
            "ce_rulesversion": self.rules,
            "ce_traceparent": self.trace,
        }
        return [(name, value.encode()) for name, value in named.items() if value]


def header(headers: Headers, name: str) -> str | None:
    """The first value of a header; None where it is absent, empty of a value (Kafka admits that), or no UTF-8."""
    for key, value in headers:
        if key == name and value is not None:
            try:
                return value.decode()
            except UnicodeDecodeError:
                return None
    return None
