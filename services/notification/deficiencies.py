"""Asks for what an application lacks (forvaltningsloven § 11), with a day and what follows if nothing comes."""

from collections.abc import Sequence

from chassis.decider import Said
from schemas.intake import DeficiencyNoticed
from schemas.notification import CorrectionAsked
from services.notification.desk import Desk
from services.notification.issuing import issued
from services.notification.letters import Facts, field_text
from services.notification.replies import reply
from services.notification.state import system_and_reference


def asked(fact: DeficiencyNoticed, desk: Desk) -> Sequence[Said]:
    """A letter, and the same text to the system. It decides nothing, so nothing can be appealed."""
    system, reference = system_and_reference(fact.application)
    facts: Facts = {
        "applied_nok": desk.content.amount_nok,
        "missing": fact.missing,
        "missing_texts": tuple(field_text(pointer, desk.language) for pointer in fact.missing),
        "correct_by": fact.correct_by.isoformat(),
        "officer": fact.officer,
    }
    letter, written = issued(fact, "deficiency", facts, desk)
    correction = CorrectionAsked(
        reference=reference,
        letter=letter.letter,
        missing=fact.missing,
        correct_by=fact.correct_by,
        language=desk.language,
        subject=written.subject,
        text=written.text,
    )
    rules = desk.announced.rules
    return [Said(letter, rules=rules), reply(correction, system, rules)]
