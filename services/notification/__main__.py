"""python -m services.notification: the service, and the post office beside it."""

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer

from chassis.logs import configure
from chassis.patience import BROKER_FAULTS, patiently
from chassis.settings import read_settings
from chassis.worker import Worker
from services.notification.channels import Channel, FolderChannel, SmtpChannel, SystemChannel
from services.notification.post import PostOffice, reporting
from services.notification.service import SERVICE
from services.notification.settings import NotificationSettings


def channels(settings: NotificationSettings) -> list[Channel]:
    chosen: list[Channel] = [SystemChannel()]
    if settings.letters_folder is not None:
        chosen.append(FolderChannel(settings.letters_folder))
    if settings.smtp_host is not None and settings.smtp_sender is not None:
        chosen.append(
            SmtpChannel(
                settings.smtp_host,
                settings.smtp_port,
                settings.smtp_sender,
                username=settings.smtp_username,
                password=settings.smtp_password,
            )
        )
    return chosen


def post_office(settings: NotificationSettings) -> Any:
    async def run(worker: Worker[Any]) -> None:
        producer = AIOKafkaProducer(
            bootstrap_servers=settings.kafka_bootstrap, acks="all", enable_idempotence=True, linger_ms=5
        )
        await patiently("broker", producer.start, BROKER_FAULTS)
        try:
            report = reporting(producer, settings.topic_prefix)
            await PostOffice(settings.database_url, channels(settings), report).run()
        finally:
            await producer.stop()

    return run


if __name__ == "__main__":
    settings = read_settings(NotificationSettings)
    configure(SERVICE.name, settings.log_level)
    inputs = [(topic, SERVICE.partitions) for topic in sorted(SERVICE.upstream)]
    worker = Worker(SERVICE, settings, inputs, companions=[post_office(settings)])
    raise SystemExit(asyncio.run(worker.run()))
