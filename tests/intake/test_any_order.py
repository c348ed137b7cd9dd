"""However the applications' messages are mixed and batched, the same ones stand when the round closes."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.base import Message
from schemas.intake import RoundClosed
from services.intake.state import State
from tests.given import Story, the
from tests.intake.examples import (
    APPLICATION,
    CLOSES,
    FEBRUARY,
    JANUARY,
    MARCH_4,
    ROUND,
    Intake,
    before_the_announcement,
    submit,
    withdraw,
)

Sent = tuple[str, Message]
"""A message with its sender's id."""

LIVES = st.lists(
    st.tuples(
        st.integers(1, 3).map(lambda number: f"m-{number}"),
        st.sampled_from(["submit", "correct", "withdraw", "again"]),
    ),
    min_size=1,
    max_size=5,
)
"""What one system sends about one application, in its order; an id may come twice, with the same content or not."""


def message(kind: str, reference: str) -> Message:
    if kind == "withdraw":
        return withdraw(reference)
    asked = 700_000 if kind == "correct" else 770_000
    return submit(APPLICATION.but(amount_nok=asked), reference=reference)


def life(number: int, steps: Sequence[tuple[str, str]]) -> list[Sent]:
    return [(id, message(kind, f"A-{number}")) for id, kind in steps]


def closed(
    lives: Sequence[Sequence[Sent]], turns: Sequence[int], announced: int, restarts: frozenset[int]
) -> RoundClosed:
    """`turns` says whose message comes next, `announced` before which of them the round is announced."""
    intake, waiting = before_the_announcement(), [list(sent) for sent in lives]
    for count, turn in enumerate(turns):
        if count == announced:
            intake.directorate(ROUND, JANUARY)
        if count in restarts:
            intake.forgets()
        id, sent = waiting[turn].pop(0)
        intake.hears(sent, FEBRUARY, partition=turn % 4, id=id)
    if announced >= len(turns):
        intake.directorate(ROUND, JANUARY)
    return the(RoundClosed, intake.time_passes(CLOSES))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_interleaving_and_any_batching_leave_the_same_applications_standing(data: st.DataObject) -> None:
    lives = [life(number, steps) for number, steps in enumerate(data.draw(st.lists(LIVES, min_size=1, max_size=4)))]
    in_order = [number for number, sent in enumerate(lives) for _ in sent]
    mixed = data.draw(st.permutations(in_order))
    restarts = data.draw(st.frozensets(st.integers(0, len(mixed)), max_size=4))
    assert closed(lives, mixed, 0, restarts) == closed(lives, in_order, 0, frozenset())


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_an_announcement_that_comes_late_changes_nothing_for_what_was_sent_in_time(data: st.DataObject) -> None:
    """Withdrawals aside: what is held can't be withdrawn yet."""
    first = st.lists(st.sampled_from(["submit", "correct"]), min_size=1, max_size=3)
    lives = [
        life(number, [(f"m-{place}", kind) for place, kind in enumerate(kinds)])
        for number, kinds in enumerate(data.draw(st.lists(first, min_size=1, max_size=4)))
    ]
    mixed = data.draw(st.permutations([number for number, sent in enumerate(lives) for _ in sent]))
    announced = data.draw(st.integers(0, len(mixed)))
    assert closed(lives, mixed, announced, frozenset()) == closed(lives, mixed, 0, frozenset())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([-2, -1, 0, 1]), min_size=1, max_size=6))
def test_every_message_has_one_first_outcome_and_every_repetition_its_answer(seconds: list[int]) -> None:
    intake: Story[State] = before_the_announcement()
    assert isinstance(intake, Intake)
    intake.directorate(ROUND, JANUARY)
    for place, late in enumerate(sorted(seconds)):
        for _ in range(2):
            intake.system(submit(reference=f"A-{place}"), CLOSES + timedelta(seconds=late), id="m-1")
    outcomes = Counter(row.type for row in intake.rows if row.key.startswith("public360/") and row.kind == "decided")
    assert outcomes["SubmissionRepeated"] == len(seconds)
    assert outcomes["ApplicationReceived"] + outcomes["ApplicationDismissed"] == len(seconds)
    in_time = sum(late < 0 for late in seconds)
    assert outcomes["ApplicationReceived"] == the(RoundClosed, intake.time_passes(MARCH_4)).count == in_time


def test_a_story_told_again_from_its_rows_is_the_same_story() -> None:
    intake = before_the_announcement()
    intake.system(submit(), id="m-1")
    intake.directorate(ROUND)
    before = [intake.state(name) for name in ("world", "application/public360/A-1", "casework/directorate")]
    intake.forgets()
    assert [intake.state(name) for name in ("world", "application/public360/A-1", "casework/directorate")] == before
