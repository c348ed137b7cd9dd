"""From findings to the outcome: one criterion that is not met decides, whatever else is unclear."""

from collections.abc import Sequence

from schemas.eligibility import EligibilityDecided, Finding, Outcome
from schemas.intake import ApplicationReceived
from schemas.reasons import Reason
from schemas.scheme import Scheme
from services.eligibility import ceiling, rules
from services.eligibility.rules.case import Case


def judge(standing: ApplicationReceived, case: Case) -> EligibilityDecided:
    findings = [rules.judge(criterion, case) for criterion in case.scheme.criteria]
    return conclude(standing, case.scheme, findings)


def answered(finding: Finding, scheme: Scheme, outcome: Outcome, officer: str) -> Finding:
    """The finding of a rule that could not tell, with an officer's answer in its place."""
    criterion = next(criterion for criterion in scheme.criteria if criterion.rule == finding.rule)
    reason = rules.reason_if_unmet(criterion) if outcome is Outcome.UNMET else None
    return finding.but(outcome=outcome, reason=reason, by_officer=officer)


def conclude(standing: ApplicationReceived, scheme: Scheme, findings: Sequence[Finding]) -> EligibilityDecided:
    year, applied_nok = standing.content.project.year, standing.content.amount_nok
    group = scheme.group_of(year)
    reasons = tuple(dict.fromkeys(finding.reason for finding in findings if finding.reason))
    if group is None and not reasons:
        # Money is given by project year: without a ceiling there is no amount to grant, whatever the criteria ask.
        reasons = (Reason.YEAR_NOT_FUNDABLE,)
    unclear = any(finding.outcome is Outcome.UNCLEAR for finding in findings)
    reductions = ceiling.reductions(applied_nok, group, year) if group and not reasons else ()
    return EligibilityDecided(
        application=standing.application,
        version=standing.version,
        round=standing.round,
        frame=standing.frame,
        outcome="ineligible" if reasons else "needs_review" if unclear else "eligible",
        findings=tuple(findings),
        project_year=year,
        group=group.id if group else None,
        ceiling_nok=ceiling.ceiling_nok(group, year) if group else None,
        grantable_nok=0 if reasons else reductions[-1].to_nok if reductions else applied_nok,
        reductions=reductions,
        reasons=reasons,
    )
