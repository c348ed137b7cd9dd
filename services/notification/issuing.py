"""Issues a letter: its facts, its text, to whom it goes."""

from typing import Protocol

from schemas.ids import ApplicationId, FrameId, LetterId, RoundId
from schemas.notification import LetterIssued, LetterKind
from services.notification.desk import Desk, recipients
from services.notification.letters import Facts, Written, render, template_hash
from services.notification.letters.words import one_line
from services.notification.state import system_and_reference

_TOLD_TO_OFFICES = frozenset({"award", "supplement", "rejection"})


class About(Protocol):
    """A fact about one application."""

    @property
    def application(self) -> ApplicationId: ...

    @property
    def round(self) -> RoundId: ...

    @property
    def frame(self) -> FrameId: ...


def letter_id(application: ApplicationId, kind: LetterKind, number: int) -> LetterId:
    """`~` can stand neither in a system's name nor in a reference, so two applications never share a letter."""
    return LetterId(f"{application.replace('/', '~')}.{kind}.{number}")


def issued(fact: About, kind: LetterKind, own: Facts, desk: Desk) -> tuple[LetterIssued, Written]:
    """`own` are the facts that only this kind of letter has."""
    system, reference = system_and_reference(fact.application)
    addressee, copies = recipients(desk.content)
    letter = letter_id(fact.application, kind, len(desk.case.letters) + 1)
    facts: Facts = {
        "letter": letter,
        "reference": reference,
        "date": desk.day.isoformat(),
        "authority": desk.authority(),
        "appeal_body": getattr(desk.rulebook.appeal_body, desk.language.value),
        "appeal_weeks": desk.rulebook.appeal_weeks,
        "round_title": getattr(desk.rulebook.title, desk.language.value),
        "rules": desk.announced.rules or "",
        "addressee": one_line(addressee.name),
        "organisation_number": addressee.organisation_number,
        "copies": tuple(one_line(copy.name) for copy in copies),
        "informed": tuple(concern.name for concern in desk.offices()) if kind in _TOLD_TO_OFFICES else (),
        "example": desk.rulebook.example,
        **own,
    }
    template = template_hash(kind, desk.language)
    written = render(facts, template)
    letter_issued = LetterIssued(
        letter=letter,
        application=fact.application,
        system=system,
        round=fact.round,
        frame=fact.frame,
        kind=kind,
        language=desk.language,
        addressee=addressee,
        copies=copies,
        facts=facts,
        template_hash=template,
        text_sha256=written.text_sha256,
    )
    return letter_issued, written
