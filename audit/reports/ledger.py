"""Every krone of a frame: each movement with the fact that caused it, and what the sub-frames hold at the end.

The balances are made from the movements alone; the money check of `verify` holds the same against the service's table.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from audit.reports.sheet import Sheet, Value
from audit.wording import local
from chassis.journal import Row
from schemas import allocation
from schemas.allocation import Balance, Movement

TYPES = tuple(
    name
    for name, kind in vars(allocation).items()
    if "movement" in getattr(kind, "model_fields", {}) and name[0] != "_"
)
"""The facts that move money."""
POCKETS = ("available", "margin", "reserved", "committed")
SOURCES = ("appropriated", "carried_in", "adjusted")
RARE = ("carried_in", "adjusted", "margin")
"""Shown to a reader only where something has moved in them."""
BALANCE_COLUMNS = tuple(f"{name}_nok" for name in (*SOURCES, *POCKETS))


def ledger(rows: Iterable[Row], frame: str | None = None) -> list[Sheet]:
    """`rows` are those of `TYPES`, oldest first; without `frame` all are told. Raises LookupError for one unknown."""
    movements: list[tuple[Value, ...]] = []
    known: dict[tuple[str, str], Balance] = {}
    for row in rows:
        fact = orjson.loads(row.data)
        movement = Movement.model_validate_json(orjson.dumps(fact["movement"]))
        if frame in (None, movement.frame):
            movements += _lines(row, fact, movement)
            known |= {(movement.frame, after.sub_frame): after for after in movement.after}
    if frame is not None and not known:
        raise LookupError(f"no money has moved in a frame {frame}")
    return [_movements(movements), _balances(known)]


def _lines(row: Row, fact: Mapping[str, Any], movement: Movement) -> Iterator[tuple[Value, ...]]:
    before = {balance.sub_frame: balance for balance in movement.before}
    for after in movement.after:
        changes = _changes(before.get(after.sub_frame), after)
        gone = [pocket for pocket in POCKETS if changes.get(pocket, 0) < 0]
        come = [pocket for pocket in POCKETS if changes.get(pocket, 0) > 0]
        yield (
            movement.frame,
            movement.frame_version,
            f"{local(row.at):%Y-%m-%d %H:%M:%S}",
            row.type,
            fact.get("application"),
            str(after.sub_frame),
            max((abs(change) for change in changes.values()), default=0),
            " and ".join(gone) or "outside",
            " and ".join(come) or "outside",
            *_amounts(after)[len(SOURCES) :],
        )


def _changes(before: Balance | None, after: Balance) -> dict[str, int]:
    now, was = (
        dict(zip(POCKETS, _amounts(one)[len(SOURCES) :], strict=True)) if one else {} for one in (after, before)
    )
    return {pocket: change for pocket in POCKETS if (change := now[pocket] - was.get(pocket, 0))}


def _amounts(balance: Balance) -> tuple[int, ...]:
    return tuple(getattr(balance, column) for column in BALANCE_COLUMNS)


def _movements(lines: list[tuple[Value, ...]]) -> Sheet:
    columns = ("frame", "version", "at", "fact", "application", "sub_frame", "amount_nok", "from", "to")
    return Sheet(
        "movements",
        "Every movement of money, in order (times of Norway)",
        (*columns, *(f"{pocket}_nok" for pocket in POCKETS)),
        lines,
        ("What the sub-frame holds after each movement is in --json and --csv.",),
        frozenset({"frame", *(f"{pocket}_nok" for pocket in POCKETS)}),
    )


def _balances(known: Mapping[tuple[str, str], Balance]) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for (frame, sub_frame), balance in sorted(known.items()):
        amounts = _amounts(balance)
        whole, held = sum(amounts[: len(SOURCES)]), sum(amounts[len(SOURCES) :])
        rows.append((frame, sub_frame, *amounts, "adds up" if whole == held else f"{held - whole} kr too much"))
    return Sheet(
        "balances",
        "What each sub-frame holds now",
        ("frame", "sub_frame", *BALANCE_COLUMNS, "sum"),
        rows,
        ("appropriated + carried in + adjusted = available + margin + reserved + committed",),
        frozenset(f"{name}_nok" for name in RARE if not any(getattr(one, f"{name}_nok") for one in known.values())),
    )
