"""What may happen in a round after its deadline, as a data file tells it: what people do, never what comes of it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from schemas.base import Message
from schemas.ids import AuthorityId, OfficerText, ReferenceText, Slug, SubFrameId

Moment = Annotated[AwareDatetime, Field(strict=False)]


class _Step(Message):
    at: Moment | None = None
    """Where it is neither `at` an instant nor `after_days`, it follows at once."""
    after_days: int = 0


class DeficiencyNoticed(_Step):
    """The authority writes what an application lacks (forvaltningsloven § 11), and until when it can be brought."""

    what: Literal["deficiency noticed"]
    application: ReferenceText
    missing: tuple[str, ...]
    correct_by: Annotated[date, Field(strict=False)]


class Corrected(_Step):
    """The application comes again, with what its `corrected` says."""

    what: Literal["corrected"]
    application: ReferenceText


class NotCorrected(_Step):
    """The day passes by which the application could have been corrected."""

    what: Literal["not corrected"]
    application: ReferenceText


class OfficerRecused(_Step):
    """An officer is disqualified in an application (forvaltningsloven § 6)."""

    what: Literal["officer recused"]
    application: ReferenceText
    officer: OfficerText


class Assessed(_Step):
    """Every authority scores and reviews what its work list shows, until it sees its whole ranking."""

    what: Literal["assessed"]


class ScoredTooLate(_Step):
    """The score that stands in `bad_input`."""

    what: Literal["scored too late"]


class ApprovalTried(_Step):
    """One officer approves the proposed ranking, and is expected to be refused."""

    what: Literal["approval tried"]
    officer: OfficerText


class FrameChanged(_Step):
    """One officer proposes a change of the frame, and another approves it."""

    what: Literal["frame changed"]
    change: Literal["confirm", "adjust", "carry_over", "margin"]
    sub_frame: SubFrameId
    amount_nok: int
    from_year: int | None = None
    document: Slug
    ranking_anew: bool = False
    """Whether to wait for another ranking than the one that awaited its approval."""


class Withdrawn(_Step):
    """The applicant takes its application back."""

    what: Literal["withdrawn"]
    application: ReferenceText


class Approved(_Step):
    """Two officers of each authority approve its ranking."""

    what: Literal["approved"]


class Declined(_Step):
    """The applicant does not want its award."""

    what: Literal["declined"]
    application: ReferenceText


class Accepted(_Step):
    """All accept what they were granted and have not answered, but who declines or stays silent."""

    what: Literal["accepted"]


class Lapsed(_Step):
    """The time of those who stayed silent passes."""

    what: Literal["lapsed"]


class Promoted(_Step):
    """Two officers approve the next who is to get money that was released or came in."""

    what: Literal["promoted"]
    by: AuthorityId = AuthorityId("directorate")


Happening = Annotated[
    DeficiencyNoticed
    | Corrected
    | NotCorrected
    | OfficerRecused
    | Assessed
    | ScoredTooLate
    | ApprovalTried
    | FrameChanged
    | Withdrawn
    | Approved
    | Declined
    | Accepted
    | Lapsed
    | Promoted,
    Field(discriminator="what"),
]
