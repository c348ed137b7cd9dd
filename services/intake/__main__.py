"""python -m services.intake"""

import asyncio

from chassis.logs import configure
from chassis.settings import read_settings
from chassis.worker import Worker
from schemas import flow
from services.intake.service import SERVICE
from services.intake.settings import IntakeSettings

if __name__ == "__main__":
    settings = read_settings(IntakeSettings)
    configure(SERVICE.name, settings.log_level)
    inputs = flow.sources(settings.systems.split(","), settings.authorities.split(","))
    raise SystemExit(asyncio.run(Worker(SERVICE, settings, inputs).run()))
