"""The demo's time moves forward only, its mailboxes say what they waited for, its offices are those of the day."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from demo.arrivals import Arrival
from demo.calendar import Calendar
from demo.case_system import Sent
from demo.kafka import Mailbox, Place, Reply, Sending, WaitedInVain
from demo.offices import Offices
from demo.outcome import concerns
from schemas.ids import MessageId, Reference, SystemId
from schemas.intake import Receipt
from schemas.notification import ReceiptIssued, WithdrawalConfirmed

REFERENCE = Path(__file__).parents[2] / "reference"
NOON = datetime(2019, 1, 7, 12, 0, tzinfo=UTC)


def receipt(offset: int) -> ReceiptIssued:
    where = Receipt(topic="inbound.websak-vest", partition=2, offset=offset, received_at=NOON)
    reference, message = Reference("2019-0001"), MessageId("2019-0001-1")
    return ReceiptIssued(reference=reference, message=message, status="received", version=1, receipt=where)


def sent(offset: int) -> Sent:
    sending = Sending("2019-0001", b"{}", "SubmitApplication", "2019-0001-1")
    return Sent(Arrival(SystemId("websak-vest"), sending), Place("run7.inbound.websak-vest", 2, offset))


def test_time_never_goes_back() -> None:
    calendar = Calendar(NOON)
    assert calendar.tick() == NOON + timedelta(seconds=1)
    with pytest.raises(ValueError, match="is before"):
        calendar.go_to(NOON)


async def test_a_mailbox_hands_over_what_was_waited_for() -> None:
    mailbox = Mailbox("websak-vest")
    waiting = asyncio.create_task(mailbox.until("a receipt", lambda: mailbox.all(ReceiptIssued) or None))
    await asyncio.sleep(0)
    await mailbox.put(Reply("ReceiptIssued", "1", "", receipt(5)))
    assert await waiting == [receipt(5)]


async def test_waiting_in_vain_says_for_what_and_what_came_instead() -> None:
    mailbox = Mailbox("websak-vest")
    await mailbox.put(Reply("ReceiptIssued", "1", "", receipt(5)))
    with pytest.raises(WaitedInVain, match="without a withdrawal; websak-vest has been told: 1 ReceiptIssued"):
        await mailbox.until("a withdrawal", lambda: mailbox.all(WithdrawalConfirmed) or None, patience=0.01)


async def test_a_mailbox_whose_reader_broke_says_so_at_once() -> None:
    mailbox = Mailbox("websak-vest")
    await mailbox.put(None, RuntimeError("no broker"))
    with pytest.raises(WaitedInVain, match="can't be told anything any more"):
        await mailbox.until("a receipt", lambda: mailbox.all(ReceiptIssued) or None)


def test_a_receipt_concerns_the_record_that_it_names_and_not_its_repetition() -> None:
    assert concerns(receipt(5), sent(5))
    assert not concerns(receipt(5), sent(6))


def test_a_confirmation_without_a_place_concerns_the_message_with_that_id() -> None:
    confirmed = WithdrawalConfirmed(reference=Reference("2019-0001"), message=MessageId("2019-0001-1"))
    assert concerns(confirmed, sent(5))
    assert not concerns(WithdrawalConfirmed(reference=Reference("2019-0001"), message=MessageId("2")), sent(5))


def test_an_area_over_two_counties_concerns_the_offices_of_that_day() -> None:
    offices = Offices(REFERENCE)
    assert offices.covering(("1106", "1221"), date(2019, 5, 6)) == {"rogaland", "vestland"}
    assert offices.covering(("0219", "0301"), date(2019, 5, 6)) == {"oslo-viken"}
    assert offices.covering(("1221",), date(2018, 5, 6)) == {"hordaland"}
