"""Reads from the journals and tables of an installation, as the auditor: who can only read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import asyncpg

from schemas import flow
from schemas.base import Message

BALANCES = """
SELECT frame, sub_frame AS id, appropriated_nok, carried_in_nok, adjusted_nok,
  available_nok, margin_nok, reserved_nok, committed_nok
FROM balance ORDER BY frame, sub_frame
"""


@dataclass(frozen=True, slots=True)
class SubFrameBalance:
    """One row of allocation's table `balance`, in whole kroner."""

    frame: str
    id: str
    appropriated_nok: int
    carried_in_nok: int
    adjusted_nok: int
    available_nok: int
    margin_nok: int
    reserved_nok: int
    committed_nok: int

    def plain(self) -> dict[str, str | int]:
        return asdict(self)


async def balances(auditor_urls: Mapping[str, str]) -> list[SubFrameBalance]:
    connection = await asyncpg.connect(auditor_urls[flow.Party.ALLOCATION])
    try:
        return [SubFrameBalance(**dict(row)) for row in await connection.fetch(BALANCES)]
    finally:
        await connection.close()


async def facts(auditor_urls: Mapping[str, str], *types: type[Message]) -> list[Message]:
    """Everything of these types that a service has said, service by service, in the journal's order."""
    by_name = {kind.__name__: kind for kind in types}
    speakers = sorted({flow.BY_TYPE[name].speaker for name in by_name})
    found: list[Message] = []
    for speaker in speakers:
        connection = await asyncpg.connect(auditor_urls[speaker])
        try:
            rows = await connection.fetch(
                "SELECT type, data FROM journal WHERE kind <> 'heard' AND type = ANY($1) ORDER BY position",
                list(by_name),
            )
        finally:
            await connection.close()
        found += [by_name[row["type"]].model_validate_json(row["data"]) for row in rows]
    return found
