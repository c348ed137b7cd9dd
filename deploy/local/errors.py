"""What can keep the ground from being laid.

LocalError
├── Unavailable      something the machine or the network does not offer
└── NotStarted       a server was started and did not become ready
"""


class LocalError(Exception):
    """Kafka or PostgreSQL cannot be provided here."""


class Unavailable(LocalError):
    """A program or a download that is needed cannot be had."""


class NotStarted(LocalError):
    """A server ended, or stayed silent, before it was ready."""
