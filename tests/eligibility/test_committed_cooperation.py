from schemas.application import ApplicantKind, PartyRole
from schemas.eligibility import Outcome
from services.eligibility.rules.committed_cooperation import Parameters, judge
from tests.eligibility.examples import COOPERATION, FJELLVIK, HAVEN, NEW, case, organisation, party

HEALTH = (PartyRole.MUNICIPAL_HEALTH, PartyRole.SPECIALIST_HEALTH)
NAV_AND_HEALTH = Parameters(all_of=(PartyRole.NAV,), any_of=HEALTH)


def test_the_consents_that_count_are_named() -> None:
    answer = judge(NAV_AND_HEALTH, case(NEW))
    assert answer.inputs == {
        "agreement": "cooperation-2018",
        "consent_of": "nav, specialist_health",
        "applicant": "a party",
    }
    assert answer.threshold == (
        "an agreement; consent of nav and of municipal_health or specialist_health; the applicant a party"
    )


def test_a_party_that_has_not_consented_is_not_counted() -> None:
    silent = COOPERATION.but(parties=(party(FJELLVIK, PartyRole.NAV, consents=False),))
    answer = judge(NAV_AND_HEALTH, case(NEW.but(cooperation=silent)))
    assert (answer.outcome, answer.inputs["consent_of"]) == (Outcome.UNMET, "none")


def test_an_agency_applies_only_for_a_cooperation_that_it_takes_part_in() -> None:
    for kind in ("nav_municipality", "municipal_health", "specialist_health"):
        stranger = NEW.but(applicant=organisation(HAVEN, ApplicantKind(kind)))
        answer = judge(NAV_AND_HEALTH, case(stranger))
        assert (answer.outcome, answer.inputs["applicant"]) == (Outcome.UNMET, "not a party")


def test_a_round_may_ask_for_several_and_for_no_one_besides() -> None:
    both_health_services = Parameters(all_of=HEALTH)
    answer = judge(both_health_services, case(NEW))
    assert (answer.outcome, answer.threshold) == (
        Outcome.UNMET,
        "an agreement; consent of municipal_health and of specialist_health; the applicant a party",
    )
    all_three = tuple(party(FJELLVIK, role) for role in PartyRole)
    assert judge(both_health_services, case(NEW.but(cooperation=COOPERATION.but(parties=all_three)))).outcome is (
        Outcome.MET
    )
