"""The invented round, as messages: what each body sends, what was granted before, what the directorate thinks of it.

It knows no outcome. Where the file contradicts itself, loading it says so, by reference and body.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import yaml
from pydantic import ValidationError
from stdnum.no import orgnr

from demo.data_file import AgreementTold, BadInput, Body, DataFile, Told
from schemas.application import (
    Application,
    Cooperation,
    Document,
    Organisation,
    Party,
    PartyRole,
    Positions,
    Project,
    ServiceAgreement,
)
from schemas.ids import ApplicationId, CooperationId, Digest, Reference, RoundId
from schemas.outside import RecordHistoricalAward, SubmitApplication

FILE = Path(__file__).with_name("ips-2019.yaml")
YEAR = 2019


class WrongData(Exception):
    """The data file contradicts itself; a line for each mistake."""


@dataclass(frozen=True)
class Data:
    file: DataFile

    @property
    def round(self) -> RoundId:
        return self.file.round

    @property
    def applications(self) -> tuple[Told, ...]:
        return self.file.applications

    @property
    def bad_input(self) -> BadInput:
        return self.file.bad_input

    @cached_property
    def bodies(self) -> dict[str, Body]:
        return {**self.file.bodies, **self.file.made_up_bodies, **self.file.impossible_bodies}

    @cached_property
    def by_reference(self) -> dict[Reference, Told]:
        return {told.reference: told for told in self.applications}

    @cached_property
    def by_application(self) -> dict[ApplicationId, Told]:
        return {told.application: told for told in self.applications}

    def submission(self, told: Told, *, asks_nok: int | None = None) -> SubmitApplication:
        """What the applicant's system sends; `asks_nok` where it asks something else than the file's last word."""
        body = self.bodies[told.applicant]
        content = Application(
            applicant=Organisation(
                organisation_number=body.number,
                name=body.name,
                kind=told.kind,
                municipality=body.municipality,
                language=body.language,
                role_address=f"postmottak@{body.domain}",
            ),
            cooperation=Cooperation(
                cooperation=CooperationId(told.project),
                parties=tuple(self._party(told, role, key) for role, key in told.parties.items()),
                agreement=_document(f"samarbeidsavtale-{told.project}", told.agreement) if told.agreement else None,
            ),
            project=Project(project=told.project, year=told.year, continuing=told.year > 1),
            positions=Positions(total=told.positions, new=told.new),
            amount_nok=told.asks_nok if asks_nok is None else asks_nok,
            own_contribution_nok=told.own_nok,
            municipalities=told.area or ((body.municipality,) if body.municipality else ()),
            service_agreement=self._service(told, told.service_agreement) if told.service_agreement else None,
        )
        return SubmitApplication(reference=told.reference, round=self.round, application=content)

    def earlier_awards(self) -> Iterator[RecordHistoricalAward]:
        for told in self.applications:
            for project_year, amount_nok in enumerate(told.earlier_nok, 1):
                yield RecordHistoricalAward(
                    organisation_number=self.bodies[told.applicant].number,
                    scheme=self.file.scheme,
                    project=told.project,
                    project_year=project_year,
                    awarded=date(YEAR - told.year + project_year, 6, 1),
                    amount_nok=amount_nok,
                )

    def _party(self, told: Told, role: PartyRole, key: str) -> Party:
        body = self.bodies[key]
        unit, mailbox = {
            PartyRole.NAV: (", NAV", "nav"),
            PartyRole.MUNICIPAL_HEALTH: (", helse og omsorg", "helse"),
            PartyRole.SPECIALIST_HEALTH: ("", "ips"),
        }[role]
        return Party(
            organisation_number=body.number,
            name=f"{body.name}{unit}",
            role=role,
            role_address=f"{mailbox}@{body.domain}",
            consent=_document(f"samtykke-{told.project}-{mailbox}", told.agreement or date(YEAR - 1, 12, 1)),
        )

    def _service(self, told: Told, agreement: AgreementTold) -> ServiceAgreement:
        return ServiceAgreement(
            counterparty=self.bodies[agreement.counterparty].number,
            document=_document(f"tjenesteavtale-{told.project}", agreement.dated),
            valid_until=agreement.valid_until,
        )


def _document(reference: str, dated: date) -> Document:
    """No such document exists: its digest is that of its reference."""
    return Document(reference=reference, sha256=Digest(sha256(reference.encode()).hexdigest()), dated=dated)


def load(file: Path = FILE) -> Data:
    """Raises WrongData; OSError when the file can't be read."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    try:
        data = Data(DataFile.model_validate_json(json.dumps(content, default=date.isoformat), extra="forbid"))
    except ValidationError as error:
        places = [(".".join(map(str, problem["loc"])), problem["msg"]) for problem in error.errors()]
        raise WrongData("\n".join(f"{file.name}: {place}: {message}" for place, message in places)) from None
    mistakes = [f"{file.name}: {mistake}" for mistake in _mistakes(data)]
    if mistakes:
        raise WrongData("\n".join(mistakes))
    return data


def _mistakes(data: Data) -> Iterator[str]:
    file = data.file
    for kind, bodies, first, valid in (
        ("bodies", file.bodies, ("8", "9"), True),
        ("made_up_bodies", file.made_up_bodies, ("3",), True),
        ("impossible_bodies", file.impossible_bodies, ("3",), False),
    ):
        for key, body in bodies.items():
            if not body.number.startswith(first) or orgnr.is_valid(body.number) != valid:
                is_one = "a number" if valid else "no number"
                yield f"{kind}.{key}: {body.number} is not {is_one} that mod 11 admits, beginning with {first}"
    everything = [*file.applications, *file.bad_input.applications()]
    named = [*file.bodies, *file.made_up_bodies, *file.impossible_bodies]
    for what, names in (
        ("body", named),
        ("number", [body.number for body in data.bodies.values()]),
        ("reference", [told.reference for told in everything]),
        ("applicant", [told.applicant for told in everything]),
    ):
        yield from (f"the {what} {name} stands {times} times" for name, times in Counter(names).items() if times > 1)
    for told in everything:
        yield from (f"{told.reference}: no body {key}" for key in told.bodies if key not in named)
        if told.new > told.positions:
            yield f"{told.reference}: {told.new} new positions of {told.positions}"
        if len(told.earlier_nok) not in (0, told.year - 1):
            yield f"{told.reference}: {len(told.earlier_nok)} earlier awards in project year {told.year}"
        if (told.score is None) != (not told.considerations):
            yield f"{told.reference}: a score and its considerations go together"
        applicant = data.bodies.get(told.applicant)
        if not told.area and applicant is not None and applicant.municipality is None:
            yield f"{told.reference}: no area, and the applicant is no municipality"
    pointed = (file.bad_input.same_message_twice.repeats, file.bad_input.same_id_other_content.contradicts)
    for reference in (*pointed, file.bad_input.score_after_ranking.scores):
        if reference not in data.by_reference:
            yield f"bad_input: no application {reference}"
