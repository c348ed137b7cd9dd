"""The flow map is whole: who says a thing, and whether those who listen can hear it."""

from collections.abc import Iterator
from typing import get_args

import pytest

from schemas.base import Message
from schemas.flow import (
    BY_TYPE,
    CASEWORK,
    INBOUND,
    OUTSIDE,
    PARTITIONS,
    REPLIES,
    ROUTES,
    SERVICES,
    Party,
    heard_by,
    partitions_of,
    service_topics,
    sources,
    subject_of,
)
from schemas.outside import WithdrawApplication
from schemas.time import TimePassed
from tests.schemas.publish import published_examples

KINDS = (INBOUND, CASEWORK, REPLIES)


def test_each_message_has_a_name_of_its_own() -> None:
    assert len(BY_TYPE) == len(ROUTES)


def test_each_message_of_the_contract_is_on_the_map() -> None:
    """Only what is said by itself has a route; what is said as a part of something else stands in a message."""
    parts = {part for route in ROUTES for part in _parts(route.message)}
    for module in {route.message.__module__ for route in ROUTES}:
        defined = {kind for kind in _kinds(Message) if kind.__module__ == module and kind.__name__[0] != "_"}
        assert defined - parts == {route.message for route in ROUTES if route.message.__module__ == module}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_speaks_on_its_own_topic_and_only_notification_replies(service: Party) -> None:
    topics = {route.topic for route in ROUTES if route.speaker == service and route.topic}
    assert topics == ({service, REPLIES} if service == Party.NOTIFICATION else {service})


def test_facts_are_said_by_services_and_the_outside_speaks_only_to_intake() -> None:
    for route in ROUTES:
        if route.speaker in OUTSIDE:
            assert route.topic in (INBOUND, CASEWORK)
            assert route.listeners == {Party.INTAKE}
        else:
            assert route.topic in (None, REPLIES, route.speaker)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_reads_the_topic_of_everything_that_it_listens_to(service: Party) -> None:
    for route in ROUTES:
        if service in route.listeners and route.speaker in SERVICES:
            assert route.topic in service_topics(service), route.type
    assert service not in service_topics(service)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_knows_the_types_that_it_hears(service: Party) -> None:
    assert heard_by(service) == {route.type: route.message for route in ROUTES if service in route.listeners}
    assert heard_by(service)


def test_replies_are_heard_outside_and_by_nobody_else() -> None:
    for route in ROUTES:
        if route.topic == REPLIES:
            assert route.listeners
            assert route.listeners <= set(OUTSIDE), route.type


def test_what_stays_in_the_journal_has_no_listeners() -> None:
    assert all(not route.listeners for route in ROUTES if route.topic is None)


def test_a_broadcast_is_said_by_intake_and_names_no_application() -> None:
    for route in ROUTES:
        if route.broadcast:
            assert route.speaker == Party.INTAKE
            assert "application" not in route.message.model_fields


@pytest.mark.parametrize(
    ("topic", "partitions"),
    [("casework.directorate", 1), ("replies.fjordnes-sak", 1), ("inbound.fjordnes-sak", 4), ("allocation", 4)],
)
def test_a_correspondents_casework_and_replies_are_one_line(topic: str, partitions: int) -> None:
    assert partitions_of(topic) == partitions
    assert partitions in (1, PARTITIONS)


def test_topics_are_made_with_the_partitions_that_the_contract_names() -> None:
    for topic, partitions in sources(["fjordnes-sak"], ["directorate"]):
        assert partitions == partitions_of(topic), topic


def test_a_fact_is_about_its_application_else_its_round() -> None:
    def subject(name: str) -> str | None:
        return subject_of(BY_TYPE[name].message.model_validate(published_examples(name)[0], strict=False))

    assert subject("AwardDecided") == "fjordnes-sak/2019-117"
    assert subject("RankingFixed") == "ips-2019"
    assert subject("TimePassed") is None
    assert TimePassed in heard_by(Party.ALLOCATION).values()
    assert subject_of(WithdrawApplication.model_validate({"reference": "2019-117"})) is None


def _parts(message: type[Message]) -> set[type[Message]]:
    """The messages of which another is made, at every depth."""
    found: set[type[Message]] = set()
    kinds = [field.annotation for field in message.model_fields.values()]
    while kinds:
        kind = kinds.pop()
        if isinstance(kind, type) and issubclass(kind, Message) and kind not in found:
            found |= {kind, *_parts(kind)}
        kinds += get_args(kind)
    return found


def _kinds(kind: type[Message]) -> Iterator[type[Message]]:
    """All that are made from it, also through one of their own."""
    for part in kind.__subclasses__():
        yield part
        yield from _kinds(part)
