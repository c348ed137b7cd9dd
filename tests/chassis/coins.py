"""What is said about jars of coins, to the toy service and by it."""

from schemas.base import Instant, Message
from schemas.time import SourceAdded, TimePassed


class Deposit(Message):
    """A shelf, if named, is where the jar stands from then on."""

    jar: str
    coins: int
    shelf: str | None = None


class Withdraw(Message):
    jar: str
    coins: int


class Transfer(Message):
    """From one jar to another."""

    jar: str
    to: str
    coins: int


class ClearShelf(Message):
    """Every coin on a shelf goes into one jar."""

    shelf: str
    jar: str


class RingBell(Message):
    """Everyone hears it."""


class AskBalance(Message):
    """Answered to the asker alone."""

    jar: str


class BreakRules(Message):
    """Makes the decider say something in a jar that it has not looked into."""

    jar: str
    unseen: str


class Smash(Message):
    """A bug: deciding it fails."""

    jar: str


class CoinsAdded(Message):
    jar: str
    coins: int


class CoinsTaken(Message):
    jar: str
    coins: int


class WithdrawalRefused(Message):
    jar: str
    short_by: int


class BellRung(Message):
    pass


class BalanceTold(Message):
    jar: str
    coins: int


class NoCoin(Message):
    """Something was put in that can't be read."""

    offset: int
    sha256: str


class DayEnded(Message):
    until: Instant


ASKED = (Deposit, Withdraw, Transfer, ClearShelf, RingBell, AskBalance, BreakRules, Smash)
SAID = (CoinsAdded, CoinsTaken, WithdrawalRefused, BellRung, BalanceTold, NoCoin, DayEnded)
TYPES: dict[str, type[Message]] = {kind.__name__: kind for kind in (*ASKED, *SAID, TimePassed, SourceAdded)}
