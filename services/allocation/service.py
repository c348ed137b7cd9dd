"""Allocation as the chassis sees it."""

from pathlib import Path

from chassis.inside import reader
from chassis.service import Service
from schemas import flow
from services.allocation.decider import DECIDER
from services.allocation.state import State
from services.allocation.store import write_balances

_ME = flow.Party.ALLOCATION

SERVICE: Service[State] = Service(
    name=_ME,
    decider=DECIDER,
    types=flow.TYPES,
    topic_of=flow.topic_of,
    subject_of=flow.subject_of,
    read=reader(flow.heard_by(_ME)),
    partitions=flow.PARTITIONS,
    upstream=frozenset(flow.service_topics(_ME)),
    outputs=(_ME,),
    tables=Path(__file__).parent / "tables",
    beside=write_balances,
)
