"""Knows which authority decides on an application: the round's own, or the County Governor's office of its area.

The 2018 grant to municipal work with drug addiction was decided so: one national frame, split between the offices,
each of which granted to the municipalities of its own counties.
"""

from datetime import date, datetime, timedelta

from schemas.application import Application
from schemas.ids import AuthorityId
from schemas.reference import office_of
from services.intake.days import norwegian_day
from services.intake.state import Round, World


def decides(content: Application, received_at: datetime, round_: Round, world: World) -> AuthorityId | None:
    """None where no office of the area has a share.

    Offices and municipalities are those of the day of receipt, by the applicant's municipality or else the first one
    served. An office that has merged since, or is about to, is looked for as of the round's last day.
    """
    shares = round_.rulebook.county_shares
    if shares is None:
        return round_.rulebook.decided_by
    codes = [code for code in (content.applicant.municipality, *content.municipalities) if code is not None]
    for on in (norwegian_day(received_at), _last_day(round_)):
        office = office_of(codes, on, world.offices, world.municipalities)
        if office is not None and office.office in shares.keys:
            return AuthorityId(office.office)
    return None


def _last_day(round_: Round) -> date:
    return norwegian_day(round_.closes_at - timedelta(minutes=1))
