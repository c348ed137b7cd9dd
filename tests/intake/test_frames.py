"""Two rounds on one frame, and an officer's proposals to change a frame."""

from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.flow import PARTITIONS
from schemas.ids import AuthorityId, FrameId, OfficerId, RoundId, SubFrameId
from schemas.intake import FrameChangeStated, RoundAnnounced
from schemas.outside import AnnounceRound, ChangeFrame
from schemas.reasons import Refusal
from schemas.scheme import CountyShares, Scheme, SubFrame
from tests.given import kinds, the
from tests.intake.examples import IPS_2019, JANUARY, MARCH_4, in_the_round, submit
from tests.intake.national_frame import APRIL_2018, announced
from tests.intake.refusals import refusal

SECOND = IPS_2019.but(round=RoundId("ips-2019-autumn"), shares_frame_with=IPS_2019.round)
"""Its applications draw on what the first round leaves."""

RAISED = ChangeFrame(
    round=RoundId("ips-2019"),
    change="adjust",
    sub_frame=SubFrameId("earmarked"),
    amount_nok=5_000_000,
    document="rnb-2019",
    officer=OfficerId("oekonom-a"),
)
CARRIED = RAISED.but(change="carry_over", from_year=2018)
OF_HEDMARK = RAISED.but(round=RoundId("rusarbeid-2018"), sub_frame=SubFrameId("hedmark"))


def announced_beside(scheme: Scheme) -> tuple[Refusal, list[str]]:
    return refusal(in_the_round().directorate(AnnounceRound(scheme=scheme)))


def test_two_rounds_do_not_share_a_frame_unless_the_second_says_so() -> None:
    silent = IPS_2019.but(round=RoundId("ips-2020"))
    assert announced_beside(silent) == (Refusal.CONFLICTING_CONTENT, ["/scheme/frame"])
    of_its_own = silent.but(frame=FrameId("ips-2020"))
    assert kinds(in_the_round().directorate(AnnounceRound(scheme=of_its_own))) == ["RoundAnnounced"]


def test_a_second_round_on_the_frame_lives_where_the_first_does_and_takes_applications() -> None:
    intake = in_the_round()
    fact = the(RoundAnnounced, intake.directorate(AnnounceRound(scheme=SECOND), JANUARY))
    assert (fact.frame, fact.rulebook.shares_frame_with) == ("ips-2019", "ips-2019")
    first = next(row for row in intake.rows if row.type == "RoundAnnounced")
    assert fact.partition == intake.said[0].partition == first.partition
    assert fact.partition in range(PARTITIONS)
    assert kinds(intake.system(submit(reference="A-2", round="ips-2019-autumn"))) == ["ApplicationReceived"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"shares_frame_with": RoundId("ips-2017")}, "/scheme/shares_frame_with"),
        ({"shares_frame_with": RoundId("ips-2019-autumn")}, "/scheme/shares_frame_with"),
        ({"frame": FrameId("another")}, "/scheme/frame"),
        ({"budget_year": 2020}, "/scheme/budget_year"),
        ({"sub_frames": IPS_2019.sub_frames[:1]}, "/scheme/sub_frames"),
        ({"sub_frames": tuple(reversed(IPS_2019.sub_frames))}, "/scheme/sub_frames"),
    ],
)
def test_whoever_shares_a_frame_means_the_same_pool_of_money(changes: dict[str, Any], pointer: str) -> None:
    assert announced_beside(SECOND.but(**changes)) == (Refusal.CONFLICTING_CONTENT, [pointer])


def test_whoever_shares_a_frame_splits_it_in_the_same_way() -> None:
    national = (SubFrame(id=SubFrameId("national"), nok=1_000_000),)
    split = SECOND.but(sub_frames=national, county_shares=CountyShares(keys={"hedmark": 1}))
    pointers = ["/scheme/county_shares", "/scheme/sub_frames"]
    reason, found = announced_beside(split)
    assert (reason, sorted(found)) == (Refusal.CONFLICTING_CONTENT, pointers)


def test_another_authority_does_not_draw_on_the_frame() -> None:
    scheme = SECOND.but(decided_by=AuthorityId("vestland"))
    facts = in_the_round().office("vestland", AnnounceRound(scheme=scheme), JANUARY)
    assert refusal(facts) == (Refusal.CONFLICTING_CONTENT, ["/scheme/decided_by"])


def test_a_frame_change_goes_to_its_frame_as_it_was_sent() -> None:
    intake = in_the_round()
    fact = the(FrameChangeStated, intake.directorate(RAISED, MARCH_4))
    assert (fact.round, fact.frame, fact.change, fact.sub_frame) == ("ips-2019", "ips-2019", "adjust", "earmarked")
    assert (fact.amount_nok, fact.from_year, fact.document) == (5_000_000, None, "rnb-2019")
    assert (fact.officer, fact.superior, fact.authority) == ("oekonom-a", None, "directorate")
    (row,) = intake.said
    first = next(row for row in intake.rows if row.type == "RoundAnnounced")
    assert (row.partition, row.rules) == (first.partition, first.rules)


def test_the_same_frame_change_again_changes_nothing() -> None:
    intake = in_the_round()
    assert len(intake.directorate(RAISED, MARCH_4, id="s-1")) == 1
    assert intake.directorate(RAISED, MARCH_4, id="s-1") == []
    other = intake.directorate(RAISED.but(amount_nok=1), MARCH_4, id="s-1")
    assert refusal(other) == (Refusal.CONFLICTING_CONTENT, ["/headers/ce_id"])


@pytest.mark.parametrize(
    ("change", "amount_nok"),
    [("confirm", 0), ("adjust", 1), ("adjust", -1), ("margin", 0), ("carry_over", 0)],
)
def test_an_amount_may_be_what_its_change_can_mean(change: str, amount_nok: int) -> None:
    from_year = 2018 if change == "carry_over" else None
    sent = RAISED.but(change=change, amount_nok=amount_nok, from_year=from_year)
    assert kinds(in_the_round().directorate(sent, MARCH_4)) == ["FrameChangeStated"]


@pytest.mark.parametrize(("change", "amount_nok"), [("confirm", -1), ("adjust", 0), ("margin", -1), ("carry_over", -1)])
def test_an_amount_that_its_change_can_not_mean_is_refused(change: str, amount_nok: int) -> None:
    from_year = 2018 if change == "carry_over" else None
    sent = RAISED.but(change=change, amount_nok=amount_nok, from_year=from_year)
    assert refusal(in_the_round().directorate(sent, MARCH_4)) == (Refusal.INVALID, ["/amount_nok"])


@pytest.mark.parametrize("from_year", [2017, 2018])
def test_unused_money_of_the_last_two_years_can_be_carried_over(from_year: int) -> None:
    fact = the(FrameChangeStated, in_the_round().directorate(CARRIED.but(from_year=from_year), MARCH_4))
    assert (fact.change, fact.from_year) == ("carry_over", from_year)


@pytest.mark.parametrize("from_year", [2016, 2019, 2020])
def test_money_is_carried_over_for_two_years_at_most_and_never_backwards(from_year: int) -> None:
    """bevilgningsreglementet § 5: «kan overføres» reaches the two following budget years."""
    facts = in_the_round().directorate(CARRIED.but(from_year=from_year), MARCH_4)
    assert refusal(facts) == (Refusal.CARRIED_TOO_LONG, ["/from_year"])


def test_carried_money_names_its_year_and_other_money_has_none() -> None:
    for sent in (CARRIED.but(from_year=None), RAISED.but(from_year=2018)):
        assert refusal(in_the_round().directorate(sent, MARCH_4)) == (Refusal.INVALID, ["/from_year"])


def test_a_sub_frame_that_the_round_does_not_have_is_refused() -> None:
    facts = in_the_round().directorate(RAISED.but(sub_frame=SubFrameId("hedmark")), MARCH_4)
    assert refusal(facts) == (Refusal.UNKNOWN_SUB_FRAME, ["/sub_frame"])


def test_a_frame_of_a_round_that_nobody_announced_is_refused() -> None:
    facts = in_the_round().directorate(RAISED.but(round=RoundId("ips-2031")), MARCH_4)
    assert refusal(facts) == (Refusal.UNKNOWN_ROUND, ["/round"])


def test_another_authority_changes_no_frame() -> None:
    facts = in_the_round().office("vestland", RAISED, MARCH_4)
    assert refusal(facts) == (Refusal.AUTHORITY_MAY_NOT_ACT, ["/round"])


def test_an_offices_share_is_changed_by_itself_or_by_who_announced_the_round() -> None:
    intake = announced()
    for authority in ("hedmark", "directorate"):
        assert the(FrameChangeStated, intake.office(authority, OF_HEDMARK, APRIL_2018)).authority == authority
    other = intake.office("oppland", OF_HEDMARK, APRIL_2018)
    assert refusal(other) == (Refusal.AUTHORITY_MAY_NOT_ACT, ["/sub_frame"])
    unknown = intake.directorate(OF_HEDMARK.but(sub_frame=SubFrameId("innlandet")), APRIL_2018)
    assert refusal(unknown) == (Refusal.UNKNOWN_SUB_FRAME, ["/sub_frame"])


def test_a_frame_change_at_any_time_of_the_year_is_passed_on() -> None:
    december = datetime(2019, 12, 30, 9, tzinfo=UTC)
    assert kinds(in_the_round().directorate(RAISED, december)) == ["FrameChangeStated"]
