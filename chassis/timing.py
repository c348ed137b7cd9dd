"""What time it is, by the clocks of all sources: the one thing that a service observes instead of deciding."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from chassis.decider import Input, Said
from chassis.journal import Connection, Head
from schemas.time import SourceAdded

CLOCK = "clock"
"""The name under which passed time is numbered, beside the topics."""
TIME_STREAM = "world"
"""The stream that is told of passed time and of sources, in a service that keeps time."""
EPOCH = datetime.fromtimestamp(0, UTC)


async def add_sources(
    connection: Connection, head: Head, sources: Iterable[tuple[str, int]], service: str
) -> list[tuple[Input, Said]]:
    """Counts these partitions' clocks from now on; a new one starts at the last time that was said."""
    counted = await connection.fetch("SELECT topic, partition FROM input_offset WHERE counted")
    known = {(record["topic"], record["partition"]) for record in counted}
    added: list[tuple[Input, Said]] = []
    for topic, partition in sorted(set(sources) - known):
        await connection.execute(
            "INSERT INTO input_offset AS o (topic, partition, counted, clock) VALUES ($1, $2, true, $3)"
            " ON CONFLICT (topic, partition) DO UPDATE SET counted = true, clock = greatest(o.clock, $3)",
            topic,
            partition,
            head.until,
        )
        at = head.until or EPOCH
        source = Input(f"source.{topic}", partition, 0, at, service, topic, "", topic)
        added.append((source, Said(SourceAdded(topic=topic, partition=partition))))
    return added


async def common_time(connection: Connection, step: timedelta) -> datetime | None:
    """The last step that all counted clocks are strictly past, if it has not been said; None before all spoke."""
    record = await connection.fetchrow(
        "SELECT min(clock) AS clock, count(*) FILTER (WHERE clock IS NULL) AS silent, (SELECT until FROM head)"
        " FROM input_offset WHERE counted"
    )
    if record is None or record["silent"] or record["clock"] is None:
        return None
    passed = record["clock"] - EPOCH - timedelta(microseconds=1)
    until: datetime = EPOCH + (passed // step) * step
    return until if record["until"] is None or until > record["until"] else None


async def next_tick(connection: Connection, until: datetime, service: str) -> tuple[int, Input]:
    """The running number of this passing of time, and the input that it is."""
    number = await connection.fetchval(
        "INSERT INTO input_offset AS o (topic, partition, inputs) VALUES ($1, 0, 1)"
        " ON CONFLICT (topic, partition) DO UPDATE SET inputs = o.inputs + 1 RETURNING inputs",
        CLOCK,
    )
    await connection.execute("UPDATE head SET until = $1", until)
    return number, Input(CLOCK, 0, number, until, service, f"{CLOCK}/{number}", "", CLOCK)
