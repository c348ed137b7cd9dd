"""Operations and the directorate: each states on its casework topic, and knows what its mailbox has told it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from demo.arrivals import message
from demo.calendar import Calendar
from demo.data import Data
from demo.kafka import Mailbox, Postman, Reply
from schemas.base import Message
from schemas.flow import CASEWORK
from schemas.ids import ApplicationId, AuthorityId, Digest, OfficerId, RoundId
from schemas.intake import HistoricalAwardRecorded, ReferenceAdopted
from schemas.notification import (
    ApplicationToAssess,
    ApprovalCounted,
    PlaceProposed,
    PromotionToApprove,
    RankingProposed,
    RefusalIssued,
    ReviewWanted,
)
from schemas.outside import (
    AdoptReference,
    AnnounceRound,
    AnswerReview,
    ApproveList,
    RecordHistoricalAward,
    ScoreApplication,
)
from schemas.scheme import Scheme

ASSESSORS = (OfficerId("hdir-104"), OfficerId("hdir-117"), OfficerId("hdir-131"))
APPROVERS = (OfficerId("hdir-201"), OfficerId("hdir-204"))
THINKING = timedelta(minutes=7)
"""Between two statements of the directorate."""


@dataclass
class Authority:
    """Whoever speaks on a casework topic, one statement after the other."""

    id: AuthorityId
    mailbox: Mailbox
    postman: Postman
    calendar: Calendar
    stated: int = field(default=0, init=False)

    async def state(self, content: Message, key: str, at: datetime | None = None) -> None:
        """Returns when the broker has it."""
        self.stated += 1
        sending = message(content, key, f"{self.id}-{self.stated}")
        await (await self.postman.send(f"{CASEWORK}.{self.id}", sending, at or self.calendar.tick()))


class Operations(Authority):
    """Its mailbox is what intake says to everybody."""

    async def adopt(self, reference: Sequence[AdoptReference]) -> None:
        for adopted in reference:
            await self.state(adopted, adopted.name)
        names = {adopted.name for adopted in reference}
        await self.mailbox.until(
            f"{len(names)} lists adopted",
            lambda: names <= {fact.name for fact in self.mailbox.all(ReferenceAdopted)} or None,
        )

    async def record(self, awards: Sequence[RecordHistoricalAward]) -> None:
        for award in awards:
            await self.state(award, award.organisation_number)
        await self.mailbox.until(
            f"{len(awards)} earlier awards recorded",
            lambda: len(self.mailbox.all(HistoricalAwardRecorded)) >= len(awards) or None,
        )


@dataclass
class Directorate(Authority):
    """Decides the round: knows what it thinks of each application, and nothing of it but what its work list tells."""

    data: Data

    async def announce(self, scheme: Scheme, at: datetime) -> None:
        await self.state(AnnounceRound(scheme=scheme), scheme.round, at)

    async def assess(self) -> RankingProposed:
        """Scores and reviews what the work list asks, until it shows the whole ranking."""
        done = 0
        while True:
            ranking = self._whole_ranking()
            if ranking is not None:
                return ranking
            more = await self._heard_since(done)
            done += len(more)
            for reply in more:
                match reply.message:
                    case ApplicationToAssess(application=application):
                        await self._score(application)
                    case ReviewWanted(application=application, rule=rule):
                        await self._review(application, rule)
                    case _:
                        pass

    async def _heard_since(self, done: int) -> list[Reply]:
        return await self.mailbox.until(
            "an application to assess, a review or the whole ranking", lambda: self.mailbox.replies[done:] or None
        )

    def _whole_ranking(self) -> RankingProposed | None:
        for ranking in self.mailbox.all(RankingProposed):
            if len(self.places(ranking.list_hash)) == ranking.count:
                return ranking
        return None

    def places(self, list_hash: Digest) -> list[PlaceProposed]:
        proposed = [place for place in self.mailbox.all(PlaceProposed) if place.list_hash == list_hash]
        return sorted(proposed, key=lambda place: place.place or 0)

    async def _score(self, application: ApplicationId) -> None:
        told = self.data.by_application[application]
        if told.score is None:
            raise ValueError(f"{application} is to be assessed, and the data file has no score for it")
        scored = ScoreApplication(
            application=application,
            score=told.score,
            considerations=told.considerations,
            officer=ASSESSORS[self.stated % len(ASSESSORS)],
        )
        await self.state(scored, application, self.calendar.tick(THINKING))

    async def _review(self, application: ApplicationId, rule: str) -> None:
        outcome = self.data.by_application[application].review
        if outcome is None:
            raise ValueError(f"{application} is to be reviewed for {rule}, and the data file has no answer for it")
        officer = ASSESSORS[self.stated % len(ASSESSORS)]
        answer = AnswerReview(application=application, rule=rule, outcome=outcome, officer=officer)
        await self.state(answer, application, self.calendar.tick(THINKING))

    async def score_too_late(self) -> ApplicationId:
        """A score when the ranking is fixed; waits for its refusal."""
        late = self.data.bad_input.score_after_ranking
        application = self.data.by_reference[late.scores].application
        scored = ScoreApplication(
            application=application, score=late.score, considerations=late.considerations, officer=ASSESSORS[0]
        )
        await self.state(scored, application)
        await self.mailbox.until(
            f"the refusal of a score for {application}", lambda: self.refusals_of(application) or None
        )
        return application

    def refusals_of(self, application: ApplicationId) -> list[RefusalIssued]:
        return [refusal for refusal in self.mailbox.all(RefusalIssued) if refusal.application == application]

    async def approve_ranking(self, ranking: RankingProposed) -> None:
        """Two officers approve the list that they see: its hash is worked out from its lines, not taken on trust.

        Raises ValueError when the list is not the one that the hash names.
        """
        places = self.places(ranking.list_hash)
        lines = [f"{one.place} {one.application} {one.outcome} {one.amount_nok}" for one in places]
        if sha256("\n".join(lines).encode()).hexdigest() != ranking.list_hash:
            raise ValueError(f"the {len(places)} lines shown are not the list {ranking.list_hash}")
        await self._approve(ranking.round, ranking.list_hash)

    async def approve_promotion(self) -> PromotionToApprove:
        """The promotions that are waited for are one."""
        proposed = await self.mailbox.until(
            "a promotion to approve", lambda: next(iter(self.mailbox.all(PromotionToApprove)), None)
        )
        await self._approve(proposed.round, proposed.list_hash)
        return proposed

    async def _approve(self, round_: RoundId, list_hash: Digest) -> None:
        for officer in APPROVERS:
            approval = ApproveList(round=round_, list_hash=list_hash, officer=officer)
            await self.state(approval, round_, self.calendar.tick(THINKING))
        await self.mailbox.until(
            f"two approvals of {list_hash}",
            lambda: (
                (list_hash, 2) in {(one.list_hash, one.approvals) for one in self.mailbox.all(ApprovalCounted)} or None
            ),
        )
