"""Which worker reads what, by its own word."""

from schemas import flow
from tests.faults.examples import CORRESPONDENTS
from tests.running import INTAKE, Site

Places = set[tuple[str, int]]


def workers(service: str) -> tuple[str, str]:
    return service, f"{service}-2"


def partitions(site: Site, name: str) -> Places:
    """What a worker says that it reads."""
    said = site.member(name).readiness
    return {(lag.topic, lag.partition) for lag in said.lag} if said else set()


def everything(service: str) -> Places:
    if service == INTAKE:
        topics = flow.sources(CORRESPONDENTS.systems, CORRESPONDENTS.authorities)
    else:
        topics = [(topic, flow.PARTITIONS) for topic in flow.service_topics(flow.Party(service))]
    return {(topic, partition) for topic, count in topics for partition in range(count)}


async def has(site: Site, service: str, places: Places) -> None:
    """Until the two read all of this, each partition by one of them."""

    async def shared() -> bool:
        one, other = (partitions(site, name) for name in workers(service))
        return one | other == places and not one & other

    await site.until(f"the two workers of {service} sharing {len(places)} partitions", shared)
