"""How records are cut into batches leaves no trace: the journals are the same to the last hash."""

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.base import Message
from tests.chassis.coins import AskBalance, ClearShelf, Deposit, RingBell
from tests.chassis.hand_made import Fetched, batch, noise, sent
from tests.chassis.shop import TILL, Shop
from tests.chassis.test_rows import MESSAGES

HISTORIES = st.lists(
    MESSAGES
    | st.builds(AskBalance, jar=st.just("blue"))
    | st.builds(RingBell)
    | st.builds(ClearShelf, shelf=st.sampled_from(["upper", "lower"]), jar=st.just("blue"))
    | st.builds(Deposit, jar=st.sampled_from(["elsewhere", "yellow"]), coins=st.just(1), shelf=st.just("upper"))
    | st.binary(max_size=3),
    min_size=1,
    max_size=20,
)
"""Messages, and bytes that are none."""


def _records(history: list[Message | bytes]) -> list[Fetched]:
    return [
        noise(offset, item) if isinstance(item, bytes) else sent(offset, item) for offset, item in enumerate(history)
    ]


async def _journal(shop: Shop, records: list[Fetched], cuts: set[int], restarts: set[int]) -> list[bytes]:
    """All hashes, when the records come in batches that end at these places; after some the worker starts anew."""
    await shop.empty()
    road = shop.road()
    await road.take_over([TILL])
    start = 0
    for end in sorted({*cuts, *restarts, len(records)}):
        if start < end <= len(records):
            await road.take(batch(records[start:end], epoch=road.standings[TILL].epoch))
            start = end
        if end in restarts:
            road = shop.road()
            await road.take_over([TILL])
    return [row.hash for row in await shop.rows()]


@settings(max_examples=15, deadline=None)
@given(HISTORIES, st.sets(st.integers(1, 19)), st.sets(st.integers(1, 19), max_size=3))
async def test_any_batches_and_any_restarts_between_them_give_the_same_journal(
    only_shop: Shop, history: list[Message | bytes], cuts: set[int], restarts: set[int]
) -> None:
    records = _records(history)
    whole = await _journal(only_shop, records, set(), set())
    assert await _journal(only_shop, records, cuts, restarts) == whole
