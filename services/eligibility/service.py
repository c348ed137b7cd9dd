"""Eligibility as the chassis sees it."""

from chassis.inside import reader
from chassis.service import Service
from schemas import flow
from services.eligibility.decider import DECIDER
from services.eligibility.state import State

_ME = flow.Party.ELIGIBILITY

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
)
