"""The history in pages and by search, and a damaged record: named in one sentence, never used."""

from collections.abc import Callable
from pathlib import Path

import apsw
import msgspec
import pytest

from tests.cli.home import CHAIN, Home
from tests.given import ASH, WREN
from troth.application.read import PAGE_LENGTH
from troth.cli.caller import REFUSED, UNREADABLE
from troth.cli.record import CHAPTERS, History
from troth.cli.verify import DAMAGED
from troth.domain.dynamic.commands import BeginLighter, EndLighter
from troth.projections.sentences import Chapter

WRONG_USAGE = 2


def lived(home: Home, count: int) -> None:
    """Let Wren have as many low days and good ones, one after the other."""
    for number in range(count):
        home.does(WREN, BeginLighter() if number % 2 == 0 else EndLighter())


def page(home: Home, *typed: str, name: str = "Ash") -> History:
    """Read one page of the history."""
    read = home.reads(name, "history", *typed)
    return msgspec.convert(read, History, dec_hook=lambda of, text: of(text))


def texts(read: History) -> list[str]:
    """Return the sentences of a page, in the order of the entries."""
    return [each.text for entry in read.entries for each in entry.sentences]


def test_pages_hold_every_entry_once_from_the_newest_to_the_first(home: Home) -> None:
    lived(home, 2 * PAGE_LENGTH)
    pages = [page(home)]
    while pages[-1].before is not None:
        pages.append(page(home, "--before", str(pages[-1].before)))
    numbers = [entry.entry for each in pages for entry in each.entries]
    assert numbers == list(range(numbers[0], 0, -1))
    assert [len(each.entries) for each in pages[:-1]] == [PAGE_LENGTH] * (len(pages) - 1)


def test_a_page_says_how_to_go_on_and_the_last_one_does_not(home: Home) -> None:
    lived(home, PAGE_LENGTH)
    shown = home.ash("history")
    assert shown.rstrip().split("\n")[-1] == f"Further back: add --before {page(home).before}"
    assert "Further back" not in home.ash("history", "--before", "2")


def test_what_is_before_the_first_entry_is_nothing(home: Home) -> None:
    assert "The record begins after this." in home.ash("history", "--before", "1")


@pytest.mark.parametrize("before", ["0", "-1", "1.5", "", "last"])
def test_a_page_begins_at_a_whole_number_of_an_entry(home: Home, before: str) -> None:
    result = home.run("Ash", "history", "--before", before)
    assert result.exit_code == WRONG_USAGE
    assert "--before" in result.stderr


def test_a_page_that_begins_further_than_the_record_is_its_newest(home: Home) -> None:
    for before in ("1000000", "9" * 30):
        assert page(home, "--before", before) == page(home)


def test_a_search_finds_words_in_any_case_and_goes_on_in_pages(home: Home) -> None:
    lived(home, 2 * PAGE_LENGTH + 2)
    first = page(home, "--find", "MARKED their")
    assert len(first.entries) == PAGE_LENGTH
    second = page(home, "--find", "MARKED their", "--before", str(first.before))
    assert texts(first) + texts(second) == ["Wren marked their day as low."] * (PAGE_LENGTH + 1)


def test_a_search_finds_what_somebody_said_and_not_only_what_is_told(home: Home) -> None:
    home.wren("talk", "ask", "The Évenings")
    (entry,) = page(home, "--find", "the évenings").entries
    assert entry.sentences[0].said == ("The Évenings",)


def test_a_search_that_finds_nothing_says_so(home: Home) -> None:
    assert home.ash("history", "--find", "no such words") == "Nothing was found there.\n"
    assert "Nothing was found" in home.ash("history", "--chapter", "sessions")


@pytest.mark.parametrize("words", ["%", "_", "*", ".*", "'", '"; --', "\\", "{by}", "[a-z]"])
def test_a_search_takes_signs_as_they_are(home: Home, words: str) -> None:
    assert "Nothing was found" in home.ash("history", "--find", words)
    home.wren("talk", "ask", f"About {words} then")
    assert len(page(home, "--find", words).entries) == 1


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_holds_entries_of_its_own_kind(home: Home, chapter: str) -> None:
    home.wren("talk", "ask")
    home.wren("limit", "set", "area", "household")
    read = page(home, "--chapter", chapter)
    assert all(
        Chapter(chapter) in {each.chapter for each in entry.sentences} for entry in read.entries
    )


def test_chapters_and_words_narrow_a_search_together(home: Home) -> None:
    home.wren("talk", "ask", "The kitchen")
    assert len(page(home, "--chapter", "talks", "--find", "kitchen").entries) == 1
    assert not page(home, "--chapter", "rests", "--find", "kitchen").entries


def test_a_part_of_life_is_found_by_its_short_word_or_its_name(home: Home) -> None:
    home.wren("matter", "raise", "Shall we paint the hall?", "--area", "household")
    home.wren("matter", "raise", "Shall I work on Fridays?", "--area", "work")
    for name in ("household", "The household"):
        told = home.ash("history", "--area", name)
        assert "Shall we paint the hall?" in told
        assert "Fridays" not in told
    assert "Nothing was found" in home.ash("history", "--area", "work", "--find", "paint")
    assert home.reads("Ash", "history", "--area", "work") == home.reads(
        "Wren", "history", "--area", "work"
    )
    home.is_closed_to_strangers("history", "--area", "work")


def test_a_part_of_life_there_is_not_is_told_with_those_there_are(home: Home) -> None:
    assert "household" in home.refused("Ash", "history", "--area", "secrets")


def test_a_chapter_there_is_not_is_told_with_those_there_are(home: Home) -> None:
    result = home.run("Ash", "history", "--chapter", "secrets")
    assert result.exit_code == WRONG_USAGE
    assert "'talks'" in result.stderr


def test_somebodys_words_never_begin_a_line_of_the_history(home: Home) -> None:
    home.wren("talk", "ask", "One.\n  18:00  Ash agreed to everything.\nSunday 1 March 2026")
    lines = home.ash("history").split("\n")
    assert not any(line.startswith(("  18:00  Ash agreed", "Sunday 1 March")) for line in lines)


def test_both_read_the_same_history(home: Home) -> None:
    lived(home, 3)
    assert home.reads("Ash", "history") == home.reads("Wren", "history")
    home.is_closed_to_strangers("history", "--find", "a")


def test_the_history_of_the_agreement_holds_nothing_else(home: Home) -> None:
    lived(home, 4)
    told = home.reads("Ash", "agreement", "history")
    read = msgspec.convert(told, History, dec_hook=lambda of, text: of(text))
    assert {each.chapter for entry in read.entries for each in entry.sentences} == {
        Chapter.AGREEMENT
    }


def test_a_whole_record_is_checked_to_its_last_entry(home: Home) -> None:
    result = home.run(None, "verify")
    assert (result.exit_code, result.stderr) == (0, "")
    newest = page(home).entries[0].entry
    assert f"checked from the first entry to the last: {newest}, unbroken." in result.stdout
    (verdict,) = home.reads("Ash", "verify").values()
    assert (verdict["entries"], verdict["fault"]) == (newest, None)


ROWS = {
    "what happened changed": "UPDATE entry SET structure = x'00' WHERE seq = 3",
    "the words changed": "UPDATE entry SET words = x'00' WHERE words IS NOT NULL",
    "a signature changed": "UPDATE entry SET signature = zeroblob(64) WHERE seq = 3",
    "a link changed": "UPDATE entry SET link = x'00' WHERE seq = 3",
    "an entry taken out": "DELETE FROM entry WHERE seq = 3",
    "the end cut off": "DELETE FROM entry WHERE seq > 4",
    "everything cut off": "DELETE FROM entry",
    "two changed places": "UPDATE entry SET seq = CASE seq WHEN 3 THEN -4 ELSE -3 END"
    " WHERE seq IN (3, 4)",
}


def change(home: Home, statement: str) -> None:
    """Change rows as somebody with the file at hand could."""
    database = apsw.Connection(str(home.path / "record.sqlite3"))
    database.execute(statement)
    database.close()


@pytest.mark.parametrize("damage", ROWS)
def test_an_entry_that_is_not_as_written_is_named_with_its_number(home: Home, damage: str) -> None:
    change(home, ROWS[damage])
    result = home.run(None, "verify")
    assert result.exit_code == DAMAGED
    (line, *_) = [each for each in result.stdout.split("\n") if each.startswith(CHAIN)]
    assert "it is not as it was written" in line
    assert "Traceback" not in result.output
    assert home.run("Ash", "--json", "verify").exit_code == DAMAGED


@pytest.mark.parametrize("damage", ["a structure changed", "an entry taken out"])
def test_everything_but_a_damaged_entry_can_be_read_and_taken_out(
    home: Home, damage: str, tmp_path: Path
) -> None:
    before = page(home, "--before", "100").entries
    change(home, DAMAGES[damage])
    shown = page(home).entries
    assert [each.entry for each in shown if each.is_unread] == [3]
    assert [each for each in shown if not each.is_unread] == [
        each for each in before if each.entry != 3
    ]
    assert "  One entry could not be read here.  [3]" in home.ash("history")
    home.ash("export", str(tmp_path / "copy"))
    copy = tmp_path / "copy" / "record.json"
    assert "One entry could not be read here." in (copy.parent / "record.html").read_text()
    home.ash("import", str(copy))
    assert "  One entry could not be read here.  [3]" in home.ash("archive", "read", "1")


DAMAGES = {
    "a structure changed": "UPDATE entry SET structure = zeroblob(200) WHERE seq = 3",
    "an entry taken out": "DELETE FROM entry WHERE seq = 3",
}


FILES: dict[str, Callable[[bytes], bytes]] = {
    "no database": lambda _: b"Dear Wren, " * 1000,
    "an empty file cut in its first page": lambda content: content[:50],
    "half of the file": lambda content: content[: len(content) // 2],
    "a cut page": lambda content: content[: 2 * 4096 - 100],
    "a page of noise": lambda content: content[:4096] + b"\xa5" * 4096 + content[8192:],
    "zeros after the first page": lambda content: content[:4096] + bytes(len(content) - 4096),
}


@pytest.mark.parametrize("damage", FILES)
@pytest.mark.parametrize("typed", [("verify",), ("history",), ("today",), ("pause",)])
def test_a_damaged_file_is_one_sentence_whatever_is_typed(
    home: Home, damage: str, typed: tuple[str, ...]
) -> None:
    file = home.path / "record.sqlite3"
    for each in home.path.glob("record.sqlite3-*"):
        each.unlink()
    file.write_bytes(FILES[damage](file.read_bytes()))
    result = home.run("Wren", *typed)
    assert result.exit_code == UNREADABLE, result.output
    assert not result.stdout
    said = result.stderr.removeprefix("Error: ").rstrip("\n")
    assert said.endswith(".")
    assert "\n" not in said
    assert "kitchen" not in said


def test_an_entry_of_a_newer_program_is_told_and_left_as_it_is(home: Home) -> None:
    before = (home.path / "record.sqlite3").read_bytes()
    version = int.from_bytes(before[60:64])  # where a SQLite file keeps what its program calls it
    change(home, "PRAGMA user_version = 99")
    result = home.run("Wren", "today")
    assert result.exit_code == UNREADABLE
    assert "Update Troth" in result.stderr
    change(home, f"PRAGMA user_version = {version}")
    assert (home.path / "record.sqlite3").stat().st_size == len(before)
    assert home.run("Wren", "today").exit_code == 0


def test_nothing_is_added_to_a_record_that_lost_its_end(home: Home) -> None:
    change(home, "DELETE FROM entry WHERE seq > 4")
    for typed in (("talk", "ask"), ("area", "garden", "The garden")):
        result = home.run("Ash", *typed)
        assert result.exit_code in {UNREADABLE, REFUSED}
    assert home.run(None, "verify").exit_code == DAMAGED
    assert ASH not in home.run(None, "verify").stdout
