"""Makes a decision known: the letter, and the notice to the system with the letter's text in it."""

from collections.abc import Sequence
from datetime import timedelta

from chassis.decider import Said
from schemas.allocation import ApplicationRejected, AwardDecided, CommitmentLapsed
from schemas.base import instant_text
from schemas.intake import ApplicationDismissed
from schemas.notification import DecisionIssued, LetterKind
from schemas.reasons import Reason, ReasonCode
from services.notification import county_governors
from services.notification.desk import Desk
from services.notification.grounds import grounds
from services.notification.issuing import issued
from services.notification.letters import Facts
from services.notification.replies import reply
from services.notification.state import system_and_reference

Decision = AwardDecided | ApplicationRejected | CommitmentLapsed | ApplicationDismissed


def awarded(fact: AwardDecided, desk: Desk) -> Sequence[Said]:
    if fact.tops_up:
        return _supplemented(fact, desk)
    facts: Facts = {
        "amount_nok": fact.amount_nok,
        "applied_nok": fact.applied_nok,
        "partial": fact.amount_nok < fact.applied_nok,
        "promoted": fact.promoted,
        "project_year": fact.project_year,
        "acceptance_days": fact.acceptance_days,
        **_use(desk),
        **_assessment(fact, desk),
    }
    known = _made_known(fact, "award", facts, desk, fact.amount_nok, fact.reasons, fact.acceptance_days)
    return [*known, *county_governors.informed(fact, desk)]


def _supplemented(fact: AwardDecided, desk: Desk) -> Sequence[Said]:
    """More for one who got a part: the terms and the acceptance are those of the award."""
    total_nok = desk.case.awarded_nok + fact.amount_nok
    facts: Facts = {
        "amount_nok": fact.amount_nok,
        "earlier_nok": desk.case.awarded_nok,
        "total_nok": total_nok,
        "applied_nok": fact.applied_nok,
        "partial": total_nok < fact.applied_nok,
        "project_year": fact.project_year,
        **_use(desk),
        **_assessment(fact, desk),
    }
    known = _made_known(fact, "supplement", facts, desk, fact.amount_nok, fact.reasons)
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
        **_reasons((fact.reason,), desk),
    }
    return _made_known(fact, "lapse", facts, desk, fact.amount_nok, (fact.reason,))


def dismissed(fact: ApplicationDismissed, desk: Desk) -> Sequence[Said]:
    """To dismiss a case is a decision like any other (forvaltningsloven § 2 third paragraph), and can be appealed."""
    facts: Facts = {"applied_nok": desk.content.amount_nok, **_reasons((fact.reason,), desk)}
    match fact.reason:
        case Reason.LATE:
            facts |= {
                "last_minute": instant_text(fact.closes_at - timedelta(minutes=1)),
                "received_at": instant_text(fact.receipt.received_at),
                "earlier_stands": desk.case.stands(desk.at),
            }
        case Reason.INCOMPLETE_NOT_CORRECTED:
            if desk.case.asked is None:
                raise LookupError(f"{fact.application} is dismissed for what nobody asked for")
            facts["correct_by"] = desk.case.asked.correct_by.isoformat()
    return _made_known(fact, "dismissal", facts, desk, 0, (fact.reason,))


def _use(desk: Desk) -> Facts:
    """What the grant is for."""
    positions = desk.content.positions
    facts: Facts = {
        "purpose": getattr(desk.rulebook.purpose, desk.language.value),
        "positions": positions.total,
    }
    return facts if positions.percent is None else {**facts, "positions_percent": positions.percent}


def _assessment(fact: AwardDecided | ApplicationRejected, desk: Desk) -> Facts:
    """Reasons and main considerations of discretion (forvaltningsloven §§ 24 and 25), and who approved."""
    texts = {consideration.code: consideration.texts for consideration in desk.rulebook.considerations}
    facts: Facts = {
        "together": desk.rulebook.assessment == "together",
        "considerations": tuple(getattr(texts[code], desk.language.value) for code in fact.considerations),
        "officers": tuple(fact.decided_by),
        **_reasons(fact.reasons, desk, fact.version, refused=isinstance(fact, ApplicationRejected)),
    }
    return facts if fact.score is None else {**facts, "score": fact.score}


def _reasons(codes: tuple[ReasonCode, ...], desk: Desk, version: int = 0, *, refused: bool = False) -> Facts:
    findings = desk.case.findings.get(version, ())
    return {
        "reasons": tuple(str(code) for code in codes),
        "grounds": grounds(codes, findings, desk.rulebook, desk.language, refused=refused),
    }


def _made_known(
    fact: Decision,
    kind: LetterKind,
    own: Facts,
    desk: Desk,
    amount_nok: int,
    reasons: tuple[ReasonCode, ...],
    acceptance_days: int | None = None,
) -> list[Said]:
    system, reference = system_and_reference(fact.application)
    letter, written = issued(fact, kind, own, desk)
    decision = DecisionIssued(
        reference=reference,
        letter=letter.letter,
        kind=kind,
        amount_nok=amount_nok,
        reasons=reasons,
        language=desk.language,
        subject=written.subject,
        text=written.text,
        acceptance_days=acceptance_days,
    )
    rules = desk.announced.rules
    return [Said(letter, rules=rules), reply(decision, system, rules)]
