"""The round of 2019 through real Kafka and PostgreSQL, twice, the applications arriving in another order each time.

The figures are those that its source reports (NAPHA, 31 January 2020) and those that follow from the invented amounts.
Nothing is asked of the driver but which list it approved: the rest is read from journals, topics and letters.
"""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.correspondents import correspondents
from cli.recorded import balances, facts
from cli.summary import COUNTED, Summary, summarise
from demo.round import run_round
from schemas.allocation import ApplicationRejected, AwardDecided, RankingFixed
from schemas.ids import RoundId
from tests.conftest import Install
from tests.journey.told import Told, everything_told
from tests.running import ALLOCATION, Site, running_site

ROUND = RoundId("ips-2019")
SHUFFLES = (7, 1967)
"""Others than the demo's."""

FIGURES = {
    "applications": 79,
    "awarded": 73,
    "rejected": 6,
    "waitlisted": 2,
    "awarded_by_group": {"nav_municipality": 42, "municipal_health": 11, "specialist_health": 16, "institution": 4},
    "new_applicants": 23,
    "positions": 176,
    "new_positions": 54,
    "awarded_nok": 50_000_000,
    "accepted": 73,
    "lapsed": 1,
    "promoted_from_waiting_list": 1,
    "letters": 82,
}

REFUSALS = Counter(
    {
        ("SYSTEM_MAY_NOT_ACT", ("/application/applicant/organisation_number",)): 1,
        ("IMPOSSIBLE_ORGANISATION_NUMBER", ("/application/applicant/organisation_number",)): 1,
        ("CONFLICTING_CONTENT", ("/headers/ce_id",)): 1,
        ("INVALID", ("/application/cooperation/parties/0/role",)): 1,
        ("UNKNOWN_ROUND", ("/round",)): 1,
        ("UNREADABLE", ("",)): 1,
        ("TOO_LARGE", ("",)): 1,
    }
)
"""What the three systems are refused in the whole round: reason and pointers."""


@dataclass(frozen=True)
class Played:
    """One round that has been played to its end, and whose services still run."""

    site: Site
    folder: Path
    summary: Summary
    ranking: RankingFixed
    awards: dict[str, int]
    rejections: dict[str, tuple[str, ...]]
    told: list[Told]

    def told_systems(self, kind: str) -> list[dict[str, object]]:
        systems = set(correspondents().systems)
        return [message for whom, of, message in self.told if whom in systems and of == kind]


@pytest.fixture(scope="module", params=SHUFFLES)
async def played(
    request: pytest.FixtureRequest, installation: Install, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Played]:
    folder = tmp_path_factory.mktemp("round")
    made = await installation(correspondents())
    async with running_site(made, folder, settings={"LETTERS_FOLDER": str(folder / "letters")}) as site:
        await run_round(made.kafka_bootstrap, made.prefix, folder, site.stack.tell_time, print, request.param)
        await site.settled()
        summary = summarise(ROUND, await facts(made.auditor_urls, *COUNTED), await balances(made.auditor_urls))
        (ranking,) = await site.said(ALLOCATION, RankingFixed)
        decided = await site.said(ALLOCATION, AwardDecided)
        rejected = await site.said(ALLOCATION, ApplicationRejected)
        who = (*made.correspondents.systems, *made.correspondents.authorities)
        yield Played(
            site,
            folder,
            summary,
            ranking,
            {one.application: one.amount_nok for one in decided},
            {one.application: one.reasons for one in rejected},
            await everything_told(made, who),
        )


@pytest.fixture(scope="module")
def earlier() -> dict[str, object]:
    """What the first shuffle came to, for the second one to be held against."""
    return {}


def test_the_round_comes_to_the_figures_of_its_source(played: Played) -> None:
    found = played.summary.plain()
    assert {name: found[name] for name in FIGURES} == FIGURES
    totals = Counter[str]()
    for part in played.summary.sub_frames:
        totals.update(
            available=part.available_nok,
            reserved=part.reserved_nok,
            committed=part.committed_nok,
            appropriated=part.appropriated_nok,
        )
    assert totals == {"available": 70_000, "reserved": 0, "committed": 49_930_000, "appropriated": 50_000_000}


def test_any_order_of_arrival_gives_the_same_ranking_amounts_and_refusals(
    played: Played, earlier: dict[str, object]
) -> None:
    outcome = {
        "ranking": played.ranking.list_hash,
        "awards": played.awards,
        "rejections": played.rejections,
        "sub_frames": played.summary.sub_frames,
    }
    assert played.ranking.count == 79
    assert (played.ranking.to_award, played.ranking.total_nok) == (73, 50_000_000)
    assert earlier.setdefault("outcome", outcome) == outcome


def test_what_goes_wrong_outside_ends_in_one_precise_answer_each(played: Played) -> None:
    refused = Counter(
        (message["reason"], tuple(problem["pointer"] for problem in message["problems"]))  # type: ignore[attr-defined]
        for message in played.told_systems("RefusalIssued")
    )
    assert refused == REFUSALS
    assert [message["reason"] for message in played.told_systems("DismissalIssued")] == ["LATE"]
    assert [message["original"]["outcome"] for message in played.told_systems("AnswerRepeated")] == [  # type: ignore[index]
        "received"
    ]
    assert len(played.told_systems("WithdrawalConfirmed")) == 1
    late_scores = [message for whom, kind, message in played.told if (whom, kind) == ("directorate", "RefusalIssued")]
    assert [message["reason"] for message in late_scores] == ["RANKING_IS_FIXED"]


def test_every_letter_is_written_in_its_reader_s_language_and_says_that_it_is_made_up(played: Played) -> None:
    letters = [file.read_text() for file in sorted((played.folder / "letters").glob("*.txt"))]
    assert len(letters) == played.summary.letters
    first_lines = Counter(text.splitlines()[0] for text in letters)
    bokmal, nynorsk = "Dette er ikke et virkelig vedtak.", "Dette er ikkje eit verkeleg vedtak."
    assert set(first_lines) == {f"Konstruert eksempel. {bokmal}", f"Konstruert eksempel. {nynorsk}"}


async def test_every_decision_is_made_again_the_same_and_everything_is_in_accord(played: Played) -> None:
    await played.site.holds()
