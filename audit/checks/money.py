"""Whether every krone can be followed from the facts alone: from balance to balance, and to one application each.

bevilgningsreglementet § 5: an appropriation cannot be exceeded.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from audit.checks import Check, place
from chassis.journal import Row

GIVEN = ("appropriated", "carried_in", "adjusted")
HELD = ("available", "margin", "reserved", "committed")
"""The two sides of the law: what a sub-frame was given, and where it lies."""
LATER = ("carried_in", "adjusted", "margin")
"""Columns that a balance may lack where nothing ever moved in them."""
PATHS = {
    "FundsReserved": ("available", "reserved"),
    "AwardDecided": ("reserved", "committed"),
    "AwardDeclined": ("committed", "available"),
    "CommitmentLapsed": ("committed", "available"),
    "ReservationReleased": ("reserved", "available"),
}
"""From which pocket to which each fact moves its parts."""
CHANGES = {
    "FrameConfirmed": ("appropriated", False),
    "FrameAdjusted": ("adjusted", True),
    "AppropriationCarriedOver": ("carried_in", True),
    "MarginSet": ("margin", False),
}
"""Which column each change of a frame concerns, and whether its amount is added to it or replaces it."""
TABLE = GIVEN + HELD
"""The columns of the table of balances, after the version."""

Balances = Mapping[tuple[str, str], tuple[int, ...]]
"""By frame and sub-frame: the frame's version, and the columns of TABLE."""
Balance = dict[str, Any]


class Money:
    def __init__(self, service: str) -> None:
        self._service = service
        self._versions: dict[str, int] = defaultdict(int)
        self._balances: dict[tuple[str, str], Balance] = {}
        self._moved_in: dict[tuple[str, str], int] = {}
        self._held: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
        """Kroner by sub-frame that an application has in a pocket of a frame."""
        self._unconfirmed: dict[str, set[str]] = defaultdict(set)
        self.chain = Check(service, "each movement of money starts where the frame's last one ended")
        self.sums = Check(
            service,
            "appropriated + carried in + adjusted = available + margin + reserved + committed, and none is below zero",
        )
        self.parts = Check(service, "each fact moves its own parts, from the right pocket to the right one")
        self.owners = Check(service, "each krone is held for one application, and returned at most once")
        self.confirmed = Check(service, "nothing is decided on a frame before all of it is allocated")
        self.table = Check(service, "the balances at the end are those of the table")

    @property
    def checks(self) -> Sequence[Check]:
        return self.chain, self.sums, self.parts, self.owners, self.confirmed, self.table

    def take(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if row.kind == "decided" and b'"movement"' in row.data:
                self._move(row, orjson.loads(row.data))

    def _move(self, row: Row, fact: dict[str, Any]) -> None:
        named, movement = place(self._service, row), fact["movement"]
        frame, before, after = movement["frame"], _whole(movement["before"]), _whole(movement["after"])
        version = self._versions[frame]
        self.chain.holds(
            movement["frame_version"] == version + 1 and frame == fact["frame"],
            f"{named}: movement {movement['frame_version']} of {frame} follows {version}",
        )
        self._versions[frame] = movement["frame_version"]
        for sub_frame, balance in before.items():
            known = self._balances.get((frame, sub_frame))
            self.chain.holds(
                balance == known, f"{named}: it starts from {_told(balance)}, but there was {_told(known)}"
            )
        for sub_frame, balance in after.items():
            equal = sum(balance[name] for name in GIVEN) == sum(balance[name] for name in HELD)
            positive = all(balance[name] >= 0 for name in HELD)
            self.sums.holds(equal and positive, f"{named}: {_told(balance)}")
            self._balances[frame, sub_frame] = balance
            self._moved_in[frame, sub_frame] = movement["frame_version"]
        self.parts.holds(_follows(row.type, fact, before, after), f"{named}: {_told(*after.values())}")
        if row.type in PATHS:
            self._own(named, row.type, fact)
        self._confirm(named, row.type, fact, after)

    def _own(self, named: str, type_: str, fact: dict[str, Any]) -> None:
        """Who got a part and is topped up holds two amounts: one committed, and one reserved until it is decided."""
        frame, application, (source, target) = fact["frame"], fact["application"], PATHS[type_]
        moved = _parts(fact)
        if source != "available":
            has = self._held.pop((frame, application, source), Counter())
            self.owners.holds(has == moved, f"{named}: {application} has {source} {_told(has)}, not {_told(moved)}")
        committed = bool(self._held.get((frame, application, "committed")))
        reserved = (frame, application, "reserved") in self._held
        if target != "available":
            first = committed == fact.get("tops_up", False) and not reserved
            self.owners.holds(first, f"{named}: {application} has {'' if committed else 'no '}award, and gets {type_}")
            self._held[frame, application, target].update(moved)

    def _confirm(self, named: str, type_: str, fact: dict[str, Any], after: Mapping[str, Balance]) -> None:
        waiting = self._unconfirmed[fact["frame"]]
        if type_ == "FrameAllocated" and fact.get("provisional", False):
            waiting.update(after)
        elif type_ == "FrameConfirmed":
            waiting.discard(fact["sub_frame"])
        elif type_ == "AwardDecided":
            self.confirmed.holds(
                not waiting, f"{named}: {', '.join(sorted(waiting))} of {fact['frame']} is provisional"
            )

    def end(self, balances: Balances) -> None:
        """Holds the table of balances, and the sum of what applications hold, against the last movements."""
        for place_ in sorted(self._balances.keys() | balances.keys()):
            own = self._balances.get(place_)
            values = own and (self._moved_in[place_], *(own[name] for name in TABLE))
            self.table.same(f"{self._service}: balance of {'/'.join(place_)}", balances.get(place_), values)
        held: Counter[tuple[str, str, str]] = Counter()
        for (frame, _, pocket), amounts in self._held.items():
            for sub_frame, amount in amounts.items():
                held[frame, sub_frame, pocket] += amount
        for (frame, sub_frame), balance in sorted(self._balances.items()):
            for pocket in ("reserved", "committed"):
                what = f"{self._service}: {pocket} in {frame}/{sub_frame}"
                self.owners.same(what, held[frame, sub_frame, pocket], balance[pocket])


def _follows(type_: str, fact: dict[str, Any], before: dict[str, Balance], after: dict[str, Balance]) -> bool:
    """Whether the differences of the balances are exactly what the fact says."""
    if type_ == "FrameAllocated":
        opened = (
            one["appropriated"] - one["margin"] == one["available"] and not one["carried_in"] and not one["adjusted"]
            for one in after.values()
        )
        return not before and bool(after) and all(opened)
    expected = {name: dict(balance) for name, balance in before.items()}
    if type_ in CHANGES:
        column, adds = CHANGES[type_]
        if before.keys() != {fact["sub_frame"]}:
            return False
        (changed,) = expected.values()
        old = changed[column]
        changed[column] = fact["amount_nok"] + (old if adds else 0)
        difference = changed[column] - old
        changed["available"] += -difference if column == "margin" else difference
        return after == expected
    if type_ not in PATHS:
        return False
    source, target = PATHS[type_]
    moved = _parts(fact)
    for name, balance in expected.items():
        balance[source] -= moved[name]
        balance[target] += moved[name]
    return moved.keys() == before.keys() and sum(moved.values()) == fact["amount_nok"] and after == expected


def _parts(fact: dict[str, Any]) -> Counter[str]:
    moved: Counter[str] = Counter()
    for part in fact["parts"]:
        moved[part["sub_frame"]] += part["amount_nok"]
    return moved


def _whole(balances: Iterable[Balance]) -> dict[str, Balance]:
    """By sub-frame: kroner by column."""
    return {
        one["sub_frame"]: {
            name: one.get(f"{name}_nok", 0) if name in LATER else one[f"{name}_nok"] for name in GIVEN + HELD
        }
        for one in balances
    }


def _told(*values: Any) -> str:
    return orjson.dumps(values[0] if len(values) == 1 else values).decode()
