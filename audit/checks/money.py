"""Whether every krone can be followed from the facts alone: from balance to balance, and to one application each.

bevilgningsreglementet § 5: an appropriation cannot be exceeded.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from audit.checks import Check, place
from chassis.journal import Row

POCKETS = ("available", "reserved", "committed")
PATHS = {
    "FundsReserved": ("available", "reserved"),
    "AwardDecided": ("reserved", "committed"),
    "AwardDeclined": ("committed", "available"),
    "CommitmentLapsed": ("committed", "available"),
    "ReservationReleased": ("reserved", "available"),
}
"""From which pocket to which each fact moves its parts."""

Balances = Mapping[tuple[str, str], tuple[int, int, int, int, int]]
"""By frame and sub-frame: the frame's version, appropriated, available, reserved, committed."""


class Money:
    def __init__(self, service: str) -> None:
        self._service = service
        self._versions: dict[str, int] = defaultdict(int)
        self._balances: dict[tuple[str, str], dict[str, Any]] = {}
        self._moved_in: dict[tuple[str, str], int] = {}
        self._held: dict[str, tuple[str, str, list[dict[str, Any]]]] = {}
        self.chain = Check(service, "each movement of money starts where the frame's last one ended")
        self.sums = Check(service, "appropriated = available + reserved + committed, and nothing is below zero")
        self.parts = Check(service, "each fact moves its own parts, from the right pocket to the right one")
        self.owners = Check(service, "each krone is held for one application, and returned at most once")
        self.table = Check(service, "the balances at the end are those of the table")

    @property
    def checks(self) -> Sequence[Check]:
        return self.chain, self.sums, self.parts, self.owners, self.table

    def take(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if row.kind == "decided" and b'"movement"' in row.data:
                self._move(row, orjson.loads(row.data))

    def _move(self, row: Row, fact: dict[str, Any]) -> None:
        named, movement = place(self._service, row), fact["movement"]
        frame, before, after = movement["frame"], movement["before"], movement["after"]
        version = self._versions[frame]
        self.chain.holds(
            movement["frame_version"] == version + 1,
            f"{named}: movement {movement['frame_version']} of {frame} follows {version}",
        )
        self._versions[frame] = movement["frame_version"]
        for balance in before:
            known = self._balances.get((frame, balance["sub_frame"]))
            self.chain.holds(
                balance == known, f"{named}: it starts from {_told(balance)}, but there was {_told(known)}"
            )
        for balance in after:
            own = balance["appropriated_nok"] == sum(balance[f"{pocket}_nok"] for pocket in POCKETS)
            positive = all(balance[f"{pocket}_nok"] >= 0 for pocket in POCKETS)
            self.sums.holds(own and positive, f"{named}: {_told(balance)}")
            self._balances[frame, balance["sub_frame"]] = balance
            self._moved_in[frame, balance["sub_frame"]] = movement["frame_version"]
        self._path(named, row.type, fact)
        if row.type in PATHS:
            self._own(named, row.type, fact)

    def _path(self, named: str, type_: str, fact: dict[str, Any]) -> None:
        """The differences of the balances are exactly the fact's parts."""
        before = {balance["sub_frame"]: balance for balance in fact["movement"]["before"]}
        after = {balance["sub_frame"]: balance for balance in fact["movement"]["after"]}
        if type_ == "FrameAllocated":
            opened = not before and all(one["available_nok"] == one["appropriated_nok"] for one in after.values())
            self.parts.holds(opened, f"{named}: a frame opens with all its money available")
            return
        if type_ not in PATHS:
            self.parts.holds(False, f"{named}: no such fact moves money")
            return
        source, target = (f"{pocket}_nok" for pocket in PATHS[type_])
        moved = {part["sub_frame"]: part["amount_nok"] for part in fact["parts"]}
        expected = {
            name: {
                **balance,
                source: balance[source] - moved.get(name, 0),
                target: balance[target] + moved.get(name, 0),
            }
            for name, balance in before.items()
        }
        whole = moved.keys() == before.keys() and sum(moved.values()) == fact["amount_nok"]
        self.parts.holds(whole and after == expected, f"{named}: {fact['amount_nok']} kr, {_told(*after.values())}")

    def _own(self, named: str, type_: str, fact: dict[str, Any]) -> None:
        application, (source, target) = fact["application"], PATHS[type_]
        _, pocket, parts = self._held.get(application, ("", "available", fact["parts"]))
        right = pocket == source and parts == fact["parts"]
        self.owners.holds(right, f"{named}: {application} has {pocket} {_told(*parts)}, not {source} these parts")
        if target == "available":
            self._held.pop(application, None)
        else:
            self._held[application] = (fact["frame"], target, fact["parts"])

    def end(self, balances: Balances) -> None:
        """Holds the table of balances, and the sum of what applications hold, against the last movements."""
        for place_ in sorted(self._balances.keys() | balances.keys()):
            own = self._balances.get(place_)
            values = own and (self._moved_in[place_], *(own[f"{name}_nok"] for name in ("appropriated", *POCKETS)))
            self.table.same(f"{self._service}: balance of {'/'.join(place_)}", balances.get(place_), values)
        held: dict[tuple[str, str, str], int] = defaultdict(int)
        for frame, pocket, parts in self._held.values():
            for part in parts:
                held[frame, part["sub_frame"], pocket] += part["amount_nok"]
        for (frame, sub_frame), balance in sorted(self._balances.items()):
            for pocket in POCKETS[1:]:
                what = f"{self._service}: {pocket} in {frame}/{sub_frame}"
                self.owners.same(what, held[frame, sub_frame, pocket], balance[f"{pocket}_nok"])


def _told(*values: Any) -> str:
    return orjson.dumps(values[0] if len(values) == 1 else values).decode()
