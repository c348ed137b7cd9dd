"""A round's applications come in, and are counted when it closes; earlier awards are stated for each to be judged."""

from collections.abc import Sequence

from chassis.canonical import digest
from chassis.decider import Said
from schemas import allocation, intake
from schemas.reasons import Refusal
from services.allocation.candidate import Candidate
from services.allocation.draft import Draft
from services.allocation.fixing import rank_if_ready, rank_who_waited
from services.allocation.standings import as_received, is_fixed
from services.allocation.state import History, Round


class Inconsistent(Exception):
    """Intake and allocation count different applications: nothing may be decided on this."""


def received(draft: Draft, message: intake.ApplicationReceived, history: History) -> Sequence[Said]:
    """Judged at once where assessment is continuous, or where it corrects what was lacking; else after the closing.

    What comes after the ranking changes nothing any more.
    """
    known = draft.frame.candidates.get(message.application)
    if known is not None and is_fixed(draft.frame, known):
        draft.refuse_about(known, "correction", Refusal.RANKING_IS_FIXED, known.system)
        return draft.said
    round_ = draft.frame.rounds[message.round]
    if round_.closed or round_.rules.assessment == "continuous":
        _state_prior_awards(draft, round_, as_received(message), history)
    return draft.said


def closed(draft: Draft, message: intake.RoundClosed, history: History) -> Sequence[Said]:
    """Raises Inconsistent when the standing applications are not those that intake counted."""
    round_ = draft.frame.rounds[message.round]
    standing = [one for one in draft.frame.candidates.values() if one.round == message.round and one.stands]
    lines = sorted(f"{one.application} {one.latest}" for one in standing)
    if message.count != len(lines) or message.digest != digest("\n".join(lines).encode()):
        raise Inconsistent(f"{message.round}: intake counts {message.count} applications, allocation {len(lines)}")
    draft.closing = message.round
    if round_.rules.assessment == "together":
        for one in standing:
            _state_prior_awards(draft, round_, one, history)
        for authority in sorted({one.authority for one in standing}):
            rank_if_ready(draft, round_, round_.shares[authority])
        rank_who_waited(draft, round_)
    return draft.said


def _state_prior_awards(draft: Draft, round_: Round, candidate: Candidate, history: History) -> None:
    awards = history.awards.get(candidate.organisation_number, [])
    fact = allocation.PriorAwardsStated(
        application=candidate.application,
        version=candidate.version,
        **draft.of(round_),
        organisation_number=candidate.organisation_number,
        cooperation=candidate.cooperation,
        awards=tuple(award for award in awards if award.scheme == round_.rules.scheme),
    )
    draft.say(round_, fact)
