"""Contenders and rounds as the ranking knows them, short to say, and drawn at will."""

from typing import Literal

from hypothesis import strategies as st

from schemas.ids import ApplicationId, GroupId
from schemas.reasons import Reason
from schemas.scheme import AtTheEdge, Quota, Scheme
from services.allocation.ranking import Contender, Placed, rank
from tests.allocation.examples import IPS_2019

Policy = Literal["partial", "skip", "stop"]
POLICIES: tuple[Policy, ...] = ("partial", "skip", "stop")
CONTINUATION, NEW = GroupId("continuation"), GroupId("new")
ORDER = {CONTINUATION: 1, NEW: 2}


def contender(
    name: str,
    *,
    score: int | None = 5,
    asks_nok: int = 770_000,
    group: str = "new",
    eligible: bool = True,
    continuing: bool = False,
) -> Contender:
    reasons = () if eligible else (Reason.NO_PRIOR_AWARD,)
    return Contender(ApplicationId(name), 1, eligible, GroupId(group), score, asks_nok, reasons, continuing)


def edge(policy: Policy, minimum_nok: int = 0, scheme: Scheme = IPS_2019) -> Scheme:
    return scheme.but(at_the_edge=AtTheEdge(policy=policy, minimum_award_nok=minimum_nok))


def with_quotas(scheme: Scheme = IPS_2019, **quotas: Quota | None) -> Scheme:
    """The round with a quota for these groups, by id."""
    return scheme.but(groups=tuple(group.but(quota=quotas.get(group.id)) for group in scheme.groups))


def placed(available_nok: int, *who: Contender, scheme: Scheme = IPS_2019, **taken: int) -> list[Placed]:
    return rank(who, scheme, available_nok, {GroupId(group): awards for group, awards in taken.items()})


def in_short(places: list[Placed]) -> list[tuple[str, str, int]]:
    return [(one.contender.application, one.outcome, one.amount_nok) for one in places]


def amounts(places: list[Placed]) -> dict[str, int]:
    return {one.contender.application: one.amount_nok for one in places}


def waiting(places: list[Placed]) -> list[tuple[str, str, int]]:
    """Who waits, for what reason, at which place of the waiting list."""
    return [
        (one.contender.application, "+".join(one.reasons), one.waiting_place)
        for one in places
        if one.waiting_place is not None
    ]


contenders = st.lists(
    st.builds(
        contender,
        st.text("abcdefgh", min_size=1, max_size=6),
        score=st.integers(1, 6) | st.none(),
        asks_nok=st.integers(1, 1_500_000),
        group=st.sampled_from(sorted(ORDER)),
        eligible=st.sampled_from([True, True, True, False]),
        continuing=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.application,
)
money = st.integers(0, 6_000_000)
quotas = st.none() | st.builds(
    lambda least, more: Quota(min=least, max=max(1, least + more)), st.integers(0, 3), st.integers(0, 2)
)
taken = st.dictionaries(st.sampled_from([CONTINUATION, NEW]), st.integers(0, 4))


@st.composite
def rounds(draw: st.DrawFn, policies: tuple[Policy, ...] = POLICIES) -> Scheme:
    """A round with any rule at the edge, and with or without quotas and a right of way for what continues."""
    scheme = edge(draw(st.sampled_from(policies)), draw(st.integers(0, 400_000)))
    scheme = with_quotas(scheme, continuation=draw(quotas), new=draw(quotas))
    return scheme.but(continuation_first=draw(st.booleans()))
