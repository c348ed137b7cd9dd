"""A stream's state is the fold of its rows: read again from the journal, it is what it was when they were written."""

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.canonical import canonical_message, digest
from chassis.decider import Command, Input
from chassis.journal import Row
from chassis.rows import Scribe, Streams
from schemas.base import Message
from tests.chassis.coins import BreakRules, ClearShelf, CoinsAdded, CoinsTaken, Deposit, Transfer, Withdraw
from tests.chassis.hand_made import MINUTE, NOON
from tests.chassis.toy import INSIDE, JARS, Jar, stream_of

NAMES = st.sampled_from(["blue", "green", "red"])
COINS = st.integers(0, 5)
MESSAGES: st.SearchStrategy[Message] = st.one_of(
    st.builds(Deposit, jar=NAMES, coins=COINS, shelf=st.sampled_from(["upper", "lower", None])),
    st.builds(Withdraw, jar=NAMES, coins=COINS),
    st.builds(Transfer, jar=NAMES, to=NAMES, coins=COINS),
    st.builds(ClearShelf, shelf=st.just("upper"), jar=NAMES),
)
"""What can be asked of three jars."""
JAR_STREAMS = [stream_of(name) for name in ("blue", "green", "red")]


class Desk:
    """A scribe with all jars before it."""

    def __init__(self) -> None:
        self.streams: Streams[Jar] = Streams(JARS)
        self.streams.load(JAR_STREAMS, [])
        self.scribe = Scribe(JARS, self.streams)
        self.rows: list[Row] = []

    def hears(self, message: Message, minutes: int = 0) -> tuple[Row, ...]:
        number = len(self.rows)
        at = NOON + minutes * MINUTE
        source = Input(
            "inbound.till", 0, number, at, "till", f"sent-{number}", digest(canonical_message(message)), "jar"
        )
        command = JARS.decider.hear(message, source)
        assert command is not None
        rows = self._written(command, number)
        self.rows += rows
        return rows

    def _written(self, command: Command, number: int) -> tuple[Row, ...]:
        gathered = ClearShelf.__name__ == type(command.message).__name__
        reads = JAR_STREAMS if gathered else command.reads
        return self.scribe.heard(command.input, number, "{}", command, reads, 0)


@given(st.lists(st.tuples(MESSAGES, st.integers(0, 9)), max_size=30))
def test_states_read_again_from_rows_are_those_that_were_written(history: list[tuple[Message, int]]) -> None:
    desk = Desk()
    for message, minutes in history:
        desk.hears(message, minutes)
    again: Streams[Jar] = Streams(JARS)
    again.load(JAR_STREAMS, desk.rows)
    assert {name: asdict(stream) for name, stream in again.known.items()} == {
        name: asdict(stream) for name, stream in desk.streams.known.items()
    }


@given(st.lists(MESSAGES, max_size=30))
def test_each_stream_counts_its_versions_from_one_without_gaps(history: list[Message]) -> None:
    desk = Desk()
    for message in history:
        desk.hears(message)
    for name in JAR_STREAMS:
        versions = [row.version for row in desk.rows if row.stream == name]
        assert versions == list(range(1, len(versions) + 1))


def test_a_row_names_each_stream_that_was_read_with_the_version_it_had() -> None:
    desk = Desk()
    desk.hears(Deposit(jar="blue", coins=5))
    heard, taken, added = desk.hears(Transfer(jar="blue", to="red", coins=2))
    assert heard.reads == '{"jar/blue":2,"jar/red":0}'
    assert (taken.stream, taken.version) == ("jar/blue", 4)
    assert (added.stream, added.version) == ("jar/red", 1)
    assert [(row.index, row.count) for row in (heard, taken, added)] == [(0, 3), (1, 3), (2, 3)]


def test_a_fact_is_not_older_than_what_its_stream_has_seen() -> None:
    desk = Desk()
    desk.hears(Deposit(jar="blue", coins=5), minutes=9)
    heard, taken = desk.hears(Withdraw(jar="blue", coins=1), minutes=2)
    assert heard.at == NOON + 2 * MINUTE
    assert taken.at == NOON + 9 * MINUTE


def test_a_jar_that_was_not_looked_into_is_not_written_to() -> None:
    desk = Desk()
    with pytest.raises(KeyError, match=r"without having been read.*jar/red"):
        desk.hears(BreakRules(jar="blue", unseen="red"))


def test_after_that_the_states_are_untouched() -> None:
    desk = Desk()
    desk.hears(Deposit(jar="blue", coins=5))
    before = asdict(desk.streams.known["jar/blue"])
    with pytest.raises(KeyError):
        desk.hears(BreakRules(jar="blue", unseen="red"))
    assert asdict(desk.streams.known["jar/blue"]) == before


def test_a_stream_that_was_never_loaded_is_never_guessed() -> None:
    streams: Streams[Jar] = Streams(INSIDE)
    assert streams.missing(["jar/blue"]) == ["jar/blue"]
    with pytest.raises(KeyError):
        streams.states(["jar/blue"])


def test_a_message_heard_reaches_the_state_with_its_senders_id_and_digest() -> None:
    desk = Desk()
    message = Deposit(jar="blue", coins=5)
    desk.hears(message)
    assert desk.streams.known["jar/blue"].state.heard == [("sent-0", digest(canonical_message(message)))]


def test_a_fact_goes_where_its_message_goes_unless_it_says_otherwise() -> None:
    desk = Desk()
    heard, added = desk.hears(Deposit(jar="blue", coins=5, shelf="upper"))
    assert (heard.topic, heard.partition, heard.kind) == (None, None, "heard")
    assert (added.topic, added.partition, added.group, added.kind) == ("jars", 0, "shelf/upper", "decided")
    assert (added.correlation, added.causation, added.key) == ("blue", "sent-0", "blue")
    assert (added.rules, added.code) == ("rules-of-the-jar", "toy/1")


def test_clearing_a_shelf_writes_to_every_jar_on_it() -> None:
    desk = Desk()
    desk.hears(Deposit(jar="blue", coins=5))
    desk.hears(Deposit(jar="red", coins=1))
    rows = desk.hears(ClearShelf(shelf="upper", jar="green"))
    facts = [JARS.types[row.type].model_validate_json(row.data) for row in rows[1:]]
    assert facts == [
        CoinsTaken(jar="blue", coins=5),
        CoinsTaken(jar="red", coins=1),
        CoinsAdded(jar="green", coins=6),
    ]
