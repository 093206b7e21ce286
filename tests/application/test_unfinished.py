"""What one was writing is kept for oneself until it was sent, let go, or a week has passed."""

from itertools import pairwise

from tests.application.couples import begun, read_by
from tests.application.homes import CHAIN, Home
from tests.given import ASH, WREN
from troth.application.ports import OperationId
from troth.application.private.unfinished import (
    KEPT,
    MOST,
    MOST_LETTERS,
    Writing,
    keep,
    let_go,
    lines_of,
    send,
    unfinished,
)
from troth.domain.kernel import MemberId


def writes(home: Home, text: str, to: str = "/mine", **other: str) -> None:
    page, op = other.get("page", "/mine"), OperationId(other.get("op", ""))
    fields = (("text", text),)
    writing = Writing(to, page, "Private notes", home.clock.now(), fields, op=op)
    keep(home.world_of(WREN), CHAIN, writing)


def begun_by(home: Home, member: MemberId) -> list[tuple[str, str]]:
    found = unfinished(home.world_of(member), CHAIN)
    return [(each.page, dict(each.fields)["text"]) for each in found]


def test_what_was_written_last_in_a_form_is_kept_for_whoever_wrote_it() -> None:
    home = begun()
    writes(home, "The river")
    writes(home, "The river was high.")
    writes(home, "I would like", to="/talk/new", page="/talk/new")
    assert begun_by(home, WREN) == [("/talk/new", "I would like"), ("/mine", "The river was high.")]
    assert begun_by(home, ASH) == []
    assert b"The river" not in read_by(home, ASH)


def test_what_was_sent_is_not_unfinished_any_more() -> None:
    home = begun()
    writes(home, "The river")
    writes(home, "I would like", to="/talk/new", page="/talk/new/a")
    writes(home, "And I would, too", to="/talk/new", page="/talk/new/b")
    send(home.world_of(WREN), CHAIN, "/talk/new", OperationId("b"))
    assert begun_by(home, WREN) == [("/talk/new/a", "I would like"), ("/mine", "The river")]
    send(home.world_of(WREN), CHAIN, "/nowhere", OperationId("c"))
    assert len(begun_by(home, WREN)) == 2


def test_what_comes_late_of_a_form_that_was_sent_is_not_kept() -> None:
    home = begun()
    writes(home, "The river", op="a")
    send(home.world_of(WREN), CHAIN, "/mine", OperationId("a"))
    writes(home, "The river was high.", op="a")
    assert begun_by(home, WREN) == []
    writes(home, "Another day", op="b")
    assert begun_by(home, WREN) == [("/mine", "Another day")]


def test_its_author_lets_some_of_it_go() -> None:
    home = begun()
    writes(home, "The river")
    writes(home, "I would like", to="/talk/new", page="/talk/new")
    let_go(home.world_of(WREN), CHAIN, lambda each: each.page == "/mine")
    assert begun_by(home, WREN) == [("/talk/new", "I would like")]


def test_a_form_that_came_back_stays_with_the_page_it_was_on() -> None:
    home = begun()
    writes(home, "The river", to="/mine/1/bring", page="/mine/1")
    writes(home, "The river was high.", to="/mine/1/bring", page="")
    assert begun_by(home, WREN) == [("/mine/1", "The river was high.")]
    writes(home, "Nobody knows where", to="/talk/new", page="")
    assert len(begun_by(home, WREN)) == 1


def test_the_oldest_of_many_gives_way() -> None:
    home = begun()
    for number in range(MOST + 1):
        writes(home, f"Page {number}", to=f"/mine/{number}", page=f"/mine/{number}")
    found = begun_by(home, WREN)
    assert len(found) == MOST
    assert found[0] == (f"/mine/{MOST}", f"Page {MOST}")
    assert all(newer > older for (newer, _), (older, _) in pairwise(found))


def test_it_waits_a_week() -> None:
    home = begun()
    writes(home, "The river")
    home.clock.later(days=KEPT.days)
    assert len(begun_by(home, WREN)) == 1
    home.clock.later(seconds=1)
    assert begun_by(home, WREN) == []


def test_what_is_longer_than_any_form_is_not_kept() -> None:
    home = begun()
    writes(home, "The river")
    writes(home, "x" * (MOST_LETTERS + 1))
    assert begun_by(home, WREN) == [("/mine", "The river")]


def test_a_copy_says_it_in_its_own_words() -> None:
    row = {"writings": [{"to": "/mine", "page": "/mine", "title": "Private notes",
                         "at": "2026-03-02T19:00:00Z", "fields": [["text", "The river"]]}],
           "format": 1}  # fmt: skip
    assert lines_of(row) == ["Private notes", "The river"]
