"""Makes a decision known: the letter, and the notice to the system with the letter's text in it."""

from collections.abc import Sequence

from chassis.decider import Said
from schemas.allocation import ApplicationRejected, AwardDecided, CommitmentLapsed
from schemas.base import instant_text
from schemas.ids import ApplicationId, LetterId
from schemas.notification import DecisionIssued, LetterIssued, LetterKind
from schemas.reasons import Reason
from services.notification import county_governors
from services.notification.desk import Desk, recipients
from services.notification.letters import Facts, render, template_hash
from services.notification.letters.words import one_line
from services.notification.replies import reply
from services.notification.state import system_and_reference

Decision = AwardDecided | ApplicationRejected | CommitmentLapsed


def awarded(fact: AwardDecided, desk: Desk) -> Sequence[Said]:
    facts: Facts = {
        "amount_nok": fact.amount_nok,
        "applied_nok": fact.applied_nok,
        "partial": fact.amount_nok < fact.applied_nok,
        "promoted": fact.promoted,
        "project_year": fact.project_year,
        "positions": desk.content.positions.total,
        "acceptance_days": fact.acceptance_days,
        **_assessment(fact, desk),
    }
    known = _made_known(fact, "award", facts, desk, fact.amount_nok, fact.reasons, fact.acceptance_days)
    return [*known, *county_governors.informed(fact, desk)]


def rejected(fact: ApplicationRejected, desk: Desk) -> Sequence[Said]:
    facts: Facts = {
        "applied_nok": desk.content.amount_nok,
        "project_year": desk.content.project.year,
        **_assessment(fact, desk),
    }
    if fact.waiting_place is not None:
        facts["waiting_place"] = fact.waiting_place
    return [*_made_known(fact, "rejection", facts, desk, 0, fact.reasons), *county_governors.informed(fact, desk)]


def lapsed(fact: CommitmentLapsed, desk: Desk) -> Sequence[Said]:
    if desk.case.until is None:
        raise LookupError(f"{fact.application} lapsed without an acceptance period")
    facts: Facts = {
        "amount_nok": fact.amount_nok,
        "until": instant_text(desk.case.until),
        "reasons": (fact.reason.value,),
    }
    return _made_known(fact, "lapse", facts, desk, fact.amount_nok, (fact.reason,))


def letter_id(application: ApplicationId, kind: LetterKind, number: int) -> LetterId:
    """`~` can stand neither in a system's name nor in a reference, so two applications never share a letter."""
    return LetterId(f"{application.replace('/', '~')}.{kind}.{number}")


def _assessment(fact: AwardDecided | ApplicationRejected, desk: Desk) -> Facts:
    """Reasons and main considerations of discretion (forvaltningsloven §§ 24 and 25), and who approved."""
    texts = {consideration.code: consideration.texts for consideration in desk.rulebook.considerations}
    facts: Facts = {
        "together": desk.rulebook.assessment == "together",
        "considerations": tuple(getattr(texts[code], desk.language.value) for code in fact.considerations),
        "reasons": tuple(reason.value for reason in fact.reasons),
        "officers": tuple(fact.decided_by),
    }
    return facts if fact.score is None else {**facts, "score": fact.score}


def _made_known(
    fact: Decision,
    kind: LetterKind,
    own: Facts,
    desk: Desk,
    amount_nok: int,
    reasons: tuple[Reason, ...],
    acceptance_days: int | None = None,
) -> list[Said]:
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
        "informed": () if kind == "lapse" else tuple(concern.name for concern in desk.offices()),
        "example": desk.rulebook.example,
        **own,
    }
    template = template_hash(kind, desk.language)
    written = render(facts, template)
    issued = LetterIssued(
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
    decision = DecisionIssued(
        reference=reference,
        letter=letter,
        kind=kind,
        amount_nok=amount_nok,
        reasons=reasons,
        language=desk.language,
        subject=written.subject,
        text=written.text,
        acceptance_days=acceptance_days,
    )
    rules = desk.announced.rules
    return [Said(issued, rules=rules), reply(decision, system, rules)]
