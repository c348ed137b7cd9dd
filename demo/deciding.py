"""Who decides a round: the directorate, or a County Governor's office. It scores, reviews, approves."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from demo.authorities import Authority
from demo.data import Data
from demo.kafka import Reply
from schemas.ids import ApplicationId, Digest, OfficerId, RoundId
from schemas.notification import (
    ApplicationToAssess,
    ApprovalCounted,
    PlaceProposed,
    PromotionToApprove,
    RankingProposed,
    RefusalIssued,
    ReviewWanted,
)
from schemas.outside import AnnounceRound, AnswerReview, ApproveList, ScoreApplication
from schemas.scheme import Scheme

DIRECTORATE = "directorate"
THINKING = timedelta(minutes=7)
"""Between two statements of an authority."""


@dataclass
class Deciding(Authority):
    """Knows what it thinks of each application, and nothing of it but what its work list tells."""

    data: Data
    approved: set[Digest] = field(default_factory=set, init=False)

    def officer(self, number: int) -> OfficerId:
        return OfficerId(f"{'hdir' if self.id == DIRECTORATE else self.id}-{number}")

    @property
    def assessors(self) -> tuple[OfficerId, ...]:
        return self.officer(104), self.officer(117), self.officer(131)

    @property
    def approvers(self) -> tuple[OfficerId, OfficerId]:
        return self.officer(201), self.officer(204)

    async def announce(self, scheme: Scheme, at: datetime) -> None:
        await self.state(AnnounceRound(scheme=scheme), scheme.round, at)

    async def assess(self) -> RankingProposed:
        """Scores and reviews what the work list asks, until it shows the whole ranking."""
        done = 0
        while True:
            ranking = self.whole_ranking()
            if ranking is not None:
                return ranking
            more = await self._heard_since(done)
            done += len(more)
            for reply in more:
                match reply.message:
                    case ApplicationToAssess() as asked if asked.version == self._version(asked.application):
                        await self._score(asked.application)
                    case ReviewWanted(application=application, rule=rule):
                        await self._review(application, rule)
                    case _:
                        pass

    async def _heard_since(self, done: int) -> list[Reply]:
        return await self.mailbox.until(
            "an application to assess, a review or the whole ranking", lambda: self.mailbox.replies[done:] or None
        )

    def _version(self, application: ApplicationId) -> int:
        asked = self.mailbox.all(ApplicationToAssess)
        return max(one.version for one in asked if one.application == application)

    def whole_ranking(self) -> RankingProposed | None:
        """The latest, when all its places are shown."""
        rankings = self.mailbox.all(RankingProposed)
        return rankings[-1] if rankings and len(self.places()) == rankings[-1].count else None

    def places(self) -> list[PlaceProposed]:
        """Of the latest ranking, in order."""
        shown: list[PlaceProposed] = []
        hash_: Digest | None = None
        for reply in self.mailbox.replies:
            match reply.message:
                case RankingProposed(list_hash=hash_):
                    shown = []
                case PlaceProposed() as place if place.list_hash == hash_:
                    shown.append(place)
                case _:
                    pass
        return sorted(shown, key=lambda place: place.place or 0)

    async def _score(self, application: ApplicationId) -> None:
        told = self.data.by_application[application]
        if told.score is None:
            raise ValueError(f"{application} is to be assessed, and the data file has no score for it")
        scored = ScoreApplication(
            application=application,
            score=told.score,
            considerations=told.considerations,
            officer=self.assessors[self.stated % len(self.assessors)],
        )
        await self.state(scored, application, self.calendar.tick(THINKING))

    async def _review(self, application: ApplicationId, rule: str) -> None:
        outcome = self.data.by_application[application].review
        if outcome is None:
            raise ValueError(f"{application} is to be reviewed for {rule}, and the data file has no answer for it")
        officer = self.assessors[self.stated % len(self.assessors)]
        answer = AnswerReview(application=application, rule=rule, outcome=outcome, officer=officer)
        await self.state(answer, application, self.calendar.tick(THINKING))

    def refusals(self) -> list[RefusalIssued]:
        return self.mailbox.all(RefusalIssued)

    async def refused(self, what: str, before: int) -> RefusalIssued:
        """Waits for the refusal that comes after the `before` earlier ones."""
        return (await self.mailbox.until(f"the refusal of {what}", lambda: self.refusals()[before:] or None))[0]

    async def score_too_late(self) -> ApplicationId:
        """A score when the ranking is fixed; waits for its refusal."""
        if self.data.bad_input is None:
            raise ValueError("the data file has no score that comes too late")
        late, before = self.data.bad_input.score_after_ranking, len(self.refusals())
        application = self.data.by_reference[late.scores].application
        scored = ScoreApplication(
            application=application, score=late.score, considerations=late.considerations, officer=self.assessors[0]
        )
        await self.state(scored, application)
        await self.refused(f"a score for {application}", before)
        return application

    async def approve_ranking(self) -> RankingProposed:
        """Two officers approve the list that they see: its hash is worked out from its lines, not taken on trust.

        Raises ValueError when the list is not the one that the hash names.
        """
        ranking = await self.mailbox.until("the whole ranking", self.whole_ranking)
        lines = [f"{one.place} {one.application} {one.outcome} {one.amount_nok}" for one in self.places()]
        if sha256("\n".join(lines).encode()).hexdigest() != ranking.list_hash:
            raise ValueError(f"the {len(lines)} lines shown are not the list {ranking.list_hash}")
        await self.approve(ranking.round, ranking.list_hash)
        return ranking

    async def try_to_approve(self, officer: OfficerId) -> RefusalIssued:
        """One officer approves the ranking; waits for the refusal."""
        ranking = await self.mailbox.until("the whole ranking", self.whole_ranking)
        before = len(self.refusals())
        approval = ApproveList(round=ranking.round, list_hash=ranking.list_hash, officer=officer)
        await self.state(approval, ranking.round, self.calendar.tick(THINKING))
        return await self.refused(f"{officer}'s approval", before)

    async def approve_promotion(self) -> PromotionToApprove:
        """The first that is not approved yet."""

        def waiting() -> PromotionToApprove | None:
            shown = self.mailbox.all(PromotionToApprove)
            return next((one for one in shown if one.list_hash not in self.approved), None)

        proposed = await self.mailbox.until("a promotion to approve", waiting)
        await self.approve(proposed.round, proposed.list_hash)
        return proposed

    async def approve(self, round_: RoundId, list_hash: Digest) -> None:
        for officer in self.approvers:
            approval = ApproveList(round=round_, list_hash=list_hash, officer=officer)
            await self.state(approval, round_, self.calendar.tick(THINKING))
        await self.mailbox.until(
            f"two approvals of {list_hash}",
            lambda: (
                (list_hash, 2) in {(one.list_hash, one.approvals) for one in self.mailbox.all(ApprovalCounted)} or None
            ),
        )
        self.approved.add(list_hash)
