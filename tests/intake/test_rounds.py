"""A round is announced once, closes once, and counts what stands."""

from datetime import timedelta

from chassis.canonical import canonical_message, digest, share_of
from schemas.flow import PARTITIONS
from schemas.ids import AuthorityId, FrameId, RoundId
from schemas.intake import RoundAnnounced, RoundClosed, SubmissionRefused
from schemas.outside import AnnounceRound
from schemas.reasons import Refusal
from schemas.scheme import Scheme
from tests.given import kinds, the
from tests.intake.examples import (
    APPLICATION,
    CLOSES,
    FEBRUARY,
    IPS_2019,
    JANUARY,
    MARCH_4,
    PUBLIC360,
    ROUND,
    WEBSAK,
    before_the_announcement,
    in_the_round,
    submit,
    withdraw,
)

CORRECTED = submit(APPLICATION.but(amount_nok=700_000))


def announced_otherwise(scheme: Scheme) -> Refusal:
    return the(SubmissionRefused, in_the_round().directorate(AnnounceRound(scheme=scheme))).reason


def test_an_announcement_carries_the_whole_rulebook_with_its_hash_and_its_instants() -> None:
    intake = before_the_announcement()
    fact = the(RoundAnnounced, intake.directorate(ROUND))
    assert (fact.rulebook, fact.rulebook_hash) == (IPS_2019, digest(canonical_message(IPS_2019)))
    assert (fact.closes_at, fact.frame, fact.partition) == (CLOSES, "ips-2019", share_of("ips-2019", PARTITIONS))
    (row,) = intake.said
    assert (row.partition, row.rules) == (fact.partition, fact.rulebook_hash)


def test_the_same_announcement_again_changes_nothing() -> None:
    assert in_the_round().directorate(ROUND) == []


def test_a_running_rounds_rules_never_change_silently() -> None:
    assert announced_otherwise(IPS_2019.but(acceptance_days=30)) == Refusal.CONFLICTING_CONTENT


def test_an_authority_announces_only_rounds_that_it_decides() -> None:
    scheme = IPS_2019.but(decided_by=AuthorityId("vestland"))
    fact = the(SubmissionRefused, before_the_announcement().directorate(AnnounceRound(scheme=scheme)))
    assert fact.reason == Refusal.AUTHORITY_MAY_NOT_ACT
    assert (fact.sender, [problem.pointer for problem in fact.problems]) == ("directorate", ["/scheme/decided_by"])


def lines(*standing: str) -> str:
    return digest("\n".join(standing).encode())


def test_a_round_closes_with_count_and_digest_of_what_stands() -> None:
    intake = in_the_round({"m-1": submit(), "m-2": CORRECTED})
    intake.system(submit(reference="A-2"))
    intake.system(submit(reference="A-3"))
    intake.system(withdraw("A-3"))
    intake.system(submit(reference="B-1"), topic=WEBSAK)
    intake.system(submit(reference="late"), CLOSES)
    fact = the(RoundClosed, intake.time_passes(CLOSES))
    assert (fact.round, fact.frame, fact.count) == ("ips-2019", "ips-2019", 3)
    assert fact.digest == lines("public360/A-1 2", "public360/A-2 1", "websak/B-1 1")
    assert intake.said[0].partition == share_of("ips-2019", PARTITIONS)


def test_an_application_of_another_round_is_not_counted() -> None:
    intake = in_the_round({"m-1": submit()})
    other = IPS_2019.but(round=RoundId("ips-2020"), frame=FrameId("ips-2020"))
    intake.directorate(AnnounceRound(scheme=other), JANUARY)
    intake.system(submit(reference="A-2", round="ips-2020"))
    first, second = intake.time_passes(CLOSES)
    assert isinstance(first, RoundClosed)
    assert isinstance(second, RoundClosed)
    assert (first.digest, second.digest) == (lines("public360/A-1 1"), lines("public360/A-2 1"))


def test_a_round_does_not_close_before_its_deadline_has_passed() -> None:
    intake = in_the_round({"m-1": submit()})
    assert intake.time_passes(CLOSES - timedelta(seconds=1)) == []


def test_a_round_closes_once() -> None:
    intake = in_the_round({"m-1": submit()})
    assert kinds(intake.time_passes(CLOSES)) == ["RoundClosed"]
    assert intake.time_passes(MARCH_4) == []
    intake.forgets()
    assert intake.time_passes(MARCH_4 + timedelta(days=1)) == []


def test_a_round_for_which_nobody_applied_closes_too() -> None:
    assert the(RoundClosed, in_the_round().time_passes(CLOSES)).count == 0


def test_passed_time_is_itself_told_to_every_partition() -> None:
    intake = in_the_round()
    intake.time_passes(FEBRUARY)
    row = intake.rows[-1]
    assert (row.kind, row.type, row.topic, row.partition) == ("observed", "TimePassed", "intake", None)


def test_what_was_read_for_the_closing_is_named_with_its_versions() -> None:
    intake = in_the_round({"m-1": submit()})
    intake.time_passes(CLOSES)
    heard = intake.rows[-2]
    assert heard.reads == f'{{"application/{PUBLIC360.rpartition(".")[2]}/A-1":2,"world":4}}'
    assert heard.gathered == len(intake.rows) - 2
