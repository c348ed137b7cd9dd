"""What an authority is told of its frame."""

from datetime import date
from typing import Any

import pytest

from schemas.allocation import (
    AnswerDelayed,
    AppropriationCarriedOver,
    Balance,
    FrameAdjusted,
    FrameChangeProposed,
    FrameConfirmed,
    MarginSet,
    Movement,
)
from schemas.ids import AuthorityId, Digest, SubFrameId
from schemas.notification import AnswerOverdue, FrameChanged, FrameChangeToApprove
from services.notification.frames import Change
from tests.notification.examples import DIRECTORATE, IPS_2019, OF_ROUND, OFFICERS, RULES
from tests.notification.history import in_the_round, the

CHANGE = Digest("7a" * 32)
OFFICE = AuthorityId("innlandet")


def balance(sub_frame: str, available_nok: int) -> Balance:
    return Balance(
        sub_frame=SubFrameId(sub_frame),
        appropriated_nok=40_000_000,
        available_nok=available_nok,
        reserved_nok=0,
        committed_nok=0,
    )


def proposed(authority: AuthorityId, **changes: Any) -> FrameChangeProposed:
    facts: dict[str, Any] = {
        **OF_ROUND,
        "authority": authority,
        "list_hash": CHANGE,
        "change": "adjust",
        "sub_frame": "earmarked",
        "amount_nok": -1_000_000,
        "document": "revised-budget",
        "officer": OFFICERS[0],
    }
    return FrameChangeProposed(**{**facts, **changes})


OF_CHANGE: dict[str, Any] = {
    **OF_ROUND,
    "list_hash": CHANGE,
    "sub_frame": SubFrameId("earmarked"),
    "document": "revised-budget",
    "decided_by": OFFICERS,
    "movement": Movement(
        frame=IPS_2019.frame,
        frame_version=4,
        before=(balance("top-up", 1), balance("earmarked", 41_000_000)),
        after=(balance("top-up", 1), balance("earmarked", 40_000_000)),
    ),
}


def test_a_change_is_to_be_approved_by_the_authority_that_it_came_from() -> None:
    said = in_the_round().hears(proposed(OFFICE, change="carry_over", amount_nok=5, from_year=2018))
    change = the(FrameChangeToApprove, said)
    assert (change.change, change.amount_nok, change.from_year) == ("carry_over", 5, 2018)
    assert (change.list_hash, change.document) == (CHANGE, "revised-budget")
    assert [(fact.to, fact.partition, fact.rules) for fact in said] == [(OFFICE, 0, RULES)]


@pytest.mark.parametrize(
    ("fact", "change"),
    [
        (FrameConfirmed(**OF_CHANGE, amount_nok=43_000_000), "confirm"),
        (FrameAdjusted(**OF_CHANGE, amount_nok=-1_000_000), "adjust"),
        (AppropriationCarriedOver(**OF_CHANGE, amount_nok=2_000_000, from_year=2018), "carry_over"),
        (MarginSet(**OF_CHANGE, amount_nok=3_000_000), "margin"),
    ],
    ids=["confirmed", "adjusted", "carried over", "margin set"],
)
def test_a_change_that_took_effect_is_told_to_whom_it_came_from_with_what_can_be_given_now(
    fact: Change, change: str
) -> None:
    history = in_the_round()
    history.hears(proposed(OFFICE))
    (said,) = history.hears(fact)
    assert isinstance(said.fact, FrameChanged)
    assert (said.to, said.fact.change, said.fact.amount_nok) == (OFFICE, change, fact.amount_nok)
    assert (said.fact.sub_frame, said.fact.available_nok) == ("earmarked", 40_000_000)


def test_each_change_goes_back_to_its_own_authority() -> None:
    history, other = in_the_round(), Digest("8b" * 32)
    history.hears(proposed(OFFICE))
    history.hears(proposed(DIRECTORATE, list_hash=other))
    confirmed = FrameConfirmed(**{**OF_CHANGE, "list_hash": other}, amount_nok=1)
    assert [said.to for said in history.hears(confirmed)] == [DIRECTORATE]


def test_answers_that_are_overdue_stand_on_the_work_list() -> None:
    delayed = AnswerDelayed(**OF_ROUND, authority=OFFICE, answer_by=date(2019, 5, 15), undecided=7)
    (said,) = in_the_round().hears(delayed)
    assert said.fact == AnswerOverdue(round=IPS_2019.round, answer_by=date(2019, 5, 15), undecided=7)
    assert said.to == OFFICE
