"""Tells each County Governor's office what was decided in its area."""

from collections.abc import Sequence

from chassis.decider import Said
from schemas.allocation import ApplicationRejected, AwardDecided
from schemas.notification import CountyGovernorInformed, InformationIssued
from services.notification.desk import Desk
from services.notification.letters import Facts, render, template_hash
from services.notification.letters.words import one_line
from services.notification.offices import Concern
from services.notification.replies import reply


def informed(fact: AwardDecided | ApplicationRejected, desk: Desk) -> Sequence[Said]:
    """For each office a record of ours, and what the office itself reads."""
    applicant, rules = desk.content.applicant, desk.announced.rules
    said: list[Said] = []
    for concern in desk.offices():
        record = CountyGovernorInformed(
            office=concern.office,
            office_name=concern.name,
            application=fact.application,
            round=fact.round,
            frame=fact.frame,
            outcome="awarded" if isinstance(fact, AwardDecided) else "rejected",
            applicant=applicant.name,
            organisation_number=applicant.organisation_number,
            municipalities=concern.codes,
            amount_nok=fact.amount_nok if isinstance(fact, AwardDecided) else 0,
            tops_up=isinstance(fact, AwardDecided) and fact.tops_up,
            example=desk.rulebook.example,
        )
        said += [Said(record, rules=rules), reply(_information(record, concern, desk), concern.office, rules)]
    return said


def _information(record: CountyGovernorInformed, concern: Concern, desk: Desk) -> InformationIssued:
    facts: Facts = {
        "round_title": getattr(desk.rulebook.title, desk.language.value),
        "authority": desk.authority(),
        "date": desk.day.isoformat(),
        "office": concern.name,
        "outcome": record.outcome,
        "applicant": one_line(record.applicant),
        "organisation_number": record.organisation_number,
        "amount_nok": record.amount_nok,
        "tops_up": record.tops_up,
        "places": concern.places,
        "example": record.example,
    }
    return InformationIssued(
        office_name=concern.name,
        application=record.application,
        round=record.round,
        outcome=record.outcome,
        applicant=record.applicant,
        organisation_number=record.organisation_number,
        municipalities=record.municipalities,
        amount_nok=record.amount_nok,
        tops_up=record.tops_up,
        decided=desk.day,
        text=render(facts, template_hash("information", desk.language)).text,
    )
