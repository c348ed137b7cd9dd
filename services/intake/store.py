"""The quarantine: the bytes of what could not be read, apart from the journal, so that they can be erased."""

from chassis.journal import Connection
from chassis.service import Place, Unreadable


async def set_aside(connection: Connection, place: Place, reading: Unreadable) -> None:
    await connection.execute(
        'INSERT INTO quarantine (topic, partition, "offset", bytes) VALUES ($1, $2, $3, $4)',
        place.topic,
        place.partition,
        place.offset,
        reading.value,
    )
