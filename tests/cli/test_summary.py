"""What a round came to, counted from facts that the services said."""

from cli.recorded import SubFrameBalance
from cli.summary import summarise
from schemas.allocation import AwardDeclined
from schemas.application import Positions
from schemas.ids import ApplicationId, RoundId
from schemas.reasons import Reason
from tests.notification.examples import IPS_2019, LAPSED, NEW, awarded, received, rejected

FIRST, SECOND, THIRD = (ApplicationId(f"public360/IPS-{number}") for number in (1, 2, 3))
SMALLER = NEW.but(positions=Positions(total=1, new=0))
BALANCES = [
    SubFrameBalance(IPS_2019.frame, "earmarked", 43, 0, 0, 40, 0, 0, 3),
    SubFrameBalance("another-round", "earmarked", 9, 0, 0, 9, 0, 0, 0),
]
FACTS = [
    *(received().but(application=application) for application in (FIRST, SECOND, THIRD)),
    awarded(application=FIRST),
    rejected(application=SECOND, waiting_place=1),
    rejected(application=THIRD, waiting_place=None),
]


def test_awards_and_refusals_are_the_applications_judged() -> None:
    summary = summarise(IPS_2019.round, FACTS, BALANCES)

    assert (summary.applications, summary.awarded, summary.rejected, summary.waitlisted) == (3, 1, 2, 1)


def test_a_promotion_and_a_lapse_change_nothing_of_the_decisions_and_are_counted_apart() -> None:
    later = [LAPSED.but(application=FIRST), awarded(application=SECOND, promoted=True)]

    summary = summarise(IPS_2019.round, [*FACTS, *later], BALANCES)

    assert (summary.applications, summary.awarded, summary.rejected) == (3, 1, 2)
    assert (summary.lapsed, summary.promoted_from_waiting_list) == (1, 1)


def test_positions_are_those_of_the_version_that_was_awarded() -> None:
    corrected = received(SMALLER, version=2).but(application=FIRST)

    first = summarise(IPS_2019.round, [corrected, *FACTS], BALANCES)
    second = summarise(IPS_2019.round, [corrected, *FACTS, awarded(application=FIRST, version=2)], BALANCES)

    assert (first.total("positions"), first.total("new_positions")) == (2, 2)
    assert (second.total("positions"), second.total("new_positions")) == (3, 2)


def test_only_first_project_years_are_new_applicants() -> None:
    continuing = awarded(application=SECOND, project_year=2)

    assert summarise(IPS_2019.round, [*FACTS, continuing], BALANCES).total("new_applicants") == 1


def test_another_round_and_another_frame_do_not_count() -> None:
    elsewhere = RoundId("another-round")

    summary = summarise(IPS_2019.round, [*FACTS, awarded(application=FIRST, round=elsewhere)], BALANCES)

    assert summary.awarded == 1
    assert summary.plain()["sub_frames"] == [
        {
            "id": "earmarked",
            "appropriated_nok": 43,
            "carried_in_nok": 0,
            "adjusted_nok": 0,
            "available_nok": 40,
            "margin_nok": 0,
            "reserved_nok": 0,
            "committed_nok": 3,
        }
    ]


def test_every_kind_of_applicant_awarded_stands_by_itself() -> None:
    plain = summarise(IPS_2019.round, FACTS, BALANCES).plain()

    assert plain["awarded_by_group"] == {"nav_municipality": 1}
    assert plain["awarded_nok"] == 1_500_000


def test_what_fills_up_a_part_is_neither_a_decision_of_its_own_nor_a_promotion() -> None:
    filled_up = awarded(application=FIRST, tops_up=True, promoted=False)

    summary = summarise(IPS_2019.round, [*FACTS, filled_up], BALANCES)

    assert (summary.awarded, summary.topped_up, summary.promoted_from_waiting_list) == (1, 1, 0)


def test_an_award_that_is_declined_is_counted_apart_from_one_that_lapses() -> None:
    lapsed = dict(LAPSED.but(application=FIRST))
    declined = AwardDeclined(**{name: lapsed[name] for name in AwardDeclined.model_fields})

    summary = summarise(IPS_2019.round, [*FACTS, declined], BALANCES)

    assert (summary.declined, summary.lapsed) == (1, 0)
    assert summary.plain()["declined"] == 1


def test_the_reasons_of_refusals_are_counted() -> None:
    another = rejected(application=FIRST, reasons=(Reason.QUOTA_FULL,), waiting_place=3)

    reasons = summarise(IPS_2019.round, [*FACTS, another], BALANCES).plain()["rejection_reasons"]

    assert reasons["QUOTA_FULL"] == 1
    assert sum(reasons.values()) == 3
