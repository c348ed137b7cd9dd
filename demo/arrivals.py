"""What the case-handling systems send up to the deadline: made once, shuffled, and then given rising times."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.canonical import canonical, canonical_message
from demo.data import Data
from demo.data_file import BadInput, Told
from demo.kafka import Sending
from schemas.base import Message
from schemas.ids import Reference, RoundId, SystemId
from schemas.outside import WithdrawApplication

UNKNOWN_ROUND = RoundId("ips-2091")


@dataclass(frozen=True, slots=True)
class Arrival:
    """`kind` names the bad input that it is."""

    system: SystemId
    sending: Sending
    kind: str | None = None

    @property
    def reference(self) -> Reference:
        """For an application's own messages, its reference is their key."""
        return Reference(self.sending.key)


def message(content: Message, key: str, sent_id: str) -> Sending:
    return Sending(key, canonical_message(content), type(content).__name__, sent_id)


def submission(data: Data, told: Told) -> Arrival:
    """An application as it finally stands."""
    sent_id = f"{told.reference}-2" if told.first_asked_nok else f"{told.reference}-1"
    return Arrival(told.system, message(data.submission(told), told.reference, sent_id))


def own_messages(data: Data, told: Told) -> list[Arrival]:
    """All that one application is about, in its order: a first word before a correction; a message told twice."""
    arrivals = [submission(data, told)]
    if told.first_asked_nok:
        first = data.submission(told, asks_nok=told.first_asked_nok)
        arrivals.insert(0, Arrival(told.system, message(first, told.reference, f"{told.reference}-1")))
    bad = data.bad_input
    if bad is None:
        return arrivals
    if told.reference == bad.same_message_twice.repeats:
        arrivals.append(Arrival(told.system, arrivals[-1].sending, "same_message_twice"))
    if told.reference == bad.same_id_other_content.contradicts:
        other = data.submission(told, asks_nok=bad.same_id_other_content.asks_nok)
        again = message(other, told.reference, f"{told.reference}-1")
        arrivals.append(Arrival(told.system, again, "same_id_other_content"))
    return arrivals


def bad_messages(data: Data, bad: BadInput, noise: random.Random) -> Iterator[list[Arrival]]:
    """What goes wrong before the deadline and concerns none of the applications."""

    def alone(kind: str, told: Told, sending: Sending) -> list[Arrival]:
        return [Arrival(told.system, sending, kind)]

    withdrawn = bad.withdrawal
    withdrawal = WithdrawApplication(reference=withdrawn.reference)
    taken_back = message(withdrawal, withdrawn.reference, f"{withdrawn.reference}-2")
    yield [submission(data, withdrawn), Arrival(withdrawn.system, taken_back, "withdrawal")]
    elsewhere = data.submission(bad.unknown_round).but(round=UNKNOWN_ROUND)
    reference = bad.unknown_round.reference
    yield alone("unknown_round", bad.unknown_round, message(elsewhere, reference, f"{reference}-1"))
    whole = submission(data, bad.not_json).sending
    yield alone("not_json", bad.not_json, _with_value(whole, whole.value[:-200]))
    whole = submission(data, bad.schema_error).sending
    wrong = data.submission(bad.schema_error).plain()
    wrong["application"]["cooperation"]["parties"][0]["role"] = "friend"
    yield alone("schema_error", bad.schema_error, _with_value(whole, canonical(wrong)))
    for kind, told in (
        ("may_not_act_for", bad.may_not_act_for),
        ("impossible_organisation_number", bad.impossible_organisation_number),
    ):
        yield alone(kind, told, submission(data, told).sending)
    megabyte = Sending("noise", noise.randbytes(bad.one_megabyte_of_noise.bytes))
    yield [Arrival(bad.one_megabyte_of_noise.system, megabyte, "one_megabyte_of_noise")]


def _with_value(sending: Sending, value: bytes) -> Sending:
    return Sending(sending.key, value, sending.type, sending.id)


def shuffled(data: Data, seed: int) -> list[Arrival]:
    """All in another order for each seed; what belongs to one application keeps its order."""
    chance = random.Random(seed)
    sequences = [own_messages(data, told) for told in data.applications if told.arrives is None]
    if data.bad_input is not None:
        sequences += bad_messages(data, data.bad_input, chance)
    turns = [place for place, sequence in enumerate(sequences) for _ in sequence]
    chance.shuffle(turns)
    following = [iter(sequence) for sequence in sequences]
    return [next(following[place]) for place in turns]


def stamped(arrivals: Sequence[Arrival], first: datetime, last: datetime) -> Iterator[tuple[Arrival, datetime]]:
    """Even steps from `first` to `last`, in whole seconds."""
    whole = int((last - first).total_seconds())
    for place, arrival in enumerate(arrivals):
        yield arrival, first + timedelta(seconds=whole * place // max(1, len(arrivals) - 1))


def arriving(data: Data, when: str) -> list[Arrival]:
    return [submission(data, told) for told in data.applications if told.arrives == when]
