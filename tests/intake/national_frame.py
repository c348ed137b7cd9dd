"""The round of 2018 on municipal work with drug addiction: one frame, sixteen offices, each with its share."""

from datetime import UTC, datetime

from schemas.application import Application
from schemas.base import Message
from schemas.outside import AnnounceRound
from tests.intake.examples import (
    APPLICATION,
    Intake,
    before_the_announcement,
    shipped,
    submit,
)
from tests.intake.lists import shipped_list

RUSARBEID_2018 = shipped("rusarbeid-2018")
JANUARY_2018 = datetime(2018, 1, 8, 9, tzinfo=UTC)
FEBRUARY_2018 = datetime(2018, 2, 5, 9, tzinfo=UTC)
APRIL_2018 = datetime(2018, 4, 9, 9, tzinfo=UTC)
"""After the deadline."""


def knowing_offices() -> Intake:
    intake = before_the_announcement()
    intake.operations(shipped_list("county_governors"), JANUARY_2018)
    intake.operations(shipped_list("municipalities"), JANUARY_2018)
    return intake


def announced() -> Intake:
    intake = knowing_offices()
    intake.directorate(AnnounceRound(scheme=RUSARBEID_2018), JANUARY_2018)
    return intake


def from_municipality(code: str | None, *served: str) -> Application:
    return APPLICATION.but(applicant=APPLICATION.applicant.but(municipality=code), municipalities=served or ("0427",))


def sent(content: Application) -> Message:
    return submit(content, round="rusarbeid-2018")


def of_elverum() -> Intake:
    intake = announced()
    intake.system(sent(from_municipality("0427")), FEBRUARY_2018, id="m-1")
    return intake
