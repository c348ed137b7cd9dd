"""Who decides sees the latest ranking that was proposed, whole or not yet, and the next promotion to approve."""

from collections.abc import Sequence
from datetime import UTC, datetime

from demo.calendar import Calendar
from demo.data import load
from demo.deciding import Deciding
from demo.kafka import Mailbox, Postman, Reply
from schemas.base import Message
from schemas.ids import ApplicationId, AuthorityId, Digest, RoundId
from schemas.notification import PlaceProposed, RankingProposed

ROUND = RoundId("ips-2023")
FIRST, ANEW = Digest("a" * 64), Digest("b" * 64)
DATA = load()


def ranking(list_hash: Digest, count: int) -> RankingProposed:
    return RankingProposed(round=ROUND, list_hash=list_hash, count=count, to_award=count, to_reject=0, total_nok=0)


def place(number: int, list_hash: Digest, amount_nok: int = 500_000) -> PlaceProposed:
    return PlaceProposed(
        round=ROUND,
        list_hash=list_hash,
        place=number,
        application=ApplicationId(f"acos-kommune/{number}"),
        outcome="award",
        amount_nok=amount_nok,
        reasons=(),
    )


def told(messages: Sequence[Message], authority: str = "directorate") -> Deciding:
    replies = [Reply(type(message).__name__, "1", "", message) for message in messages]
    now = Calendar(datetime(2023, 4, 1, tzinfo=UTC))
    return Deciding(AuthorityId(authority), Mailbox(authority, replies), Postman("nowhere", "x"), now, DATA)


def test_a_ranking_is_whole_when_each_of_its_places_is_shown() -> None:
    assert told([]).whole_ranking() is None
    assert told([ranking(FIRST, 2), place(1, FIRST)]).whole_ranking() is None
    whole = told([ranking(FIRST, 2), place(2, FIRST), place(1, FIRST)])
    assert whole.whole_ranking() == ranking(FIRST, 2)
    assert [one.place for one in whole.places()] == [1, 2]


def test_a_ranking_made_anew_takes_the_place_of_the_first_one() -> None:
    reopened = [ranking(FIRST, 1), place(1, FIRST), ranking(ANEW, 2), place(1, ANEW)]
    assert told(reopened).whole_ranking() is None
    assert told([*reopened, place(2, ANEW)]).whole_ranking() == ranking(ANEW, 2)


def test_a_ranking_made_anew_that_comes_out_the_same_is_shown_anew() -> None:
    same = [ranking(FIRST, 1), place(1, FIRST), ranking(FIRST, 1)]
    assert told(same).whole_ranking() is None
    assert told([*same, place(1, FIRST)]).places() == [place(1, FIRST)]


def test_another_list_s_lines_are_no_places_of_the_ranking() -> None:
    promoted = told([ranking(FIRST, 1), place(1, FIRST), place(2, ANEW)])
    assert [one.place for one in promoted.places()] == [1]


def test_officers_bear_the_name_of_their_authority() -> None:
    assert told([]).approvers == ("hdir-201", "hdir-204")
    assert told([], "finnmark").approvers == ("finnmark-201", "finnmark-204")
