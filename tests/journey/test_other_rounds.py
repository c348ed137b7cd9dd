"""The five other rounds through real Kafka and PostgreSQL, each with the applications made for it.

The figures follow from the data files and the rules; everything is read from journals, topics and letters.
"""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.correspondents import correspondents
from cli.recorded import balances, facts
from cli.scheme_file import read_scheme
from cli.summary import COUNTED, Summary, summarise
from demo.data import file_of, load
from demo.outcome import Outcome
from demo.round import run_round
from demo.world import SCHEMES
from tests.conftest import Install
from tests.running import Site, running_site

pytestmark = pytest.mark.long

FIGURES = {
    "ips-2018": {
        "applications": 12,
        "awarded": 6,
        "waitlisted": 2,
        "awarded_nok": 6_900_000,
        "accepted": 6,
        "declined": 1,
        "promoted_from_waiting_list": 1,
        "rejection_reasons": {
            "FRAME_EXHAUSTED": 2,
            "NOT_IN_APPLICANT_GROUP": 1,
            "NO_AGREEMENT_WITH_KOMMUNE_OR_RHF": 1,
            "NO_PRIOR_AWARD": 1,
            "PURPOSE_OUTSIDE_SCHEME": 1,
        },
    },
    "ips-2020": {
        "applications": 9,
        "awarded": 6,
        "waitlisted": 2,
        "awarded_nok": 5_400_000,
        "accepted": 7,
        "topped_up": 1,
        "promoted_from_waiting_list": 1,
        "dismissed": 1,
        "rejection_reasons": {"FRAME_EXHAUSTED": 2, "NO_PRIOR_AWARD": 1},
    },
    "ips-2023": {
        "applications": 15,
        "awarded": 11,
        "waitlisted": 1,
        "awarded_nok": 42_800_000,
        "accepted": 11,
        "declined": 1,
        "promoted_from_waiting_list": 1,
        "dismissed": 1,
        "rejection_reasons": {
            "OWN_CONTRIBUTION_TOO_LOW": 1,
            "PURPOSE_OUTSIDE_SCHEME": 1,
            "QUOTA_FULL": 1,
            "TEAM_NOT_ESTABLISHED": 1,
        },
    },
    "rusarbeid-2018": {
        "applications": 13,
        "awarded": 10,
        "waitlisted": 1,
        "awarded_nok": 7_179_090,
        "accepted": 10,
        "declined": 1,
        "promoted_from_waiting_list": 1,
        "rejection_reasons": {"FRAME_EXHAUSTED": 1, "PRIOR_REPORT_MISSING": 1, "YEAR_NOT_FUNDABLE": 1},
    },
    "sammensatte-behov-2018": {
        "applications": 11,
        "awarded": 7,
        "waitlisted": 2,
        "awarded_nok": 216_000_000,
        "accepted": 8,
        "promoted_from_waiting_list": 1,
        "withdrawn": 1,
        "rejection_reasons": {"DUPLICATE_FOR_SAME_COOPERATION": 1, "FRAME_EXHAUSTED": 2, "PURPOSE_OUTSIDE_SCHEME": 1},
    },
}

ANSWERS = {
    "ips-2018": Counter[str](),
    "ips-2020": Counter({"refused: CARRIED_TOO_LONG /from_year": 1}),
    "ips-2023": Counter({"refused: FRAME_IS_PROVISIONAL": 1, "dismissed: INCOMPLETE_NOT_CORRECTED": 1}),
    "rusarbeid-2018": Counter[str](),
    "sammensatte-behov-2018": Counter(
        {"refused: OFFICER_IS_RECUSED": 2, "refused: OFFICER_MAY_NOT_DECIDE /officer": 1}
    ),
}
"""What people were refused after the deadline."""


@dataclass(frozen=True)
class Played:
    site: Site
    round: str
    folder: Path
    summary: Summary
    outcome: Outcome


@pytest.fixture(scope="module", params=FIGURES)
async def played(
    request: pytest.FixtureRequest, installation: Install, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Played]:
    folder = tmp_path_factory.mktemp("round")
    data = load(file_of(request.param))
    made = await installation(correspondents(scheme=read_scheme(SCHEMES / f"{data.round}.yaml")))
    async with running_site(made, folder, settings={"LETTERS_FOLDER": str(folder / "letters")}) as site:
        kafka, tell_time = made.kafka_bootstrap, site.stack.tell_time
        outcome = await run_round(kafka, made.prefix, folder, tell_time, print, 7, data)
        await site.settled()
        summary = summarise(data.round, await facts(made.auditor_urls, *COUNTED), await balances(made.auditor_urls))
        yield Played(site, request.param, folder, summary, outcome)


def test_the_round_comes_to_what_follows_from_its_applications(played: Played) -> None:
    found, expected = played.summary.plain(), FIGURES[played.round]
    assert {name: found[name] for name in expected} == expected


def test_nothing_is_left_reserved_and_no_sub_frame_is_overspent(played: Played) -> None:
    assert played.summary.sub_frames
    assert all(part.reserved_nok == 0 <= part.available_nok for part in played.summary.sub_frames)


def test_whoever_may_not_or_may_not_yet_is_refused_with_the_reason(played: Played) -> None:
    said = (answer.strip() for _, _, answer in played.outcome.happened)
    assert Counter(one for one in said if one.startswith(("refused", "dismissed"))) == ANSWERS[played.round]


def test_every_letter_says_that_the_example_is_made_up(played: Played) -> None:
    letters = [file.read_text() for file in (played.folder / "letters").glob("*.txt")]
    assert len(letters) == played.summary.letters
    assert all(text.startswith("Konstruert eksempel. ") for text in letters)


async def test_every_decision_is_made_again_the_same_and_everything_is_in_accord(played: Played) -> None:
    await played.site.holds()
