"""Each outcome that an applicant is written to about: what was said of it, given the application's content."""

from collections.abc import Callable

from chassis.decider import Said
from schemas.application import Application
from schemas.ids import AuthorityId, SubFrameId
from schemas.notification import CorrectionAsked, DecisionIssued
from schemas.reasons import Reason
from schemas.scheme import CountyShares, SubFrame, Texts
from tests.notification.bodies import IN_NYNORSK, NEW
from tests.notification.examples import (
    ANNOUNCED,
    DEFICIENCY,
    IPS_2019,
    LAPSED,
    LATE_IN_MAY,
    NOT_CORRECTED,
    PERIOD_SET,
    awarded,
    dismissed,
    judged,
    received,
    rejected,
    unmet,
)
from tests.notification.history import given, in_the_round
from tests.notification.places import MUNICIPALITIES_ADOPTED, OFFICES_ADOPTED

BY_LANGUAGE = {"nb": NEW, "nn": IN_NYNORSK}
INNLANDET, VESTLAND = AuthorityId("innlandet"), AuthorityId("vestland")

DIRECTORATE_OF_HEALTH = Texts(nb="Helsedirektoratet", nn="Helsedirektoratet")
OFFICES_DECIDE = ANNOUNCED.but(
    rulebook=IPS_2019.but(
        sub_frames=(SubFrame(id=SubFrameId("national"), nok=10_000_000),),
        county_shares=CountyShares(keys={"innlandet": 1, "oslo-viken": 2, "vestland": 1}),
        appeal_body=DIRECTORATE_OF_HEALTH,
    )
)
"""Each County Governor's office decides for its own area; the Directorate of Health is the appeal body."""


def award(content: Application) -> tuple[Said, ...]:
    return in_the_round(received(content)).hears(awarded(), LATE_IN_MAY)


def award_by_a_county_governor(content: Application) -> tuple[Said, ...]:
    office = VESTLAND if content is IN_NYNORSK else INNLANDET
    history = given(OFFICES_ADOPTED, MUNICIPALITIES_ADOPTED, OFFICES_DECIDE, received(content, decided_by=office))
    return history.hears(awarded(), LATE_IN_MAY)


def partial_award_of_one_promoted(content: Application) -> tuple[Said, ...]:
    reasons = (Reason.REDUCED_TO_CEILING, Reason.REDUCED_TO_REMAINING_FRAME)
    decided = awarded(amount_nok=200_000, partial=True, promoted=True, reasons=reasons)
    return in_the_round(received(content), rejected()).hears(decided, LATE_IN_MAY)


def supplement(content: Application) -> tuple[Said, ...]:
    first = awarded(amount_nok=200_000, partial=True, reasons=(Reason.REDUCED_TO_REMAINING_FRAME,))
    return in_the_round(received(content), first).hears(awarded(amount_nok=1_300_000, tops_up=True), LATE_IN_MAY)


def rejection(content: Application) -> tuple[Said, ...]:
    return in_the_round(received(content)).hears(rejected(), LATE_IN_MAY)


def rejection_where_the_places_are_taken(content: Application) -> tuple[Said, ...]:
    return in_the_round(received(content)).hears(rejected(reasons=(Reason.QUOTA_FULL,)), LATE_IN_MAY)


def rejection_of_one_that_is_not_eligible(content: Application) -> tuple[Said, ...]:
    reasons = (Reason.NO_COOPERATION_AGREEMENT, Reason.NO_PRIOR_AWARD)
    found = judged(
        "ineligible",
        unmet("committed_cooperation", Reason.NO_COOPERATION_AGREEMENT),
        unmet("prior_award", Reason.NO_PRIOR_AWARD),
    )
    decided = rejected(score=None, considerations=(), reasons=reasons, waiting_place=None)
    return in_the_round(received(content), found).hears(decided, LATE_IN_MAY)


def lapse(content: Application) -> tuple[Said, ...]:
    return in_the_round(received(content), awarded(), PERIOD_SET).hears(LAPSED, LATE_IN_MAY)


def deficiency(content: Application) -> tuple[Said, ...]:
    return in_the_round(received(content)).hears(DEFICIENCY)


def dismissal_of_what_was_not_corrected(content: Application) -> tuple[Said, ...]:
    return in_the_round(received(content), DEFICIENCY).hears(NOT_CORRECTED, LATE_IN_MAY)


def dismissal_of_what_came_too_late(content: Application) -> tuple[Said, ...]:
    return given(OFFICES_ADOPTED, MUNICIPALITIES_ADOPTED, ANNOUNCED).hears(dismissed(Reason.LATE, content=content))


Outcome = Callable[[Application], tuple[Said, ...]]
OUTCOMES: tuple[Outcome, ...] = (
    award,
    award_by_a_county_governor,
    partial_award_of_one_promoted,
    supplement,
    rejection,
    rejection_where_the_places_are_taken,
    rejection_of_one_that_is_not_eligible,
    lapse,
    deficiency,
    dismissal_of_what_was_not_corrected,
    dismissal_of_what_came_too_late,
)


def told(said: tuple[Said, ...]) -> DecisionIssued | CorrectionAsked:
    """What gives the system the letter's text."""
    (found,) = (fact.fact for fact in said if isinstance(fact.fact, DecisionIssued | CorrectionAsked))
    return found
