"""Writes letters: the same facts and the same template give the same text, byte for byte, for good.

Templates are read once, when this module is imported, and named by the digest of their bytes. A changed letter is a
new edition in a folder beside the old one, so that letters of earlier decisions can still be written again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from jinja2 import DictLoader, Environment, StrictUndefined, Template

from chassis.canonical import canonical, digest
from schemas.application import Language
from schemas.ids import Digest
from services.notification.letters import words

Facts = dict[str, str | int | bool | tuple[str, ...]]
Kind = Literal["award", "rejection", "lapse", "information"]

EDITION = "edition_1"
"""What the decider's present version writes with."""
KINDS: tuple[Kind, ...] = ("award", "rejection", "lapse", "information")
LANGUAGES = (Language.BOKMAL, Language.NYNORSK)


class UnknownTemplate(LookupError):
    """A letter names a template that this installation does not have."""


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    text: str

    @property
    def text_sha256(self) -> Digest:
        return digest(self.text.encode())


@dataclass(frozen=True)
class Edition:
    """`hashes` names each kind and language; `by_hash` finds the template again, with its texts for reasons."""

    hashes: Mapping[tuple[Kind, Language], Digest]
    by_hash: Mapping[Digest, tuple[Template, Mapping[str, str]]]
    authorities: Mapping[str, str]


def _environment(texts: Mapping[str, str], language: Language) -> Environment:
    # Plain text: nothing to escape.
    environment = Environment(
        loader=DictLoader(texts), undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    in_words = words.weeks(language)
    environment.filters.update(kroner=words.kroner, day=words.day, clock=words.clock, weeks=in_words.__getitem__)
    return environment


def _load(folder: Path) -> Edition:
    files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*.*"))}
    known: dict[str, Any] = yaml.safe_load(files["words.yaml"])
    hashes: dict[tuple[Kind, Language], Digest] = {}
    by_hash: dict[Digest, tuple[Template, Mapping[str, str]]] = {}
    for language in LANGUAGES:
        environment = _environment({name: data.decode() for name, data in files.items()}, language)
        reasons = {code: texts[language.value] for code, texts in known["reasons"].items()}
        for kind in KINDS:
            used = ("words.yaml", f"{language.value}/letter.txt", f"{language.value}/{kind}.txt")
            name = digest(canonical([[file, digest(files[file])] for file in used]))
            hashes[kind, language] = name
            by_hash[name] = (environment.get_template(used[-1]), reasons)
    return Edition(hashes, by_hash, known["authorities"])


_EDITIONS = {folder.name: _load(folder) for folder in sorted(Path(__file__).parent.glob("edition_*"))}
_BY_HASH = {name: found for edition in _EDITIONS.values() for name, found in edition.by_hash.items()}


def letter_language(language: Language) -> Language:
    """The language in which we write to a body; one that is neutral gets bokmål."""
    return Language.NYNORSK if language is Language.NYNORSK else Language.BOKMAL


def template_hash(kind: Kind, language: Language) -> Digest:
    return _EDITIONS[EDITION].hashes[kind, language]


def authority_name(authority: str) -> str | None:
    return _EDITIONS[EDITION].authorities.get(authority)


def render(facts: Mapping[str, Any], template: Digest) -> Written:
    """A letter's subject and text.

    Raises UnknownTemplate, and jinja2.UndefinedError when the facts do not suffice.
    """
    try:
        found, reasons = _BY_HASH[template]
    except KeyError:
        raise UnknownTemplate(template) from None
    context = found.new_context({**facts, "reason_texts": reasons})
    subject = "".join(found.blocks["subject"](context))
    return Written(words.one_line(subject), words.laid_out(found.render({**facts, "reason_texts": reasons})))


__all__ = [
    "Facts",
    "Kind",
    "UnknownTemplate",
    "Written",
    "authority_name",
    "letter_language",
    "render",
    "template_hash",
]
