from schemas.application import ApplicantKind, PartyRole
from schemas.eligibility import Finding, Outcome
from schemas.reasons import Reason
from schemas.scheme import CommittedCooperationRule
from services.eligibility.rules.case import Case
from services.eligibility.rules.committed_cooperation import judge
from tests.eligibility.examples import COOPERATION, FJELLVIK, HAVEN, NEW, case, organisation, party
from tests.eligibility.rule_page import criterion_of


def found(of: Case) -> Finding:
    rule = criterion_of("committed_cooperation")
    assert isinstance(rule, CommittedCooperationRule)
    return judge(rule, of)


def test_the_consents_that_count_are_named() -> None:
    finding = found(case(NEW))
    assert finding.inputs == {
        "agreement": "cooperation-2018",
        "consent_of": "nav, specialist_health",
        "applicant": "a party",
    }
    assert finding.threshold == (
        "an agreement; consent of nav and of municipal_health or specialist_health; the applicant a party"
    )


def test_a_party_that_has_not_consented_is_not_counted() -> None:
    silent = COOPERATION.but(parties=(party(FJELLVIK, PartyRole.NAV, consents=False),))
    finding = found(case(NEW.but(cooperation=silent)))
    assert finding.inputs["consent_of"] == "none"
    assert finding.reason is Reason.NO_COOPERATION_AGREEMENT


def test_an_agency_applies_only_for_a_cooperation_that_it_takes_part_in() -> None:
    for kind in ("nav_municipality", "municipal_health", "specialist_health"):
        stranger = NEW.but(applicant=organisation(HAVEN, ApplicantKind(kind)))
        finding = found(case(stranger))
        assert (finding.outcome, finding.inputs["applicant"]) == (Outcome.UNMET, "not a party")
