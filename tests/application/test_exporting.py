"""A copy: complete, readable without us, of nobody's private things but one's own, and unseen."""

import json
import re
from html.parser import HTMLParser

import pytest
from msgspec import structs
from msgspec.structs import replace

from tests.application.couples import begun, drafts, read_by
from tests.application.homes import CHAIN, Home
from tests.application.marking import Marks, answer_check_in, marked_events, write_own
from tests.given import ASH, HOUSEHOLD, KITCHEN, START, STRANGER, WREN, ZONES
from tests.house.source import ROOT
from tests.lives.calendar import days
from tests.lives.recorded import RecordedCouple
from troth.application.copies.exported import (
    LONGEST_BYTES,
    Export,
    ExportedEntry,
    Person,
    folded,
    read_export,
    write_export,
)
from troth.application.copies.exporting import export_of
from troth.application.copies.readable import page_of
from troth.application.erasing import erase_note, erase_words
from troth.application.keyring import NotTheirs
from troth.application.private.preparations import Prepared
from troth.application.texts import map_texts
from troth.domain.agreement.commands import NameArea, WithdrawConsent
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.kernel import MemberId
from troth.domain.leanings import Leaning, Leanings
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.sessions.events import Preparation
from troth.store.memory import MemoryStore

SAID = "The warm supper on Thursday."


class Page(HTMLParser):
    """What stands on a page: its text, its elements, and whatever could reach outside."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.reaching: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        reaches = ("src", "href", "action", "style", "srcset")
        self.reaching += [value or "" for name, value in attrs if name in reaches]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def taken(home: Home, by: MemberId = WREN, *, with_own: bool = True) -> Export:
    return export_of(home.world_of(by), CHAIN, with_own=with_own)


def page(home: Home, by: MemberId = WREN) -> Page:
    return Page(page_of(taken(home, by), ZONES))


def lived() -> tuple[RecordedCouple, Export]:
    """Return two months of a life, and Wren's copy of it."""
    couple = RecordedCouple(MemoryStore())
    for day in days(couple):
        if day == 60:
            break
    return couple, export_of(couple.world_of(WREN), CHAIN)


def test_a_copy_holds_every_entry_and_folds_to_the_same_state() -> None:
    couple, export = lived()
    assert [each.entry for each in export.entries] == list(range(1, couple.seen().seq + 1))
    assert folded(export) == couple.seen().state
    assert read_export(write_export(export).encode()) == export


def test_it_opens_with_nothing_but_a_reader_of_json() -> None:
    home = begun()
    home.does(WREN, Observe(ObservationId("n"), ASH, ObservationKind.PRAISE, SAID))
    plain = json.loads(write_export(taken(home)))
    assert plain["format"] == "troth-export/1"
    assert [each["name"] for each in plain["people"]] == ["Ash", "Wren"]
    assert plain["for"] == WREN
    (event,) = plain["entries"][-1]["events"]
    assert (event["type"], event["text"]) == ("observed/1", SAID)


def test_it_is_unsigned_so_that_it_proves_nothing_to_others() -> None:
    home = begun()
    with home.store.reading(CHAIN) as reading:
        entries = list(reading.entries())
    written = write_export(taken(home))
    for entry in entries:
        assert entry.link.hex() not in written
        assert entry.signature.hex() not in written


def test_the_same_record_is_written_the_same_each_time() -> None:
    _, export = lived()
    assert write_export(export) == write_export(export)


def test_ones_own_notes_and_drafts_are_in_it_and_can_be_left_out() -> None:
    home, own = begun(), Marks()
    write_own(home.world_of(WREN), CHAIN, own)
    assert own.found_in(write_export(taken(home)).encode()) == own.given
    note, _number, draft = own.given
    assert own.found_in(page_of(taken(home), ZONES).encode()) == [note, draft]
    assert own.found_in(write_export(taken(home, with_own=False)).encode()) == []


def test_nothing_private_of_the_other_is_in_it() -> None:
    home, private = begun(), Marks()
    write_own(home.world_of(ASH), CHAIN, private)
    answer_check_in(home.world_of(ASH), CHAIN, private)
    assert private.found_in(write_export(taken(home, ASH)).encode())
    assert private.found_in(write_export(taken(home, WREN)).encode()) == []
    assert private.found_in(page_of(taken(home, WREN), ZONES).encode()) == []


def test_an_answer_that_waits_is_in_no_copy_not_even_in_ones_own() -> None:
    home, waiting = begun(), Marks()
    answer_check_in(home.world_of(WREN), CHAIN, waiting)
    assert waiting.found_in(write_export(taken(home)).encode()) == []


def test_taking_a_copy_leaves_no_trace_for_the_other() -> None:
    home = begun()
    drafts(home, WREN).keep("prepared/1", "Something to bring.")
    before = read_by(home, ASH)
    taken(home, WREN)
    assert read_by(home, ASH) == before


def test_a_stranger_takes_nothing() -> None:
    home = begun()
    with pytest.raises(NotTheirs):
        taken(home, STRANGER)


def test_what_was_erased_is_in_no_copy_taken_since() -> None:
    home, own = begun(), Marks()
    write_own(home.world_of(WREN), CHAIN, own)
    home.does(WREN, Observe(ObservationId("n"), ASH, ObservationKind.PRAISE, SAID))
    erase_words(home.world_of(WREN), CHAIN, home.next_op(), (home.view().seq,))
    erase_note(home.world_of(WREN), home.next_op(), 1)
    export = taken(home)
    assert export.notes == ()
    assert SAID not in write_export(export)
    shown = page(home).text
    assert SAID not in shown
    assert "(words erased by Wren)" in shown


def test_the_page_holds_every_text_of_every_kind_of_event() -> None:
    marks = Marks()
    people = tuple(Person(each, each.title(), "UTC") for each in (ASH, WREN))
    entries = tuple(
        ExportedEntry(seq, ASH, START, (event,))
        for seq, event in enumerate(marked_events(marks), 1)
    )
    export = Export("troth-export/1", START, WREN, people, entries)
    shown = page_of(export, ZONES).encode()
    assert set(marks.given) - set(marks.found_in(shown)) == set()


def test_the_page_tells_a_whole_life() -> None:
    _, export = lived()
    texts: list[str] = []

    def keep(text: str) -> str:
        texts.append(text)
        return text

    for entry in export.entries:
        for event in entry.events:
            map_texts(event, keep)
    plain = " ".join(Page(page_of(export, ZONES)).text.split())
    assert [text for text in texts if " ".join(text.split()) not in plain] == []


def test_the_page_reaches_nothing_outside_and_runs_nothing() -> None:
    _, export = lived()
    shown = Page(page_of(export, ZONES))
    assert {"script", "img", "link", "iframe", "form", "object"} & set(shown.tags) == set()
    assert all(each.startswith("#") for each in shown.reaching)
    assert "url(" not in page_of(export, ZONES)


def test_both_names_stand_alike_and_the_title_says_nothing() -> None:
    shown = page_of(taken(begun()), ZONES)
    assert "<h1>Ash and Wren</h1>" in shown
    assert "<title>Record</title>" in shown


def test_what_somebody_wrote_is_text_on_the_page_and_never_markup() -> None:
    home = begun()
    said = "<script>alert('x')</script> & \"quoted\""
    home.does(WREN, Observe(ObservationId("n"), ASH, ObservationKind.PRAISE, said))
    shown = page(home)
    assert said in shown.text
    assert "script" not in shown.tags


def test_times_are_in_the_zone_of_whoever_took_it() -> None:
    home = begun()
    home.clock.later(hours=5)
    home.does(WREN, Observe(ObservationId("n"), ASH, ObservationKind.PRAISE, SAID))
    assert "Tuesday 3 March 2026" in page(home, WREN).text, "in Paris it is past midnight"
    assert "Tuesday 3 March 2026" not in page(home, ASH).text, "in London it is not"


def test_the_agreement_stands_on_the_page_as_it_was_when_it_was_taken() -> None:
    home = begun()
    agreed = page(home).text.rpartition("What happened")[0]
    assert "The kitchen is settled before bed." in agreed
    home.does(WREN, WithdrawConsent(KITCHEN))
    agreed, _, happened = page(home).text.rpartition("What happened")
    assert "The kitchen is settled before bed." not in agreed
    assert "The kitchen is settled before bed." in happened


def test_a_copy_of_what_has_just_begun_says_so_plainly() -> None:
    export = replace(taken(begun()), entries=())
    assert "Nothing." in Page(page_of(export, ZONES)).text


def test_the_page_about_the_form_names_every_field_and_no_other() -> None:
    page = (ROOT / "docs" / "reference" / "export.md").read_text("utf-8")
    whole, _, entry = page.partition("An entry:")
    fields = {
        kind: [f.encode_name for f in structs.fields(kind)] for kind in (Export, ExportedEntry)
    }
    assert re.findall(r"^\| `(\w+)` \|", whole, re.MULTILINE) == fields[Export]
    assert re.findall(r"^\| `(\w+)` \|", entry, re.MULTILINE) == fields[ExportedEntry]
    assert "`troth-export/1`" in whole
    assert f"{LONGEST_BYTES >> 20} MiB" in whole


def test_the_page_says_limits_and_drafts_as_people_do() -> None:
    home = begun()
    home.does(WREN, NameArea(HOUSEHOLD, "The household"))
    home.does(WREN, SetLimit(LimitId("hard"), Target.AREA, HOUSEHOLD, hard=True))
    soft = SetLimit(LimitId("soft"), Target.TAG, "photographs", hard=False, conditions="I ask")
    home.does(WREN, soft)
    own = drafts(home, WREN)
    own.keep("prepared/1", Prepared(Preparation.GLAD, "The long walk."))
    own.keep("limit/hard", "It was always hers.")
    own.keep("leanings", Leanings({HOUSEHOLD: Leaning.TOGETHER}))
    shown = page(home).text
    for said in (
        "The household",
        "Never.",
        "photographs",
        "Only if: I ask",
        "Prepared for a weekly talk",
        "Text: The long walk.",
        "Why you set a limit",
        "It was always hers.",
        "The household: together",
    ):
        assert said in shown
    for stored in ("prepared/", "limit/", "area household", "tag photographs", "False"):
        assert stored not in shown
