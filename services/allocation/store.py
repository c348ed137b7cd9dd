"""The table of balances, written in the same transaction as the facts that move money."""

from collections.abc import Sequence

import orjson

from chassis.journal import Connection, Row
from schemas import allocation

MOVES = frozenset(name for name, kind in vars(allocation).items() if "movement" in getattr(kind, "model_fields", {}))
"""The types of facts that move money."""
SUMS = tuple(name for name in allocation.Balance.model_fields if name.endswith("_nok"))
"""The table's columns of money are the fields of a balance, in whole kroner."""

UPSERT = f"""
INSERT INTO balance (frame, sub_frame, version, {", ".join(SUMS)})
VALUES ({", ".join(f"${place}" for place in range(1, len(SUMS) + 4))})
ON CONFLICT (frame, sub_frame) DO UPDATE SET version = excluded.version,
  {", ".join(f"{name} = excluded.{name}" for name in SUMS)}
"""


async def write_balances(connection: Connection, rows: Sequence[Row]) -> None:
    """The balances after these rows; the table's checks refuse a transaction that would overspend."""
    latest: dict[tuple[str, str], tuple[int, ...]] = {}
    for row in rows:
        if row.kind == "decided" and row.type in MOVES:
            movement = orjson.loads(row.data)["movement"]
            for after in movement["after"]:
                values = (movement["frame_version"], *(after[name] for name in SUMS))
                latest[movement["frame"], after["sub_frame"]] = values
    if latest:
        await connection.executemany(UPSERT, [(*place, *values) for place, values in latest.items()])
