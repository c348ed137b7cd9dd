"""What becomes of an award: it takes effect, is accepted or declined, or lapses, and its money goes to the next."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from chassis.decider import Said
from schemas import allocation, intake, notification
from schemas.ids import SubFrameId
from schemas.reasons import Refusal
from services.allocation.candidate import UNDECIDED, Candidate, Standing
from services.allocation.draft import OSLO, Draft
from services.allocation.promotion import hand_on
from services.allocation.proposals import release


def ends(day: date) -> datetime:
    """The first instant after this day in Norway."""
    return datetime.combine(day + timedelta(days=1), time(), OSLO).astimezone(UTC)


def acceptance_ends(effect: datetime, days: int) -> datetime:
    """The first instant that is too late: the day of the notice does not count, the last day counts whole."""
    return ends(effect.astimezone(OSLO).date() + timedelta(days=days))


def notice_sent(
    draft: Draft, message: notification.NoticeSent, at: datetime, passed: datetime | None
) -> Sequence[Said]:
    """The acceptance period runs from the notice's effect; a limit learnt late fires at once."""
    candidate = draft.frame.candidates.get(message.application)
    awarded = candidate is not None and candidate.standing is Standing.AWARDED and candidate.until is None
    if candidate is None or not awarded or not message.first or message.kind != "award":
        return []
    round_, _ = draft.frame.place_of(candidate)
    until = acceptance_ends(at, round_.rules.acceptance_days)
    fact = allocation.AcceptancePeriodSet(application=candidate.application, **draft.of(round_), until=until)
    draft.say(round_, fact)
    if passed is not None and passed >= until:
        _give_back(draft, [candidate], allocation.CommitmentLapsed)
    return draft.said


def answered(draft: Draft, message: intake.AwardAnswered, at: datetime) -> Sequence[Said]:
    candidate = draft.frame.candidates[message.application]
    round_, _ = draft.frame.place_of(candidate)
    if candidate.standing is not Standing.AWARDED:
        draft.refuse_about(candidate, "answer", Refusal.NO_OPEN_AWARD, candidate.system)
    elif candidate.until is not None and at >= candidate.until:
        draft.refuse_about(candidate, "answer", Refusal.ACCEPTANCE_PERIOD_OVER, candidate.system)
    elif message.answer == "declined":
        _give_back(draft, [candidate], allocation.AwardDeclined)
    else:
        fact = allocation.AwardAccepted(
            application=candidate.application, **draft.of(round_), amount_nok=candidate.amount_nok
        )
        draft.say(round_, fact)
    return draft.said


def time_passed(draft: Draft, until: datetime) -> Sequence[Said]:
    """Awards whose period is over lapse: their condition stood in the letter, and its notice has taken effect."""
    overdue = sorted((end, application) for application, end in draft.frame.awaited.items() if end <= until)
    lapsing = [draft.frame.candidates[application] for _, application in overdue]
    if lapsing:
        _give_back(draft, lapsing, allocation.CommitmentLapsed)
    _say_delays(draft, until)
    return draft.said


def _give_back(
    draft: Draft,
    leaving: Iterable[Candidate],
    kind: type[allocation.AwardDeclined] | type[allocation.CommitmentLapsed],
) -> None:
    """Returns committed money to its own sub-frames, once, with all that topped it up; then others may have it."""
    freed: set[SubFrameId] = set()
    for candidate in leaving:
        round_, share = draft.frame.place_of(candidate)
        if candidate.top_up is not None:
            release(draft, candidate)
        movement = draft.move(candidate.parts, "committed", "available")
        common = {
            "application": candidate.application,
            **draft.of(round_),
            "amount_nok": candidate.amount_nok,
            "parts": candidate.parts,
            "movement": movement,
        }
        draft.say(round_, kind.model_validate(common))
        standing = Standing.DECLINED if kind is allocation.AwardDeclined else Standing.LAPSED
        draft.put(replace(draft.candidate(candidate.application), standing=standing))
        freed.update(share.within)
    hand_on(draft, freed)


def _say_delays(draft: Draft, until: datetime) -> None:
    """Once for each authority, when the announced day of the answer has passed: some are not decided yet."""
    for round_ in draft.frame.rounds.values():
        answer_by = round_.rules.answer_by
        if until < ends(answer_by):
            continue
        for share in round_.shares.values():
            unranked = share.ranking is None and round_.rules.assessment == "together"
            if share.delay_said or not (share.unsettled or share.lists or unranked):
                continue
            candidates = draft.candidates(round_, share)
            undecided = sum(one.stands and one.standing in UNDECIDED and not one.promoted for one in candidates)
            if undecided:
                fact = allocation.AnswerDelayed(
                    **draft.of(round_), authority=share.authority, answer_by=answer_by, undecided=undecided
                )
                draft.say(round_, fact)
