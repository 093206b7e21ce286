"""A record with an entry nobody can read any more: all the rest is given, and the gap is marked."""

import json

import pytest
from msgspec.structs import replace

from tests.application.couples import begun, drafts
from tests.application.damaged import TornStore, damage
from tests.application.homes import CHAIN, Home
from tests.application.marking import Marks, write_own
from tests.given import ASH, STRANGER, WREN, ZONES
from troth.application.alarms import ALARMS, Alarm, RecordInDoubt
from troth.application.copies.archive import Kept, bring_in, export_in, state_of
from troth.application.copies.exported import NotAnExport, read_export, summed, write_export
from troth.application.copies.exporting import export_of
from troth.application.copies.readable import UNREAD_OWN, page_of
from troth.application.folding import UNREAD, Done, Gap, readable
from troth.application.handle import Request, World, handle
from troth.application.keyring import NotTheirs
from troth.application.ports import OperationId, StoreDamaged
from troth.application.private.notes import notes
from troth.application.proofs.statements import EntriesUnread, Statement, sign_statement
from troth.application.read import PAGE_LENGTH, history
from troth.application.rules import PRIVATE
from troth.application.seen import look
from troth.domain.agreement.commands import NameArea
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.kernel import AreaId
from troth.domain.notes import KeepNote

WARM, DRY = "The warm supper.", "The dry towels."


def praised(store: TornStore | None = None) -> tuple[Home, int]:
    """Return a home in which two thanks were said last, and the number of the first of them."""
    home = begun(store)
    for name, text in (("n", WARM), ("m", DRY)):
        home.does(WREN, Observe(ObservationId(name), WREN, ObservationKind.PRAISE, text))
    return home, home.view().seq - 1


def torn() -> tuple[Home, int]:
    """Return that home with the first of the two thanks damaged."""
    home, seq = praised()
    damage(home.store, seq)
    return home, seq


def test_the_history_shows_everything_else_and_names_the_gap() -> None:
    home, seq = torn()
    page = history(home.world_of(ASH), CHAIN)
    assert [line.seq for line in page.lines] == [seq + 1, *range(seq - 1, 0, -1)]
    assert [gap.seq for gap in page.gaps] == [seq]
    assert page.before is None
    assert WARM not in page.gaps[0].why


def test_a_gap_is_on_the_page_of_its_neighbours_only() -> None:
    home, seq = torn()
    for number in range(PAGE_LENGTH):
        home.does(ASH, NameArea(AreaId(f"a{number}"), f"Place {number}"))
    newest = history(home.world_of(ASH), CHAIN)
    assert (len(newest.lines), newest.gaps) == (PAGE_LENGTH, ())
    further = history(home.world_of(ASH), CHAIN, newest.before)
    assert [gap.seq for gap in further.gaps] == [seq]


def test_a_search_finds_what_is_beyond_a_gap() -> None:
    home, seq = torn()
    page = history(home.world_of(WREN), CHAIN, None, lambda act: act.by == ASH)
    assert {line.act.by for line in page.lines} == {ASH}
    assert [gap.seq for gap in page.gaps] == [seq]


@pytest.mark.parametrize("lost", [{1}, {5}, {1, 2, 3}, {4, 7}])
def test_a_page_with_lost_rows_gives_every_other_row_in_its_order(lost: set[int]) -> None:
    store = TornStore()
    home, _ = praised(store)
    length = home.view().seq
    store.lost = frozenset(lost)
    with store.reading(CHAIN) as reading:
        found = list(readable(reading, home.world_of(ASH).keys.of(reading)))
    assert [each.seq for each in found] == list(range(1, length + 1))
    assert {each.seq for each in found if isinstance(each, Gap)} == lost
    assert all(isinstance(each, Done) for each in found if each.seq not in lost)


def test_a_copy_holds_everything_else_and_the_number_of_the_gap() -> None:
    home, seq = torn()
    export = export_of(home.world_of(ASH), CHAIN)
    assert export.gaps == (seq,)
    assert [each.entry for each in export.entries] == [*range(1, seq), seq + 1]
    assert json.loads(write_export(export))["unread"] == [seq]
    assert [each.name for each in export.people] == ["Ash", "Wren"]


def test_a_whole_copy_says_nothing_of_gaps() -> None:
    home, _ = praised()
    export = export_of(home.world_of(ASH), CHAIN)
    assert export.gaps == ()
    assert "unread" not in json.loads(write_export(export))


def with_own_torn() -> Home:
    """Return a home in which Ash has kept two notes and two drafts, and one of each is damaged."""
    home = begun()
    world = home.world_of(ASH)
    write_own(world, CHAIN, Marks("first"))
    handle(world, world.keys.own_chain, PRIVATE, Request(OperationId("b" * 32), KeepNote(DRY)))
    drafts(home, ASH).keep("prepared/other", {"text": DRY})
    damage(home.store, 1, world.keys.own_chain)
    with home.store.acting(CHAIN) as transaction:
        transaction.put_pending(ASH, transaction.pending_slots(ASH)[0], bytes(64))
    return home


def test_a_copy_with_what_is_ones_own_says_how_much_of_it_could_not_be_read() -> None:
    home = with_own_torn()
    export = export_of(home.world_of(ASH), CHAIN)
    assert [note.text for note in export.notes] == [DRY]
    assert len(export.drafts) == 1
    assert export.unread_own == 2
    assert UNREAD_OWN.format(number=2) in page_of(export, ZONES)
    theirs = export_of(home.world_of(WREN), CHAIN)
    assert "unread_own" not in json.loads(write_export(theirs))


def test_ones_notes_are_shown_beside_one_that_cannot_be_read() -> None:
    home = with_own_torn()
    world = home.world_of(ASH)
    page = notes(world, world.keys.own_chain)
    assert ([note.text for note in page.notes], page.unread) == ([DRY], 1)


def test_the_page_to_read_marks_the_gap_where_it_is() -> None:
    home, seq = torn()
    page = page_of(export_of(home.world_of(ASH), CHAIN), ZONES)
    before, marked, behind = page.partition(UNREAD)
    assert marked
    assert DRY in behind
    assert WARM not in page
    assert "Wren is named" not in before + behind
    damage(home.store, seq + 1)
    both = page_of(export_of(home.world_of(ASH), CHAIN), ZONES)
    assert both.count(UNREAD) == 2
    assert DRY not in both


def test_a_copy_with_a_gap_can_be_brought_in_and_read_again() -> None:
    home, seq = torn()
    world = home.world_of(ASH)
    written = write_export(export_of(world, CHAIN))
    kept = bring_in(world, written.encode())
    assert isinstance(kept, Kept), kept
    assert export_in(world, kept.chain).gaps == (seq,)
    assert state_of(export_in(world, kept.chain)).ground == home.view().state.ground


def test_a_copy_whose_first_entry_is_the_gap_still_names_the_two() -> None:
    home, _ = praised()
    damage(home.store, 1)
    export = export_of(home.world_of(WREN), CHAIN)
    assert [each.name for each in export.people] == ["Ash", "Wren"]
    assert isinstance(bring_in(home.world_of(WREN), write_export(export).encode()), Kept)


def test_where_nothing_tells_who_the_two_are_no_copy_is_made_of_nothing() -> None:
    home, _ = praised()
    for seq in range(1, home.view().seq + 1):
        damage(home.store, seq)
    with home.store.acting(CHAIN) as transaction:
        transaction.put_snapshot(b"nothing")
    with pytest.raises(StoreDamaged, match="who the two of you are"):
        export_of(home.world_of(ASH), CHAIN)


@pytest.mark.parametrize("unread", [(3,), (), (0,), (99,), (-1,)])
def test_a_copy_that_misses_entries_it_does_not_name_is_none(unread: tuple[int, ...]) -> None:
    home, _ = torn()
    export = export_of(home.world_of(ASH), CHAIN)
    changed = summed(replace(export, unread=unread))
    assert isinstance(read_export(write_export(changed).encode()), NotAnExport)
    assert not isinstance(read_export(write_export(export).encode()), NotAnExport)


def test_a_stranger_is_given_neither_history_nor_copy() -> None:
    home, _ = torn()
    stranger = home.world_of(STRANGER)
    for give in (history, export_of):
        with pytest.raises(NotTheirs):
            give(stranger, CHAIN)


def looked(home: Home) -> World:
    """Let Ash log in, who keeps a copy of the state by that."""
    return look(home.world_of(ASH))[0]


def test_a_statement_is_signed_past_a_gap_on_which_nothing_hangs_and_names_it() -> None:
    home, seq = praised()
    world = looked(home)
    whole = sign_statement(world, CHAIN)
    damage(home.store, seq)
    torn = sign_statement(world, CHAIN)
    assert isinstance(whole, Statement)
    assert isinstance(torn, Statement)
    mark = f"Entry {seq} could not be read here.\n"
    assert mark not in whole.text
    assert torn.text.replace(mark, "") == whole.text


def test_nothing_is_signed_where_something_agreed_hangs_on_the_gap() -> None:
    home = begun()
    world = looked(home)
    (*_, agreed) = (
        line.seq
        for line in history(world, CHAIN).lines
        if any("Consent" in type(event).__name__ for event in line.act.events)
    )
    damage(home.store, agreed)
    found = sign_statement(world, CHAIN)
    assert isinstance(found, EntriesUnread)
    assert f"({agreed})" in found.sentence


def test_nothing_is_signed_past_a_gap_that_no_login_has_ever_read() -> None:
    home, seq = torn()
    assert sign_statement(home.world_of(ASH), CHAIN) == EntriesUnread(str(seq))
    assert sign_statement(looked(home), CHAIN) == RecordInDoubt(ALARMS[Alarm.NOT_WHOLE])
