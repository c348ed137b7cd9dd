"""The ledger of one frame: whole kroner in sub-frames, moved between available, reserved and committed.

For each sub-frame and budget year: appropriated = available + reserved + committed, and available never falls below
zero (bevilgningsreglementet § 5: an appropriation cannot be exceeded). A ledger is a value: a movement gives a new one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from schemas.allocation import Balance, Movement, Part
from schemas.ids import FrameId
from schemas.scheme import SubFrame

Pocket = Literal["available", "reserved", "committed"]


class Overspent(Exception):
    """A movement that would leave less than nothing: a bug in what decided it."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """`balances` stand in spending order; `version` counts the movements."""

    frame: FrameId
    version: int = 0
    balances: tuple[Balance, ...] = ()

    @property
    def available_nok(self) -> int:
        return sum(balance.available_nok for balance in self.balances)

    def appropriate(self, sub_frames: Sequence[SubFrame]) -> tuple["Ledger", Movement]:
        """Opens the frame with its sub-frames' money."""
        after = tuple(
            Balance(
                sub_frame=part.id,
                appropriated_nok=part.nok,
                available_nok=part.nok,
                reserved_nok=0,
                committed_nok=0,
            )
            for part in sub_frames
        )
        return self._moved((), after)

    def place(self, amount_nok: int) -> tuple[Part, ...]:
        """Where an amount is taken from: the sub-frames in spending order, so an award may lie in two.

        Raises Overspent when less than the amount is available.
        """
        parts: list[Part] = []
        missing = amount_nok
        for balance in self.balances:
            taken = min(missing, balance.available_nok)
            if taken:
                parts.append(Part(sub_frame=balance.sub_frame, amount_nok=taken))
                missing -= taken
        if missing:
            raise Overspent(f"{self.frame}: {amount_nok} kroner asked, {self.available_nok} available")
        return tuple(parts)

    def move(self, parts: Iterable[Part], source: Pocket, target: Pocket) -> tuple["Ledger", Movement]:
        """Moves each part from one pocket to another of its sub-frame.

        Raises Overspent when a pocket holds less than what is taken from it.
        """
        amounts = {part.sub_frame: part.amount_nok for part in parts}
        before = tuple(balance for balance in self.balances if balance.sub_frame in amounts)
        if len(before) != len(amounts):
            raise Overspent(f"{self.frame}: no such sub-frame among {sorted(amounts)}")
        return self._moved(
            before, tuple(_shift(balance, amounts[balance.sub_frame], source, target) for balance in before)
        )

    def _moved(self, before: tuple[Balance, ...], after: tuple[Balance, ...]) -> tuple["Ledger", Movement]:
        movement = Movement(frame=self.frame, frame_version=self.version + 1, before=before, after=after)
        return self.follow(movement), movement

    def follow(self, movement: Movement) -> "Ledger":
        """The ledger after a movement that was recorded.

        Raises Overspent when the movement does not start from this ledger: one was lost, or came twice.
        """
        known = {balance.sub_frame: balance for balance in self.balances}
        if movement.frame_version != self.version + 1 or any(known.get(b.sub_frame) != b for b in movement.before):
            raise Overspent(f"{self.frame}: movement {movement.frame_version} does not follow version {self.version}")
        known.update({balance.sub_frame: balance for balance in movement.after})
        return replace(self, version=movement.frame_version, balances=tuple(known.values()))


def _shift(balance: Balance, amount_nok: int, source: Pocket, target: Pocket) -> Balance:
    held: dict[Pocket, int] = {
        "available": balance.available_nok,
        "reserved": balance.reserved_nok,
        "committed": balance.committed_nok,
    }
    held[source] -= amount_nok
    held[target] += amount_nok
    if held[source] < 0:
        raise Overspent(f"{balance.sub_frame}: {source} would be {held[source]} kroner")
    return Balance(
        sub_frame=balance.sub_frame,
        appropriated_nok=balance.appropriated_nok,
        available_nok=held["available"],
        reserved_nok=held["reserved"],
        committed_nok=held["committed"],
    )
