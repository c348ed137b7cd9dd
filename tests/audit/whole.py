"""All checks of the town's journals, with the tables and topics that follow from them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import orjson

from audit.checks import Check
from audit.checks.money import Balances
from audit.checks.topics import TopicRecord, Topics
from audit.reading import Tables, input_of
from audit.replay import Replayer, ServiceReplay
from audit.verify import Checkers
from chassis.journal import GENESIS, Head, Row, seal
from schemas.envelope import Envelope
from schemas.flow import PARTITIONS
from services.catalogue import SERVICES
from tests.audit.examples import whole_round
from tests.audit.town import Town

Journals = dict[str, list[Row]]


def journals() -> Journals:
    """The whole round's rows, which a test may change."""
    return {name: [replace(row) for row in office.rows] for name, office in whole_round().offices.items()}


def resealed(rows: Sequence[Row]) -> list[Row]:
    """The rows as who changed them would chain them anew."""
    copies = [replace(row) for row in rows]
    seal(copies, Head(0, GENESIS, None))
    return copies


def by_input(rows: Sequence[Row]) -> Iterator[list[Row]]:
    yield from (list(group) for _, group in groupby(rows, input_of))


def found(rows: Sequence[Row], type_: str, nth: int = 0) -> Row:
    return [row for row in rows if row.type == type_][nth]


def changed(row: Row, **values: object) -> None:
    """Changes values inside a row's message, and nothing else."""
    row.data = orjson.dumps({**orjson.loads(row.data), **values}, option=orjson.OPT_SORT_KEYS)


def replayed(service: str, rows: Sequence[Row]) -> ServiceReplay:
    replayer = Replayer(SERVICES[service])
    for group in by_input(rows):
        replayer.take(group)
    return replayer.result()


def checked(
    all_rows: Journals, service: str, tables: Tables | None = None, money: Balances | None = None
) -> list[Check]:
    """All checks of one service, its journal beside the others'."""
    upstream = sorted(SERVICES[service].upstream)
    checkers = Checkers(service, keeps_time=SERVICES[service].keeps_time, upstream=upstream)
    for topic, delivery in checkers.deliveries.items():
        for row in all_rows[topic]:
            delivery.say(row)
    for group in by_input(all_rows[service]):
        checkers.take(group)
    checkers.end(tables or tables_of(whole_round(), service), balances() if money is None else money)
    return checkers.checks


def broken(checks: Sequence[Check]) -> dict[str, str]:
    """By law: the first record that does not hold."""
    return {check.law: check.first for check in checks if check.first is not None}


def tables_of(town: Town, service: str) -> Tables:
    """What the service's tables hold when nobody has touched them."""
    office = town.offices[service]
    times = [row for row in office.rows if row.type == "TimePassed" and row.source_topic == "clock"]
    groups = {row.stream: row.group for row in office.rows if row.group is not None}
    return Tables(
        head=Head(office.rows[-1].position, office.rows[-1].hash, times[-1].at if times else None),
        streams={row.stream: (row.version, groups.get(row.stream)) for row in office.rows},
        inputs=dict(office.inputs),
        fences=dict(office.fences),
        confirmed=office.rows[-1].position,
    )


def balances() -> Balances:
    """FJORD's 700,000, MOOR's 200,000 and HILL's 500,000 are committed; DALE's money has returned."""
    return {
        ("ips-2019", "earmarked"): (10, 1_000_000, 0, 0, 0, 0, 0, 1_000_000),
        ("ips-2019", "top-up"): (10, 500_000, 0, 0, 100_000, 0, 0, 400_000),
    }


def topic_records(service: str, rows: Sequence[Row]) -> list[TopicRecord]:
    """What the relay makes of these rows."""
    records: list[TopicRecord] = []
    previous: dict[tuple[str, int], int] = defaultdict(int)
    for row in rows:
        if row.topic is None:
            continue
        for partition in range(PARTITIONS) if row.partition is None else (row.partition,):
            envelope = Envelope(
                id=row.event_id,
                type=row.type,
                source=f"/tilsagn/{service}",
                at=row.at,
                subject=row.key,
                schema=f"{row.type}.v1",
                correlation=row.correlation,
                causation=row.causation,
                position=row.position,
                previous=previous[row.topic, partition],
                rests="" if row.rests == "{}" else row.rests,
                rules=row.rules,
            )
            headers = {name: value.decode() for name, value in envelope.headers()}
            offset = sum(record.topic == row.topic and record.partition == partition for record in records)
            records.append(TopicRecord(row.topic, partition, offset, row.key.encode(), row.data, headers))
            previous[row.topic, partition] = row.position
    return records


def compared(service: str, rows: Sequence[Row], records: Sequence[TopicRecord], confirmed: int | None = None) -> Check:
    last = rows[-1].position
    topics = Topics(service, PARTITIONS, last)
    for record in records:
        topics.record(record)
    for group in by_input(rows):
        topics.take(group)
    topics.end(last if confirmed is None else confirmed, last)
    return topics.relayed
