"""What is true of a stream after each message heard and each fact said."""

from typing import assert_never

from chassis.decider import Entry
from schemas.allocation import (
    AcceptancePeriodSet,
    ApplicationRejected,
    AwardDecided,
    FrameChangeProposed,
    FundsReserved,
    RejectionProposed,
)
from schemas.base import Message
from schemas.eligibility import EligibilityDecided
from schemas.ids import Digest
from schemas.intake import (
    ApplicationDismissed,
    ApplicationReceived,
    DeficiencyNoticed,
    NoticeReported,
    ReferenceAdopted,
    RoundAnnounced,
)
from schemas.notification import LetterIssued
from schemas.reasons import Reason
from schemas.reference import read
from services.notification.state import Case, Round, Sender, State, Tables


def evolve(state: State, entry: Entry) -> State:
    match state:
        case Case():
            _evolve_case(state, entry.message)
        case Round():
            _evolve_round(state, entry.message)
        case Tables():
            _evolve_tables(state, entry.message)
        case Sender():
            pass
        case _:
            assert_never(state)
    return state


def _evolve_case(case: Case, message: Message) -> None:
    match message:
        case ApplicationReceived(version=version, content=content, decided_by=authority):
            case.contents[version], case.decided_by = content, authority
        case FundsReserved() | RejectionProposed():
            case.listed = True
        case DeficiencyNoticed():
            case.asked = message
        case ApplicationDismissed(reason=reason):
            # What comes too late leaves standing what came in time.
            case.dismissed = case.dismissed or reason is Reason.INCOMPLETE_NOT_CORRECTED
        case EligibilityDecided(version=version, outcome=outcome, findings=findings):
            case.outcome, case.findings[version] = outcome, findings
        case AwardDecided(version=version, amount_nok=amount, tops_up=tops_up):
            case.decided_version = version
            case.awarded_nok = amount + (case.awarded_nok if tops_up else 0)
        case ApplicationRejected(version=version):
            case.decided_version = version
        case AcceptancePeriodSet(until=until):
            case.until = until
        case LetterIssued(letter=letter, kind=kind, facts=facts):
            case.letters[letter] = kind
            case.rules = Digest(str(facts["rules"])) if facts["rules"] else None
        case NoticeReported(letter=letter, channel=channel, status=status):
            case.reported.add((letter, channel, status))
        case _:
            # Answers and work-list items change nothing that a later one rests on.
            pass


def _evolve_round(round_: Round, message: Message) -> None:
    match message:
        case RoundAnnounced(rulebook=rulebook, rulebook_hash=rules):
            round_.rulebook, round_.rules = rulebook, rules
        case FrameChangeProposed(list_hash=name, authority=authority):
            round_.changes[name] = authority
        case _:
            # Rankings and approvals are passed on, not remembered.
            pass


def _evolve_tables(tables: Tables, message: Message) -> None:
    match message:
        case ReferenceAdopted(name="county_governors", content=content):
            tables.offices = read("county_governors", content)
        case ReferenceAdopted(name="municipalities", content=content):
            tables.municipalities = {row.code: row for row in read("municipalities", content)}
        case _:
            # Which system may act, which bodies are public, who is excluded: that is for others to know.
            pass
