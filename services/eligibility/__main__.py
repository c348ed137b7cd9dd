"""python -m services.eligibility"""

import asyncio

from chassis.logs import configure
from chassis.settings import Settings, read_settings
from chassis.worker import Worker
from services.eligibility.service import SERVICE

if __name__ == "__main__":
    settings = read_settings(Settings)
    configure(SERVICE.name, settings.log_level)
    inputs = [(topic, SERVICE.partitions) for topic in sorted(SERVICE.upstream)]
    raise SystemExit(asyncio.run(Worker(SERVICE, settings, inputs).run()))
