"""Asks a broker who is there, as a client would."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError


def knows_its_controller(bootstrap: str) -> bool:
    """Whether the broker at this address answers and takes part in a cluster.

    The question runs in a thread of its own, for the caller may be inside an event loop already.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(lambda: asyncio.run(_ask(bootstrap))).result()


async def _ask(bootstrap: str) -> bool:
    client = AIOKafkaClient(bootstrap_servers=bootstrap, request_timeout_ms=5_000)
    try:
        await client.bootstrap()
        metadata = await client.fetch_all_metadata()
        return bool(metadata.brokers()) and metadata.controller is not None
    except (KafkaError, OSError):
        return False
    finally:
        await client.close()
