"""Names that must not be mixed up: each kind of id is a type of its own."""

from typing import Annotated, NewType

from pydantic import Field

SystemId = NewType("SystemId", str)
"""One installation of a case-handling system, with a credential and topics of its own."""
AuthorityId = NewType("AuthorityId", str)
"""An authority that decides or is informed: the directorate, a County Governor's office, operations."""
Reference = NewType("Reference", str)
"""The sender's own reference of an application; unique within its system."""
ApplicationId = NewType("ApplicationId", str)
"""`<system>/<reference>`."""
SchemeId = NewType("SchemeId", str)
RoundId = NewType("RoundId", str)
FrameId = NewType("FrameId", str)
SubFrameId = NewType("SubFrameId", str)
GroupId = NewType("GroupId", str)
CooperationId = NewType("CooperationId", str)
ProjectId = NewType("ProjectId", str)
LetterId = NewType("LetterId", str)
OfficerId = NewType("OfficerId", str)
"""The id that the officer's own system gives; never a name."""
OfficeId = NewType("OfficeId", str)
"""A County Governor's office, by the id in the dated table."""
OrganisationNumber = NewType("OrganisationNumber", str)
MessageId = NewType("MessageId", str)
"""A sender's own message id; it means something only together with system and reference."""
EventId = NewType("EventId", str)
Digest = NewType("Digest", str)
"""SHA-256 in lower-case hexadecimal."""

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
ReferenceText = Annotated[Reference, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
OrganisationNumberText = Annotated[OrganisationNumber, Field(pattern=r"^[0-9]{9}$")]
DigestText = Annotated[Digest, Field(pattern=r"^[0-9a-f]{64}$")]
MunicipalityCode = Annotated[str, Field(pattern=r"^[0-9]{4}$")]
OfficerText = Annotated[OfficerId, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]


def application_id(system: SystemId, reference: Reference) -> ApplicationId:
    return ApplicationId(f"{system}/{reference}")
