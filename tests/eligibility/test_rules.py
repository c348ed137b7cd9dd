"""How a rulebook's criterion finds its rule, and what happens where it finds none."""

from schemas.application import Application
from schemas.base import Message
from schemas.eligibility import EligibilityDecided, Finding, Outcome, ReviewRefused
from schemas.intake import RoundAnnounced
from schemas.reasons import Reason
from schemas.scheme import Criterion, ReasonTexts
from services.eligibility.rules import RULES, faults, judge, reason_if_unmet
from tests.eligibility.examples import NEW, ROOT, ROUND, SEAGULL, case, organisation
from tests.eligibility.history import given
from tests.eligibility.told import answer, received, stated

UNKNOWN = Criterion(rule="near_the_sea", version=1, citation="the call")
FROM_LATER = Criterion(rule="project_year", version=2, citation="the call")
UNREADABLE = Criterion(
    rule="applicant_group",
    version=1,
    parameters={"kinds": ["institution", "shipowner"], "colour": "blue"},
    citation="the call",
)
OWN_REASON = ReasonTexts(
    code="NOT_BY_THE_SEA", nb="Tiltaket ligger ikke ved sjøen.", nn="Tiltaket ligg ikkje ved sjøen."
)


def only(*criteria: Criterion) -> RoundAnnounced:
    return ROUND.but(rulebook=ROUND.rulebook.but(criteria=criteria))


def last(messages: list[Message]) -> Message:
    history = given(*messages[:-1])
    said, *_ = history.hears(messages[-1])
    return said.fact


def found(criterion: Criterion, application: Application = NEW) -> Finding:
    return judge(criterion, case(application))


def test_every_file_in_the_folder_is_a_rule_but_the_one_that_says_what_a_case_is() -> None:
    files = {file.stem for file in (ROOT / "services" / "eligibility" / "rules").glob("*.py")}
    assert {name for name, _ in RULES} == files - {"__init__", "case"}


def test_a_rule_that_nobody_has_written_is_left_to_an_officer() -> None:
    finding = found(UNKNOWN)
    assert (finding.outcome, finding.reason) == (Outcome.UNCLEAR, None)
    assert finding.inputs["rule"].startswith("one of applicant_group, ")


def test_a_version_that_nobody_has_written_is_left_to_an_officer() -> None:
    assert (found(FROM_LATER).outcome, found(FROM_LATER).inputs) == (Outcome.UNCLEAR, {"version": "one of 1"})


def test_parameters_that_can_not_be_read_are_left_to_an_officer_key_by_key() -> None:
    finding = found(UNREADABLE)
    assert (finding.outcome, set(finding.inputs)) == (Outcome.UNCLEAR, {"parameters.kinds.1", "parameters.colour"})
    assert [path for path, _ in faults(UNREADABLE)] == ["parameters.kinds.1", "parameters.colour"]


def test_nothing_is_wrong_with_the_criteria_of_the_round_of_2019() -> None:
    assert [faults(criterion) for criterion in ROUND.rulebook.criteria] == [[]] * len(ROUND.rulebook.criteria)


def test_a_round_may_bring_its_own_reason_in_the_place_of_the_rules() -> None:
    criterion = next(criterion for criterion in ROUND.rulebook.criteria if criterion.rule == "applicant_group")
    stranger = NEW.but(applicant=organisation(SEAGULL, NEW.applicant.kind.OTHER))
    assert found(criterion, stranger).reason == reason_if_unmet(criterion) == Reason.NOT_IN_APPLICANT_GROUP
    assert found(criterion.but(reason=OWN_REASON), stranger).reason == "NOT_BY_THE_SEA"


def test_an_officers_no_takes_the_rounds_own_reason_even_where_there_is_no_rule() -> None:
    arrived = received(NEW)
    fact = last(
        [only(UNKNOWN.but(reason=OWN_REASON)), arrived, stated(arrived), answer(arrived, "unmet", UNKNOWN.rule)]
    )
    assert isinstance(fact, EligibilityDecided)
    assert (fact.outcome, fact.reasons) == ("ineligible", ("NOT_BY_THE_SEA",))


def test_nobody_is_refused_by_a_criterion_that_has_no_reason() -> None:
    arrived = received(NEW)
    before = [only(UNKNOWN), arrived, stated(arrived)]
    assert isinstance(last([*before, answer(arrived, "unmet", UNKNOWN.rule)]), ReviewRefused)
    fact = last([*before, answer(arrived, "met", UNKNOWN.rule)])
    assert isinstance(fact, EligibilityDecided)
    assert fact.outcome == "eligible"
