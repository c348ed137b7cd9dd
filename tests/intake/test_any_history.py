"""Whatever is sent, found lacking, corrected and withdrawn, on whatever day: what is told has no contradictions."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.base import Message
from schemas.ids import ApplicationId
from schemas.intake import (
    ApplicationDismissed,
    ApplicationReceived,
    ApplicationSuperseded,
    ApplicationWithdrawn,
    DeficiencyCorrected,
    DeficiencyNoticed,
    RoundClosed,
    Stood,
)
from schemas.reasons import Reason
from tests.given import all_of, the
from tests.intake.examples import (
    CLOSES,
    FJELLVIK,
    FJORD_TRUST,
    LACKS_AGREEMENT,
    Intake,
    applied_by,
    in_the_round,
    submit,
    withdraw,
)

BEGIN = CLOSES - timedelta(days=12)
STEPS = st.tuples(
    st.sampled_from(["submit", "correct", "lacks", "withdraw", "time"]),
    st.integers(1, 2),
    st.integers(0, 6),
)
"""What happens, to which application, and how many days after what happened before."""


def happens(steps: Sequence[tuple[str, int, int]], restarts: frozenset[int] = frozenset()) -> list[Message]:
    """All that intake says, the time that proves every day over included."""
    intake, said, now = in_the_round(), list[Message](), BEGIN
    for count, (kind, number, days) in enumerate(steps):
        now += timedelta(days=days, seconds=1)
        if count in restarts:
            intake.forgets()
        said += _step(intake, kind, number, count, now)
    return [*said, *intake.time_passes(now + timedelta(days=400))]


def _step(intake: Intake, kind: str, number: int, count: int, now: datetime) -> list[Message]:
    reference = f"A-{number}"
    match kind:
        case "time":
            return intake.time_passes(now)
        case "withdraw":
            return intake.system(withdraw(reference), now)
        case "lacks":
            name = ApplicationId(f"public360/{reference}")
            notice = LACKS_AGREEMENT.but(application=name, correct_by=now.date() + timedelta(days=4))
            return intake.directorate(notice, now)
        case "submit":
            return intake.system(submit(applied_by(FJELLVIK), reference=reference), now)
        case _:
            return intake.system(submit(applied_by(FJORD_TRUST).but(amount_nok=count), reference=reference), now)


def _of(name: str, said: Sequence[Message]) -> list[Message]:
    return [fact for fact in said if getattr(fact, "application", None) == name]


HISTORIES = st.lists(STEPS, min_size=1, max_size=14)


@settings(max_examples=120, deadline=None)
@given(HISTORIES)
def test_versions_count_up_and_each_names_whose_it_took_the_place_of(steps: list[tuple[str, int, int]]) -> None:
    said = happens(steps)
    for name in ("public360/A-1", "public360/A-2"):
        stood: Stood | None = None
        version = 0
        for fact in _of(name, said):
            match fact:
                case ApplicationSuperseded():
                    assert (fact.version, fact.by_version, fact.stood) == (version, version + 1, stood)
                case ApplicationReceived():
                    version += 1
                    assert fact.version == version
                    applicant, cooperation = fact.content.applicant, fact.content.cooperation.cooperation
                    stood = Stood(organisation_number=applicant.organisation_number, cooperation=cooperation)
                case ApplicationWithdrawn():
                    assert (fact.version, fact.stood) == (version, stood)
                    stood = None
                case ApplicationDismissed() if fact.stood is not None:
                    assert fact.stood == stood
                    stood = None
        assert len(all_of(ApplicationSuperseded, _of(name, said))) == max(version - 1, 0)


@settings(max_examples=120, deadline=None)
@given(HISTORIES)
def test_every_deficiency_ends_once_by_correction_withdrawal_dismissal_or_another_one(
    steps: list[tuple[str, int, int]],
) -> None:
    said = happens(steps)
    for name in ("public360/A-1", "public360/A-2"):
        until: datetime | None = None
        over = False
        for fact in _of(name, said):
            match fact:
                case DeficiencyNoticed():
                    assert not over
                    until = fact.until
                case DeficiencyCorrected():
                    assert until is not None
                    until = None
                case ApplicationReceived():
                    assert not over
                    assert until is None
                case ApplicationWithdrawn():
                    assert not over
                    until, over = None, True
                case ApplicationDismissed(reason=Reason.INCOMPLETE_NOT_CORRECTED):
                    assert fact.closes_at == until
                    until, over = None, True
        assert until is None


@settings(max_examples=120, deadline=None)
@given(HISTORIES)
def test_the_closing_counts_what_was_received_and_had_not_ended(steps: list[tuple[str, int, int]]) -> None:
    said = happens(steps)
    closed = the(RoundClosed, said)
    standing: set[str] = set()
    for fact in said[: said.index(closed)]:
        match fact:
            case ApplicationReceived():
                standing.add(fact.application)
            case ApplicationWithdrawn():
                standing.discard(fact.application)
            case ApplicationDismissed() if fact.stood is not None:
                standing.discard(fact.application)
    assert closed.count == len(standing)


@settings(max_examples=60, deadline=None)
@given(HISTORIES, st.frozensets(st.integers(0, 13), max_size=4))
def test_a_restart_changes_nothing(steps: list[tuple[str, int, int]], restarts: frozenset[int]) -> None:
    assert happens(steps, restarts) == happens(steps)
