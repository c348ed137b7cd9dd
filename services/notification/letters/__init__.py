"""Writes letters: the same facts and the same template give the same text, byte for byte, for good.

Templates are read once, when this module is imported, and named by the digest of their bytes. A changed letter is a
new edition in a folder beside the old one, so that letters of earlier decisions can still be written again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from jinja2 import DictLoader, Environment, StrictUndefined, Template

from chassis.canonical import canonical, digest
from schemas.application import Language
from schemas.ids import Digest
from services.notification.letters import words

Facts = dict[str, str | int | bool | tuple[str, ...]]
Kind = Literal["award", "supplement", "rejection", "lapse", "deficiency", "dismissal", "information"]
Texts = Mapping[str, str]
"""By language."""

EDITION = "edition_1"
"""What the decider's present version writes with."""
KINDS: tuple[Kind, ...] = get_args(Kind)
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
    """`hashes` names each kind and language, `by_hash` finds the template again.

    The other texts go into a letter's facts when it is issued: for each reason (and what it says where it leads
    to a refusal), for each field of an application that can be lacking, for a condition without a text of its own, and
    what names a condition's source.
    """

    hashes: Mapping[tuple[Kind, Language], Digest]
    by_hash: Mapping[Digest, Template]
    authorities: Mapping[str, str]
    reasons: Mapping[str, Texts]
    refusals: Mapping[str, Texts]
    fields: Mapping[str, Texts]
    unnamed_condition: Texts
    source: Texts


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
    by_hash: dict[Digest, Template] = {}
    for language in LANGUAGES:
        environment = _environment({name: data.decode() for name, data in files.items()}, language)
        for kind in KINDS:
            used = (f"{language.value}/letter.txt", f"{language.value}/{kind}.txt")
            name = digest(canonical([[file, digest(files[file])] for file in used]))
            hashes[kind, language] = name
            by_hash[name] = environment.get_template(used[-1])
    return Edition(hashes, by_hash, **known)


_EDITIONS = {folder.name: _load(folder) for folder in sorted(Path(__file__).parent.glob("edition_*"))}
_BY_HASH = {name: found for edition in _EDITIONS.values() for name, found in edition.by_hash.items()}


def letter_language(language: Language) -> Language:
    """The language in which we write to a body; one that is neutral gets bokmål."""
    return Language.NYNORSK if language is Language.NYNORSK else Language.BOKMAL


def template_hash(kind: Kind, language: Language) -> Digest:
    return _EDITIONS[EDITION].hashes[kind, language]


def authority_name(authority: str) -> str | None:
    return _EDITIONS[EDITION].authorities.get(authority)


def reason_text(code: str, language: Language, *, refused: bool = False) -> str | None:
    """None for a code that only a round's own criterion knows."""
    edition = _EDITIONS[EDITION]
    texts = (refused and edition.refusals.get(code)) or edition.reasons.get(code)
    return None if texts is None else texts[language.value]


def unnamed_condition_text(language: Language) -> str:
    return _EDITIONS[EDITION].unnamed_condition[language.value]


def source_text(language: Language) -> str:
    return _EDITIONS[EDITION].source[language.value]


def field_text(pointer: str, language: Language) -> str:
    """What a JSON pointer into an application points at, or else what that is a part of, or else the pointer itself."""
    parts = [part for part in pointer.split("/") if not part.isdigit()]
    for length in range(len(parts), 1, -1):
        texts = _EDITIONS[EDITION].fields.get("/".join(parts[:length]))
        if texts is not None:
            return texts[language.value]
    return pointer


def render(facts: Mapping[str, Any], template: Digest) -> Written:
    """A letter's subject and text.

    Raises UnknownTemplate, and jinja2.UndefinedError when the facts do not suffice.
    """
    try:
        found = _BY_HASH[template]
    except KeyError:
        raise UnknownTemplate(template) from None
    subject = "".join(found.blocks["subject"](found.new_context(dict(facts))))
    return Written(words.one_line(subject), words.laid_out(found.render(facts)))


__all__ = [
    "Facts",
    "Kind",
    "UnknownTemplate",
    "Written",
    "authority_name",
    "field_text",
    "letter_language",
    "reason_text",
    "render",
    "source_text",
    "template_hash",
    "unnamed_condition_text",
]
