"""The rounds that ask for what the round of 2019 does not, and cases in them."""

from datetime import timedelta

from cli.scheme_file import read_scheme
from schemas.application import Application
from schemas.ids import ApplicationId
from schemas.scheme import Scheme
from services.eligibility.rules.case import Case, World
from tests.eligibility.examples import ROOT

IPS_2018 = read_scheme(ROOT / "schemes" / "ips-2018.yaml")
IPS_2023 = read_scheme(ROOT / "schemes" / "ips-2023.yaml")
RUSARBEID_2018 = read_scheme(ROOT / "schemes" / "rusarbeid-2018.yaml")
ONE_DAY = timedelta(days=1)


def case_in(
    scheme: Scheme, application: Application, world: World | None = None, *, asked_for: tuple[str, ...] = ()
) -> Case:
    """Judged on the day after the deadline; it concerns one application, with no award before it."""
    on = scheme.deadline.date + ONE_DAY
    others: tuple[ApplicationId, ...] = ()
    return Case(application, scheme, (), world or World(), on, others, asked_for)
