"""Organisation numbers that can't exist: nine digits, the last a check digit modulo 11, the first 8 or 9.

The Register's numbers begin with 8 or 9; synthetic test numbers begin with 3 (Altinn's test data) and are admitted
only where the adopted list of systems says so.
"""

from collections.abc import Iterator
from functools import lru_cache

from stdnum.no import orgnr

from schemas.application import Application

REAL_FIRST_DIGITS = ("8", "9")
SYNTHETIC_FIRST_DIGIT = "3"


@lru_cache(maxsize=65_536)
def can_exist(number: str, *, admits_synthetic: bool) -> bool:
    first = (*REAL_FIRST_DIGITS, SYNTHETIC_FIRST_DIGIT) if admits_synthetic else REAL_FIRST_DIGITS
    return number.startswith(first) and bool(orgnr.is_valid(number))


def _numbers(application: Application) -> Iterator[tuple[str, str]]:
    yield "/application/applicant/organisation_number", application.applicant.organisation_number
    for place, party in enumerate(application.cooperation.parties):
        yield f"/application/cooperation/parties/{place}/organisation_number", party.organisation_number
    if application.service_agreement is not None:
        yield "/application/service_agreement/counterparty", application.service_agreement.counterparty


def impossible_numbers(application: Application, *, admits_synthetic: bool) -> list[tuple[str, str]]:
    """Pointers to the numbers that can't exist, each with what was expected."""
    expected = "an organisation number with a valid check digit"
    return [
        (pointer, expected)
        for pointer, number in _numbers(application)
        if not can_exist(number, admits_synthetic=admits_synthetic)
    ]
