"""A round's page for lawyers, in Markdown: every value with its source, or why it is assumed."""

from collections.abc import Collection, Iterator
from datetime import date

from cli import scheme_words as say
from cli.in_words import kroner
from cli.scheme_parts import Part, office_shares, parameters, parts, reason, rule_says
from cli.scheme_provenance import whence
from schemas.scheme import Scheme


def page(scheme: Scheme, holidays: Collection[date]) -> str:
    return "\n".join(_lines(scheme, holidays)) + "\n"


def _lines(scheme: Scheme, holidays: Collection[date]) -> Iterator[str]:
    yield f"# {scheme.round}: {scheme.title.nb}"
    yield ""
    yield f"What [schemes/{scheme.round}.yaml](../../schemes/{scheme.round}.yaml) says, in words."
    yield "Each value has its source, or is marked as **assumed**, with the reason."
    yield ""
    yield "*Written by the tests; `APPROVE=1 pytest tests/schemes` writes it anew.*"
    for part in parts(scheme, holidays):
        yield from _part(scheme, part)
        if part.title.startswith("The money"):
            yield from _shares(scheme)
        if part.title.startswith("The group ") and part.title.endswith(f" {_last_group(scheme)}"):
            yield from _criteria(scheme)
    yield from _considerations(scheme)


def _part(scheme: Scheme, part: Part) -> Iterator[str]:
    yield from ("", f"## {part.title}", "", "| what | value | where it comes from |", "|---|---|---|")
    for line in part.lines:
        yield f"| {line.what} | {_cell(line.says)} | {_cell(_whence(scheme, line.key))} |"


def _shares(scheme: Scheme) -> Iterator[str]:
    rows = list(office_shares(scheme))
    if rows:
        yield from ("", "| office | key | share |", "|---|---:|---:|")
        yield from (f"| {office} | {key} | {kroner(nok)} |" for office, key, nok in rows)
        yield f"| **all** | {sum(key for _, key, _ in rows)} | {kroner(sum(nok for *_, nok in rows))} |"


def _criteria(scheme: Scheme) -> Iterator[str]:
    yield from ("", "## The criteria (vilkår)", "", "Whoever applies must meet all of them.")
    for criterion in scheme.criteria:
        yield from ("", f"### [{criterion.rule}](../rules/{criterion.rule}.md), version {criterion.version}", "")
        yield from (rule_says(criterion), "")
        for name, value, described in parameters(criterion):
            yield f"- {name}: {value}{f' — {described}' if described else ''}"
        yield f"- Citation: {criterion.citation}"
        code, texts = reason(criterion)
        yield f"- Where it is not met: `{code}`{f': {texts}' if texts else ''}"
        yield f"- Where it comes from: {_whence(scheme, f'criteria.{criterion.rule}')}"


def _considerations(scheme: Scheme) -> Iterator[str]:
    yield from ("", "## Considerations of discretion (hensyn)", "")
    yield "What an officer may name as the main considerations; at least one goes with each score, and into the letter."
    yield from (f"Where they come from: {_whence(scheme, 'considerations')}", "")
    yield from ("| code | bokmål | nynorsk |", "|---|---|---|")
    for one in scheme.considerations:
        yield f"| {one.code} | {_cell(one.texts.nb)} | {_cell(one.texts.nn)} |"


def _whence(scheme: Scheme, key: str) -> str:
    if not key:
        return "follows from the others"
    told = whence(scheme, key)
    return "; ".join(
        f"{f'{say.word(one.part)}: ' if one.part else ''}{'**assumed**: ' if one.assumed else ''}{one.says}"
        for one in told
    )


def _last_group(scheme: Scheme) -> str:
    return max(scheme.groups, key=lambda group: group.order).id


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
