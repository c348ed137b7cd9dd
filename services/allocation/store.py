"""The table of balances, written in the same transaction as the facts that move money."""

from collections.abc import Sequence

import orjson

from chassis.journal import Connection, Row
from schemas import allocation

MOVES = frozenset(name for name, kind in vars(allocation).items() if "movement" in getattr(kind, "model_fields", {}))
"""The types of facts that move money."""

UPSERT = """
INSERT INTO balance AS b (frame, sub_frame, version, appropriated_nok, available_nok, reserved_nok, committed_nok)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (frame, sub_frame) DO UPDATE SET version = excluded.version,
  appropriated_nok = excluded.appropriated_nok, available_nok = excluded.available_nok,
  reserved_nok = excluded.reserved_nok, committed_nok = excluded.committed_nok
"""


async def write_balances(connection: Connection, rows: Sequence[Row]) -> None:
    """The balances after these rows; the table's checks refuse a transaction that would overspend."""
    latest: dict[tuple[str, str], tuple[int, int, int, int, int]] = {}
    for row in rows:
        if row.kind == "decided" and row.type in MOVES:
            movement = orjson.loads(row.data)["movement"]
            for after in movement["after"]:
                latest[movement["frame"], after["sub_frame"]] = (
                    movement["frame_version"],
                    after["appropriated_nok"],
                    after["available_nok"],
                    after["reserved_nok"],
                    after["committed_nok"],
                )
    if latest:
        await connection.executemany(UPSERT, [(*place, *values) for place, values in latest.items()])
