"""All four services by name, for who needs them together: provisioning and audit. No service imports this."""

from typing import Any

from chassis.service import Service
from services.allocation.service import SERVICE as ALLOCATION
from services.eligibility.service import SERVICE as ELIGIBILITY
from services.intake.service import SERVICE as INTAKE
from services.notification.service import SERVICE as NOTIFICATION

SERVICES: dict[str, Service[Any]] = {
    service.name: service for service in (INTAKE, ELIGIBILITY, ALLOCATION, NOTIFICATION)
}
