"""Says why, in the letter's language: each reason with its text, and the rule that it rests on.

Forvaltningsloven § 25 first paragraph: reasons refer to the rules on which a decision is built.
"""

from collections.abc import Iterable, Sequence

from schemas.application import Language
from schemas.eligibility import Finding, Outcome
from schemas.reasons import ReasonCode
from schemas.scheme import Scheme
from services.notification.letters import reason_text, source_text, unnamed_condition_text


def grounds(
    codes: Iterable[ReasonCode],
    findings: Sequence[Finding],
    scheme: Scheme,
    language: Language,
    *,
    refused: bool = False,
) -> tuple[str, ...]:
    """A text for each code, and for one that several rules lead to a text for each of these.

    Raises LookupError for a code that neither the rulebook nor the letters nor any finding explains.
    """
    lines: dict[str, None] = {}
    for code in codes:
        unmet = [finding for finding in findings if finding.outcome is Outcome.UNMET and finding.reason == code]
        for finding in unmet:
            text = _own_text(code, scheme, language, finding.rule) or reason_text(code, language, refused=refused)
            said = text or unnamed_condition_text(language)
            lines[f"{said} {source_text(language)}: {finding.citation.rstrip('.')}."] = None
        if not unmet:
            text = _own_text(code, scheme, language) or reason_text(code, language, refused=refused)
            if text is None:
                raise LookupError(f"{code} has no text")
            lines[text] = None
    return tuple(lines)


def _own_text(code: ReasonCode, scheme: Scheme, language: Language, rule: str | None = None) -> str | None:
    """What the round's own criterion says, where it brings this reason."""
    for criterion in scheme.criteria:
        if criterion.reason is not None and criterion.reason.code == code and rule in (None, criterion.rule):
            return str(getattr(criterion.reason, language.value))
    return None
