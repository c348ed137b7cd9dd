"""The same ground from containers, for machines with a Docker engine; the image is Kafka 3.9, not the locked 4.3."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import docker
from docker.errors import DockerException
from testcontainers.community.kafka import KafkaContainer
from testcontainers.community.postgres import PostgresContainer

from deploy.local.infrastructure import Infrastructure

# The library's start script fits Confluent's images only, whose 7.9 is Apache Kafka 3.9.
KAFKA_IMAGE = "confluentinc/cp-kafka:7.9.0"
POSTGRES_IMAGE = "postgres:17"
BROKER_SETTINGS = {
    "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
    "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
    "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
    "KAFKA_LOG_RETENTION_MS": "-1",
    "KAFKA_LOG_MESSAGE_TIMESTAMP_AFTER_MAX_MS": "9223372036854775807",
}


def engine_answers() -> bool:
    try:
        with closing(docker.from_env(timeout=5)) as client:
            return bool(client.ping())
    except (DockerException, OSError):
        return False


@contextmanager
def container_infrastructure() -> Iterator[Infrastructure]:
    """Runs one container of each; they end with the block."""
    kafka = KafkaContainer(KAFKA_IMAGE).with_kraft()
    for name, value in BROKER_SETTINGS.items():
        kafka.with_env(name, value)
    with kafka, PostgresContainer(POSTGRES_IMAGE, username="postgres", dbname="postgres", driver=None) as postgres:
        yield Infrastructure(kafka.get_bootstrap_server(), postgres.get_connection_url())
