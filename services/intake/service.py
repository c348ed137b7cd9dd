"""Intake as the chassis sees it."""

from pathlib import Path

from chassis.service import Service
from schemas import flow
from services.intake.decider import DECIDER
from services.intake.reading import read
from services.intake.state import State
from services.intake.store import set_aside

SERVICE: Service[State] = Service(
    name=flow.Party.INTAKE,
    decider=DECIDER,
    types=flow.TYPES,
    topic_of=flow.topic_of,
    subject_of=flow.subject_of,
    read=read,
    partitions=flow.PARTITIONS,
    upstream=frozenset(),
    outputs=(flow.Party.INTAKE,),
    tables=Path(__file__).parent / "tables",
    keeps_time=True,
    set_aside=set_aside,
)
