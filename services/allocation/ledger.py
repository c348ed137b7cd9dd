"""The ledger of one frame: whole kroner in sub-frames, moved between available, reserved and committed.

For each sub-frame and budget year: appropriated + carried in + adjusted = available + margin + reserved + committed,
and available never falls below zero (bevilgningsreglementet § 5: an appropriation cannot be exceeded). A ledger is a
value: a movement gives a new one.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import ValidationError

from schemas.allocation import Balance, Movement, Part
from schemas.ids import FrameId, SubFrameId
from schemas.scheme import SubFrame

Pocket = Literal["available", "reserved", "committed"]

MOST_NOK = 1_000_000_000_000
"""What an amount in a message can be at most: so no sub-frame has more, in whichever pocket it comes to lie."""


class Overspent(Exception):
    """A movement that would leave less than nothing: a bug in what decided it."""


class UnknownSubFrame(Exception):
    """A movement in a sub-frame that the frame does not have: a bug in what decided it."""


def merged(*parts: Part) -> tuple[Part, ...]:
    """One part for each sub-frame, for instance of an award and of what topped it up."""
    amounts: Counter[SubFrameId] = Counter()
    for part in parts:
        amounts[part.sub_frame] += part.amount_nok
    return tuple(Part(sub_frame=sub_frame, amount_nok=amount) for sub_frame, amount in amounts.items())


@dataclass(frozen=True, slots=True)
class Ledger:
    """`balances` stand in spending order; `version` counts the movements."""

    frame: FrameId
    version: int = 0
    balances: tuple[Balance, ...] = ()

    @property
    def available_nok(self) -> int:
        return self.available_in(None)

    def available_in(self, within: Collection[SubFrameId] | None) -> int:
        """What is available in these sub-frames; in all of them where None are named."""
        return sum(balance.available_nok for balance in self._within(within))

    def _within(self, within: Collection[SubFrameId] | None) -> tuple[Balance, ...]:
        return tuple(balance for balance in self.balances if within is None or balance.sub_frame in within)

    def appropriate(self, sub_frames: Sequence[SubFrame]) -> tuple["Ledger", Movement]:
        """Opens the frame with its sub-frames' money; what is kept for appeals is not available.

        Raises Overspent when the frame is open already: its money would be given a second time.
        """
        if self.balances:
            raise Overspent(f"{self.frame}: its money was appropriated before")
        after = tuple(
            Balance(
                sub_frame=part.id,
                appropriated_nok=part.nok,
                available_nok=part.nok - part.appeal_margin_nok,
                margin_nok=part.appeal_margin_nok,
                reserved_nok=0,
                committed_nok=0,
            )
            for part in sub_frames
        )
        return self._moved((), after)

    def place(self, amount_nok: int, within: Collection[SubFrameId] | None = None) -> tuple[Part, ...]:
        """Where an amount is taken from: the sub-frames in spending order, so an award may lie in two.

        Raises Overspent when less than the amount is available.
        """
        parts: list[Part] = []
        missing = amount_nok
        for balance in self._within(within):
            taken = min(missing, balance.available_nok)
            if taken:
                parts.append(Part(sub_frame=balance.sub_frame, amount_nok=taken))
                missing -= taken
        if missing:
            raise Overspent(f"{self.frame}: {amount_nok} kroner asked, {self.available_in(within)} available")
        return tuple(parts)

    def move(self, parts: Iterable[Part], source: Pocket, target: Pocket) -> tuple["Ledger", Movement]:
        """Moves each part from one pocket to another of its sub-frame.

        Raises Overspent when a pocket holds less than what is taken from it; UnknownSubFrame.
        """
        amounts = {part.sub_frame: part.amount_nok for part in merged(*parts)}
        before = self._within(amounts)
        if len(before) != len(amounts):
            raise UnknownSubFrame(f"{self.frame}: no such sub-frame among {sorted(amounts)}")
        return self._moved(
            before, tuple(_shift(balance, amounts[balance.sub_frame], source, target) for balance in before)
        )

    def confirm(self, sub_frame: SubFrameId, nok: int) -> tuple["Ledger", Movement]:
        """Replaces the provisional appropriation by the allocated one.

        As all changes of a frame: raises UnknownSubFrame, and Overspent when less than nothing would be available,
        for what is reserved, committed or kept for appeals stays as it is.
        """
        return self._change(sub_frame, appropriated_nok=nok)

    def adjust(self, sub_frame: SubFrameId, by_nok: int) -> tuple["Ledger", Movement]:
        """Raises the appropriation, or cuts it."""
        return self._change(sub_frame, adjusted_nok=self._balance(sub_frame).adjusted_nok + by_nok)

    def carry_in(self, sub_frame: SubFrameId, nok: int) -> tuple["Ledger", Movement]:
        """Adds unused money of an earlier budget year; less than nothing was never left of one."""
        if nok < 0:
            raise Overspent(f"{sub_frame}: {nok} kroner can't be carried in")
        return self._change(sub_frame, carried_in_nok=self._balance(sub_frame).carried_in_nok + nok)

    def set_margin(self, sub_frame: SubFrameId, nok: int) -> tuple["Ledger", Movement]:
        """Keeps back so much for appeals, in all; what is no longer kept back is available."""
        return self._change(sub_frame, margin_nok=nok)

    def has(self, sub_frame: SubFrameId) -> bool:
        return bool(self._within((sub_frame,)))

    def can_confirm(self, sub_frame: SubFrameId, nok: int) -> bool:
        return _possible(lambda: self.confirm(sub_frame, nok))

    def can_adjust(self, sub_frame: SubFrameId, by_nok: int) -> bool:
        return _possible(lambda: self.adjust(sub_frame, by_nok))

    def can_carry_in(self, sub_frame: SubFrameId, nok: int) -> bool:
        return _possible(lambda: self.carry_in(sub_frame, nok))

    def can_set_margin(self, sub_frame: SubFrameId, nok: int) -> bool:
        return _possible(lambda: self.set_margin(sub_frame, nok))

    def _balance(self, sub_frame: SubFrameId) -> Balance:
        if not self.has(sub_frame):
            raise UnknownSubFrame(f"{self.frame}: no such sub-frame as {sub_frame}")
        (balance,) = self._within((sub_frame,))
        return balance

    def _change(self, sub_frame: SubFrameId, **columns: int) -> tuple["Ledger", Movement]:
        before = self._balance(sub_frame)
        changed = before.model_copy(update=columns)
        whole_nok = changed.appropriated_nok + changed.carried_in_nok + changed.adjusted_nok
        left_nok = whole_nok - changed.margin_nok - changed.reserved_nok - changed.committed_nok
        if whole_nok > MOST_NOK:
            raise Overspent(f"{sub_frame}: {whole_nok} kroner are more than it can have")
        try:
            after = changed.but(available_nok=left_nok)
        except ValidationError as error:
            raise Overspent(f"{sub_frame}: with {columns}, {left_nok} kroner would be available") from error
        return self._moved((before,), (after,))

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


def _possible(movement: Callable[[], object]) -> bool:
    try:
        movement()
    except (Overspent, UnknownSubFrame):
        return False
    return True


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
    return balance.but(**{f"{pocket}_nok": nok for pocket, nok in held.items()})
