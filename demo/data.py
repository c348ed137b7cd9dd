"""An invented round, as messages: what each body sends, what was granted before, what the directorate thinks of it.

It knows no outcome. Where the file contradicts itself, loading it says so, by reference and body.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import yaml
from pydantic import ValidationError

from demo.data_file import AgreementTold, BadInput, Body, DataFile, EarlierAward, Told
from demo.mistakes import mistakes_in
from demo.story import Declined
from schemas.application import (
    Application,
    Cooperation,
    Document,
    Organisation,
    Party,
    PartyRole,
    Positions,
    Project,
    ProjectReport,
    ServiceAgreement,
)
from schemas.ids import ApplicationId, CooperationId, Digest, ProjectId, Reference, RoundId
from schemas.outside import AdoptReference, RecordHistoricalAward, SubmitApplication

FOLDER = Path(__file__).parent
FILE = FOLDER / "ips-2019.yaml"


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
    def bad_input(self) -> BadInput | None:
        return self.file.bad_input

    @property
    def silent(self) -> frozenset[Reference]:
        """Who answers no award."""
        return frozenset(told.reference for told in self.applications if told.stays_silent)

    @property
    def declining(self) -> frozenset[Reference]:
        return frozenset(step.application for step in self.file.happens if isinstance(step, Declined))

    @cached_property
    def bodies(self) -> dict[str, Body]:
        return self.file.all_bodies

    @cached_property
    def by_reference(self) -> dict[Reference, Told]:
        return {told.reference: told for told in self.applications}

    @cached_property
    def by_application(self) -> dict[ApplicationId, Told]:
        return {told.application: told for told in self.applications}

    def submission(self, told: Told, *, asks_nok: int | None = None) -> SubmitApplication:
        """What the applicant's system sends; `asks_nok` where it asks something else than the file's last word."""
        body, project = self.bodies[told.applicant], self.project(told)
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
                cooperation=CooperationId(told.cooperation or project),
                parties=tuple(self._party(told, role, key) for role, key in told.parties.items()),
                agreement=_document(f"samarbeidsavtale-{project}", told.agreement) if told.agreement else None,
            ),
            project=Project(project=project, year=told.year, continuing=told.year > 1),
            positions=Positions(total=told.positions, new=told.new, percent=told.percent),
            amount_nok=told.asks_nok if asks_nok is None else asks_nok,
            own_contribution_nok=told.own_nok,
            municipalities=told.area or ((body.municipality,) if body.municipality else ()),
            service_agreement=self._service(told, told.service_agreement) if told.service_agreement else None,
            purpose=told.purpose,
            team=told.team,
            other_funding=told.other_funding,
            reports=tuple(
                ProjectReport(project_year=int(year), document=_document(f"rapport-{project}-{year}", dated))
                for year, dated in told.reports.items()
            ),
        )
        return SubmitApplication(reference=told.reference, round=self.round, application=content)

    def correction(self, told: Told) -> SubmitApplication:
        """The application with what its `corrected` brings."""
        later = json.dumps({**told.plain(), **told.corrected, "corrected": {}})
        return self.submission(Told.model_validate_json(later))

    def project(self, told: Told) -> ProjectId:
        return ProjectId(f"{self.file.scheme}-{told.applicant}")

    def earlier_awards(self) -> Iterator[RecordHistoricalAward]:
        for told in self.applications:
            regular = (
                EarlierAward(project_year=year, awarded=date(self.file.year - told.year + year, 6, 1), nok=amount_nok)
                for year, amount_nok in enumerate(told.earlier_nok, 1)
            )
            for award in (*regular, *told.earlier_awards):
                yield RecordHistoricalAward(
                    organisation_number=self.bodies[told.applicant].number,
                    scheme=self.file.scheme,
                    project=self.project(told),
                    project_year=award.project_year,
                    awarded=award.awarded,
                    amount_nok=award.nok,
                    carried_over=award.carried_over,
                )

    def reference(self, shipped: Sequence[AdoptReference]) -> list[AdoptReference]:
        """The lists that ship, and the file's own in their place or beside them."""
        own = [AdoptReference(name=name, content=content) for name, content in self.file.reference.items()]
        return [*(adopted for adopted in shipped if adopted.name not in self.file.reference), *own]

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
            consent=_document(
                f"samtykke-{self.project(told)}-{mailbox}", told.agreement or date(self.file.year - 1, 12, 1)
            ),
        )

    def _service(self, told: Told, agreement: AgreementTold) -> ServiceAgreement:
        return ServiceAgreement(
            counterparty=self.bodies[agreement.counterparty].number,
            document=_document(f"tjenesteavtale-{self.project(told)}", agreement.dated),
            valid_until=agreement.valid_until,
        )


def _document(reference: str, dated: date) -> Document:
    """No such document exists: its digest is that of its reference."""
    return Document(reference=reference, sha256=Digest(sha256(reference.encode()).hexdigest()), dated=dated)


def rounds() -> list[str]:
    """For which rounds applications were made."""
    return sorted(file.stem for file in FOLDER.glob("*.yaml"))


def file_of(round_: str) -> Path:
    return FOLDER / f"{round_}.yaml"


def load(file: Path = FILE) -> Data:
    """Raises WrongData; OSError when the file can't be read."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    try:
        text = json.dumps(content, default=lambda moment: moment.isoformat())
        data = Data(DataFile.model_validate_json(text, extra="forbid"))
    except ValidationError as error:
        places = [(".".join(map(str, problem["loc"])), problem["msg"]) for problem in error.errors()]
        raise WrongData("\n".join(f"{file.name}: {place}: {message}" for place, message in places)) from None
    found = [f"{file.name}: {mistake}" for mistake in mistakes_in(data.file)]
    if found:
        raise WrongData("\n".join(found))
    return data
