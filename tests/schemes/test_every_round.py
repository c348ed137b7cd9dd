"""The laws of every round that ships, through all four services in memory: whatever is applied for, in any order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue
from stdnum.no import orgnr

from audit.checks.money import TABLE
from chassis.journal import Row
from cli.reference import reference_messages
from cli.scheme_file import read_scheme
from schemas.application import (
    ApplicantKind,
    Application,
    Cooperation,
    Document,
    Organisation,
    Party,
    PartyRole,
    Positions,
    Project,
    ProjectReport,
    Team,
)
from schemas.base import Message
from schemas.eligibility import EligibilityDecided, Outcome
from schemas.ids import ApplicationId, CooperationId, Digest, OfficerId, OrganisationNumber, ProjectId, Reference
from schemas.outside import (
    AdoptReference,
    AnnounceRound,
    AnswerReview,
    ApproveList,
    RecordHistoricalAward,
    ScoreApplication,
    SubmitApplication,
)
from schemas.scheme import Group, Scheme
from tests.audit.town import Town
from tests.audit.whole import broken, checked, replayed, tables_of

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "schemes").glob("*.yaml"))
SYSTEM = "public360"
MUNICIPALITIES = ("0301", "0427", "1103")
"""Oslo, Elverum in Hedmark, Stavanger: three offices of 2018."""


def synthetic_numbers(count: int) -> list[OrganisationNumber]:
    bodies = (f"{31_000_000 + number:08d}" for number in range(3 * count))
    valid = (body + digit for body in bodies for digit in "0123456789" if orgnr.is_valid(body + digit))
    return [OrganisationNumber(number) for number, _ in zip(valid, range(count), strict=False)]


NUMBERS = synthetic_numbers(12)


@dataclass(frozen=True)
class Wish:
    """What one of the applicants asks for; `misfit` goes without a cooperation agreement."""

    applicant: int
    group: int
    year: int
    thousands: int
    score: int
    misfit: bool

    @property
    def application(self) -> ApplicationId:
        return ApplicationId(f"{SYSTEM}/a{self.applicant}")


WISHES = st.lists(
    st.builds(
        Wish,
        st.integers(0, 9),
        st.integers(0, 5),
        st.integers(0, 3),
        st.integers(50, 1_700),
        st.integers(1, 6),
        st.sampled_from([False, False, False, True]),
    ),
    min_size=3,
    max_size=8,
    unique_by=lambda wish: wish.applicant,
)


@cache
def scarce(file: Path) -> Scheme:
    """The round with so little money that a few applications use it up."""
    scheme = read_scheme(file)
    sub_frames = tuple(part.but(nok=2_500_000 + 1, appeal_margin_nok=0) for part in scheme.sub_frames)
    return scheme.but(sub_frames=sub_frames, appropriation="allocated")


def document(reference: str) -> Document:
    return Document(reference=reference, sha256=Digest("ab" * 32), dated=date(2017, 1, 15))


def content(wish: Wish, scheme: Scheme) -> Application:
    group = scheme.groups[wish.group % len(scheme.groups)]
    year = group.project_years[wish.year % len(group.project_years)]
    name, number = f"a{wish.applicant}", NUMBERS[wish.applicant]
    parties = tuple(
        Party(
            organisation_number=whose,
            name=f"{name} {role}",
            role=role,
            role_address=f"{role.value.replace('_', '-')}@{name}.example",
            consent=document(f"consent-{name}"),
        )
        for whose, role in ((number, PartyRole.NAV), (NUMBERS[11], PartyRole.MUNICIPAL_HEALTH))
    )
    return Application(
        applicant=Organisation(
            organisation_number=number,
            name=f"{name.capitalize()} kommune",
            kind=ApplicantKind.NAV_MUNICIPALITY,
            municipality=MUNICIPALITIES[wish.applicant % 3],
            role_address=f"post@{name}.example",
        ),
        cooperation=Cooperation(
            cooperation=CooperationId(f"{name}-health"),
            parties=parties,
            agreement=None if wish.misfit else document(f"agreement-{name}"),
        ),
        project=Project(project=ProjectId(f"{name}-project"), year=year),
        positions=Positions(total=2, new=1, percent=150),
        amount_nok=wish.thousands * 1000,
        own_contribution_nok=wish.thousands * 1000,
        municipalities=(MUNICIPALITIES[wish.applicant % 3],),
        purpose=_purpose(group, scheme),
        team=Team(kind=group.team_kinds[0], established=date(2015, 1, 1)) if group.team_kinds else None,
        reports=tuple(ProjectReport(project_year=n, document=document(f"report-{name}-{n}")) for n in range(1, year)),
    )


def _purpose(group: Group, scheme: Scheme) -> str | None:
    asked = [one.parameters["purposes"] for one in scheme.criteria if one.rule == "purpose"]
    if group.purposes:
        return group.purposes[0]
    return str(asked[0][0]) if asked and isinstance(asked[0], list) else None


class Round:
    """A round as it is lived: everything is announced, applied for in this order, scored and approved."""

    def __init__(self, scheme: Scheme, wishes: Sequence[Wish]) -> None:
        self.town, self.scheme, self.wishes = Town(), scheme, wishes
        self._sent = 0
        self._at = scheme.deadline.ends_at() - timedelta(days=40)
        self._prepare()
        for wish in wishes:
            submitted = SubmitApplication(
                reference=Reference(f"a{wish.applicant}"), round=scheme.round, application=content(wish, scheme)
            )
            self.say(f"inbound.{SYSTEM}", submitted)
        self._at = scheme.deadline.ends_at() + timedelta(days=1)
        self.town.time_passes(self._at)
        self._assess()
        self._approve()

    def say(self, topic: str, message: Message) -> None:
        self._sent += 1
        self._at += timedelta(minutes=1)
        self.town.send(topic, message, f"m-{self._sent}", self._at)

    def _prepare(self) -> None:
        self.town.add_source(f"inbound.{SYSTEM}", 0, self._at)
        systems: dict[str, JsonValue] = {
            "admit_synthetic_numbers": True,
            "systems": [{"id": SYSTEM, "may_act_for": list(NUMBERS)}],
        }
        tables = [one for one in reference_messages(ROOT / "reference") if one.name != "systems"]
        for message in (AdoptReference(name="systems", content=systems), *tables):
            self.say("casework.operations", message)
        for wish in self.wishes:
            project = content(wish, self.scheme).project
            for year in range(1, project.year):
                earlier = RecordHistoricalAward(
                    organisation_number=NUMBERS[wish.applicant],
                    scheme=self.scheme.scheme,
                    project=project.project,
                    project_year=year,
                    awarded=date(2017, 5, 1),
                    amount_nok=500_000,
                )
                self.say("casework.operations", earlier)
        self.say(f"casework.{self.scheme.decided_by}", AnnounceRound(scheme=self.scheme))

    def _assess(self) -> None:
        """In the order of names: whatever a rule can't tell is met, and the eligible get their scores."""
        for wish in sorted(self.wishes, key=lambda one: one.applicant):
            topic = f"casework.{self.authority(wish)}"
            for finding in self.judged(wish).findings:
                if finding.outcome is Outcome.UNCLEAR:
                    answer = AnswerReview(
                        application=wish.application, rule=finding.rule, outcome="met", officer=OfficerId("officer-1")
                    )
                    self.say(topic, answer)
            if self.judged(wish).outcome == "eligible":
                code = self.scheme.considerations[0].code
                scored = ScoreApplication(
                    application=wish.application,
                    score=wish.score,
                    considerations=(code,),
                    officer=OfficerId("officer-1"),
                )
                self.say(topic, scored)

    def judged(self, wish: Wish) -> EligibilityDecided:
        rows = [row for row in self.town.rows("eligibility") if row.type == "EligibilityDecided"]
        found = [row for row in rows if row.correlation == wish.application]
        return EligibilityDecided.model_validate_json(found[-1].data)

    def authority(self, wish: Wish) -> str:
        rows = self.town.rows("intake")
        (received,) = (r for r in rows if r.type == "ApplicationReceived" and r.correlation == wish.application)
        return str(orjson.loads(received.data)["decided_by"])

    def _approve(self) -> None:
        for row in [row for row in self.town.rows("allocation") if row.type == "RankingFixed"]:
            fixed = orjson.loads(row.data)
            for officer in ("officer-1", "officer-2"):
                approved = ApproveList(
                    round=self.scheme.round, list_hash=fixed["list_hash"], officer=OfficerId(officer)
                )
                self.say(f"casework.{fixed['authority']}", approved)

    def outcomes(self) -> dict[str, tuple[str, int, int, tuple[str, ...]]]:
        """Of each application: what was decided, its place, the amount, and why."""
        decided = {}
        for row in self.town.rows("allocation"):
            if row.type in ("AwardDecided", "ApplicationRejected"):
                fact = orjson.loads(row.data)
                told = (row.type, fact["place"], fact.get("amount_nok", 0), tuple(fact["reasons"]))
                decided[fact["application"]] = told
        return decided


def balances_told(rows: Sequence[Row]) -> dict[tuple[str, str], tuple[int, ...]]:
    """What the table of balances holds when each movement has been written into it."""
    told = {}
    for row in rows:
        movement = orjson.loads(row.data).get("movement", {}) if row.kind == "decided" else {}
        for after in movement.get("after", ()):
            values = (after[f"{name}_nok"] for name in TABLE)
            told[movement["frame"], after["sub_frame"]] = (movement["frame_version"], *values)
    return told


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@given(wishes=WISHES, shuffled=st.randoms(use_true_random=False))
@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_any_applications_are_all_decided_alike_in_any_order_and_every_law_holds(
    file: Path, wishes: list[Wish], shuffled: object
) -> None:
    scheme = scarce(file)
    lived = Round(scheme, wishes)
    assert lived.outcomes().keys() == {wish.application for wish in wishes}
    journals = {name: list(office.rows) for name, office in lived.town.offices.items()}
    for service in journals:
        checks = checked(journals, service, tables_of(lived.town, service), balances_told(journals["allocation"]))
        assert broken(checks) == {}
        assert replayed(service, journals[service]).difference is None
    other = list(wishes)
    shuffled.shuffle(other)  # type: ignore[attr-defined]
    assert Round(scheme, other).outcomes() == lived.outcomes()


def test_the_rounds_that_ship_are_six() -> None:
    assert [file.stem for file in FILES] == [
        "ips-2018",
        "ips-2019",
        "ips-2020",
        "ips-2023",
        "rusarbeid-2018",
        "sammensatte-behov-2018",
    ]
