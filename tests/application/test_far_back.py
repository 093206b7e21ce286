"""Long records: a search that finds nothing soon says where to go on, and notes go on by pages."""

from tests.application.homes import CHAIN, Home
from tests.application.test_handle import met
from tests.given import ASH, STRANGER, WREN
from troth.application.codec import Act
from troth.application.handle import Answer, Request, handle
from troth.application.private.notes import PAGE_NOTES, notes, notes_chain
from troth.application.read import (
    LOOKED_AHEAD,
    PAGE_LENGTH,
    SEARCHED_LENGTH,
    Search,
    history,
    sought,
)
from troth.application.rules import PRIVATE
from troth.domain.agreement.commands import NameArea
from troth.domain.kernel import AreaId, MemberId, NotAMember
from troth.domain.notes import EraseNote, KeepNote

KEPT = 2 * PAGE_LENGTH + 3
"""More notes than one page of the record holds, so that reading them turns its pages."""


def test_a_search_that_finds_nothing_soon_says_where_to_go_on() -> None:
    home = met(Home())
    for number in range(SEARCHED_LENGTH):
        home.does(WREN, NameArea(AreaId("garden"), f"The garden {number}"))
    page = history(home.world, CHAIN, matches=lambda act: act.by == ASH)
    assert page.lines == ()
    assert page.before == home.view().seq - SEARCHED_LENGTH + 1
    further = history(home.world, CHAIN, page.before, lambda act: act.by == ASH)
    assert {line.act.by for line in further.lines} == {ASH}
    assert further.before is None
    met_first = sought(home.world, CHAIN, None, Search(lambda _: False, lambda _: None))
    shown_ahead = LOOKED_AHEAD * PAGE_LENGTH
    assert met_first.before == home.view().seq - SEARCHED_LENGTH + shown_ahead + 1


def test_what_is_met_first_is_the_same_and_more_than_what_is_judged() -> None:
    home = met(Home())
    for number in range(LOOKED_AHEAD * PAGE_LENGTH + KEPT):
        home.does(WREN, NameArea(AreaId("garden"), f"The garden {number}"))
    met_first = list[Act]()

    def is_met(act: Act) -> bool:
        return act in met_first

    page = sought(home.world, CHAIN, None, Search(is_met, met_first.append))
    assert page == history(home.world, CHAIN)
    assert len(met_first) == PAGE_LENGTH * (LOOKED_AHEAD + 1)
    last = sought(home.world, CHAIN, PAGE_LENGTH, Search(is_met, met_first.append))
    assert last == history(home.world, CHAIN, PAGE_LENGTH)


def keeps(home: Home, member: MemberId, command: KeepNote | EraseNote) -> object:
    request = Request(home.next_op(), command)
    return handle(home.world_of(member), notes_chain(WREN), PRIVATE, request)


def test_notes_go_on_over_every_page_of_the_record() -> None:
    home = Home()
    for number in range(KEPT):
        assert isinstance(keeps(home, WREN, KeepNote(f"Note {number}.")), Answer)
    read: list[str] = []
    before: int | None = None
    while True:
        page = notes(home.world_of(WREN), notes_chain(WREN), before)
        assert len(page.notes) <= PAGE_NOTES
        read += [note.text for note in page.notes]
        before = page.before
        if before is None:
            break
    assert read == [f"Note {number}." for number in reversed(range(KEPT))]


def test_an_erased_note_is_on_no_page_and_nobody_else_keeps_any() -> None:
    home = Home()
    for number in range(KEPT):
        keeps(home, WREN, KeepNote(f"Note {number}."))
    first = notes(home.world_of(WREN), notes_chain(WREN), text="Note 0.").notes[0]
    keeps(home, WREN, EraseNote(first.number))
    assert notes(home.world_of(WREN), notes_chain(WREN), text="Note 0.").notes == ()
    for member in (ASH, STRANGER):
        assert isinstance(keeps(home, member, KeepNote("Not mine.")), NotAMember)
