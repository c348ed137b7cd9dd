"""From findings to the outcome: one criterion that is not met decides, whatever else is unclear."""

from collections.abc import Sequence
from typing import Literal

from schemas.application import Application
from schemas.eligibility import EligibilityDecided, Finding, Outcome
from schemas.intake import ApplicationReceived
from schemas.money import Nok
from schemas.reasons import Reason, ReasonCode
from schemas.scheme import Criterion, Group, Scheme
from services.eligibility import ceiling, rules
from services.eligibility.ceiling import Beside
from services.eligibility.rules.case import Case


def judge(standing: ApplicationReceived, case: Case, beside: Beside) -> EligibilityDecided:
    content, scheme = standing.content, case.scheme
    findings = tuple(rules.judge(criterion, case) for criterion in scheme.criteria)
    group = scheme.group_of(content)
    reasons = _reasons(findings)
    if group is None and not reasons:
        # A group sets what is granted: without one there is no amount to grant, whatever the criteria ask.
        reasons = (_outside_every_group(content, scheme),)
    limit = _limit_nok(standing, group, scheme, beside) if group else None
    reductions = ceiling.reductions(content, group, limit) if group and not reasons else ()
    grantable_nok = 0 if reasons else reductions[-1].to_nok if reductions else content.amount_nok
    if reductions and grantable_nok == 0:
        reasons = (reductions[-1].reason,)
    return EligibilityDecided(
        application=standing.application,
        version=standing.version,
        round=standing.round,
        frame=standing.frame,
        outcome=_outcome(findings, reasons),
        findings=findings,
        project_year=content.project.year,
        continuing=content.project.year > 1,
        group=group.id if group else None,
        ceiling_nok=ceiling.ceiling_nok(group, content.project.year) if group else None,
        grantable_nok=grantable_nok,
        reductions=reductions,
        reasons=reasons,
    )


def answer(
    decided: EligibilityDecided, rulebook: Scheme, rule: str, outcome: Outcome, officer: str
) -> EligibilityDecided:
    """What was decided, with an officer's answer in the place of what a rule could not tell."""
    reason = rules.reason_if_unmet(_criterion(rulebook, rule)) if outcome is Outcome.UNMET else None
    findings = tuple(
        finding.but(outcome=outcome, reason=reason, by_officer=officer) if finding.rule == rule else finding
        for finding in decided.findings
    )
    reasons = _reasons(findings)
    changed = decided.but(findings=findings, reasons=reasons, outcome=_outcome(findings, reasons))
    return changed.but(grantable_nok=0, reductions=()) if reasons else changed


def awaits(decided: EligibilityDecided, rulebook: Scheme, rule: str, outcome: Outcome) -> bool:
    """Whether this answer of an officer is waited for; a no needs a reason, for nobody is refused without one."""
    unclear = {finding.rule for finding in decided.findings if finding.outcome is Outcome.UNCLEAR}
    if decided.outcome != "needs_review" or rule not in unclear:
        return False
    return outcome is not Outcome.UNMET or rules.reason_if_unmet(_criterion(rulebook, rule)) is not None


def _criterion(rulebook: Scheme, rule: str) -> Criterion:
    return next(criterion for criterion in rulebook.criteria if criterion.rule == rule)


def _reasons(findings: Sequence[Finding]) -> tuple[ReasonCode, ...]:
    return tuple(dict.fromkeys(finding.reason for finding in findings if finding.reason))


def _outcome(
    findings: Sequence[Finding], reasons: Sequence[ReasonCode]
) -> Literal["eligible", "ineligible", "needs_review"]:
    unclear = any(finding.outcome is Outcome.UNCLEAR for finding in findings)
    return "ineligible" if reasons else "needs_review" if unclear else "eligible"


def _outside_every_group(content: Application, scheme: Scheme) -> Reason:
    funded = content.project.year in scheme.project_years
    return Reason.PURPOSE_OUTSIDE_SCHEME if funded else Reason.YEAR_NOT_FUNDABLE


def _limit_nok(standing: ApplicationReceived, group: Group, scheme: Scheme, beside: Beside) -> Nok | None:
    """Of the applicant's ceiling, what is this application's: its part, or what those before it have left."""
    year = standing.content.project.year
    whole = ceiling.ceiling_nok(group, year)
    if whole is None:
        return None
    part = ceiling.shared_nok if scheme.assessment == "together" else ceiling.left_nok
    return part(whole, standing.application, year, beside)
