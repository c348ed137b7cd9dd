"""What must be true of the journals after any fault, held against what was sent."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import orjson

from cli.recorded import balances
from schemas.allocation import FundsReserved, PriorAwardsStated, RejectionProposed
from schemas.eligibility import EligibilityDecided
from schemas.intake import ApplicationReceived
from schemas.notification import ReceiptIssued
from tests.faults.examples import FRAME_NOK, Sent
from tests.running import ALLOCATION, ELIGIBILITY, INTAKE, NOTIFICATION, Site


async def nothing_lost_nothing_doubled(site: Site, sent: Sequence[Sent]) -> None:
    """When all has come to rest: each application once in every service, in order, and the money adds up.

    `sent` is all that was sent to its frames.
    """
    await site.settled()
    applications = Counter(str(one.application) for one in sent)
    own = {one.frame for one in sent}
    received = [one for one in await site.said(INTAKE, ApplicationReceived) if one.frame in own]
    assert Counter(one.application for one in received) == applications
    for service, fact in ((ALLOCATION, PriorAwardsStated), (ELIGIBILITY, EligibilityDecided)):
        assert Counter(one.application for one in await site.said(service, fact) if one.frame in own) == applications
    references = {one.reference for one in sent}
    receipts = [one for one in await site.said(NOTIFICATION, ReceiptIssued) if one.reference in references]
    assert Counter(one.reference for one in receipts) == Counter(one.reference for one in sent)
    await _order_is_kept(site, received)
    await _money_is_conserved(site, sent)
    await site.holds()


async def _order_is_kept(site: Site, received: Sequence[ApplicationReceived]) -> None:
    """Intake takes each partition as it was sent; each later service hears each frame as intake said it."""
    by_source: dict[tuple[str, int], list[int]] = defaultdict(list)
    by_frame: dict[str, list[str]] = defaultdict(list)
    for one in received:
        by_source[one.receipt.topic, one.receipt.partition].append(one.receipt.offset)
        by_frame[one.frame].append(one.application)
    assert all(offsets == sorted(set(offsets)) for offsets in by_source.values())
    for listener in (ELIGIBILITY, ALLOCATION, NOTIFICATION):
        heard = await _heard(site, listener)
        assert {frame: heard[frame] for frame in by_frame} == by_frame


async def _heard(site: Site, listener: str) -> dict[str, list[str]]:
    rows = await site.journals[listener].fetch(
        "SELECT data FROM journal WHERE kind = 'heard' AND type = 'ApplicationReceived' ORDER BY position"
    )
    by_frame: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        fact: dict[str, Any] = orjson.loads(row["data"])
        by_frame[fact["frame"]].append(fact["application"])
    return by_frame


async def _money_is_conserved(site: Site, sent: Sequence[Sent]) -> None:
    """Every application got money or a refusal, and each frame's reservations are what its balances say."""
    own = {one.frame for one in sent}
    said = await site.said(ALLOCATION, FundsReserved, RejectionProposed)
    proposals = [one for one in said if one.frame in own]
    assert Counter(one.application for one in proposals) == Counter(str(one.application) for one in sent)
    reserved: Counter[str] = Counter()
    for one in proposals:
        if isinstance(one, FundsReserved):
            reserved[one.frame] += one.amount_nok
    wanted: Counter[str] = Counter()
    for asked in sent:
        wanted[asked.frame] += asked.amount_nok
    for frame, wanted_nok in wanted.items():
        parts = [part for part in await balances(site.installation.auditor_urls) if part.frame == frame]
        assert sum(part.appropriated_nok for part in parts) == FRAME_NOK
        assert sum(part.reserved_nok for part in parts) == reserved[frame] <= min(wanted_nok, FRAME_NOK)
        assert sum(part.available_nok for part in parts) == FRAME_NOK - reserved[frame] >= 0
        assert sum(part.committed_nok for part in parts) == 0
