"""Nothing of the demo can be read in its files: not a word, not a name, not an id of the story."""

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from tests.cli.home import Home
from tests.house.source import ROOT
from tests.journeys.demo import Told
from troth.application.handle import Request, handle
from troth.application.private.notes import notes_chain
from troth.application.rules import PRIVATE, SHARED
from troth.bootstrap import new_operation
from troth.demo.script import ASH, WREN
from troth.demo.teller import CHAIN, LABEL
from troth.domain.kernel import Refusal
from troth.domain.notes import KeepNote
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency

LEAST_LETTERS = 6
"""Shorter words turn up in random bytes by chance; six letters do once in ten thousand demos."""

WORDS = re.compile(rf"(?<!\w)(?:[a-z]+(?:-[a-z]+)+|[^\W\d_]{{{LEAST_LETTERS},}})(?!\w)")
"""Words, and ids such as job-offer, which are words too; never letters out of a digest."""

DRAWN = re.compile(rb"[0-9a-f]{16,}")
"""An id that was drawn says nothing; behind the word account, one that begins with ed would."""

NAMES = {" Ash ", " Wren ", "Ash leads", "Wren follows", "Europe/London", "America/New_York"}
"""Names of people and of where they are, as a text or a value would hold them."""


def story_words() -> set[str]:
    """Return the words of the story as it is written in the program."""
    sources = (ROOT / "src/troth/demo").glob("*.py")
    quoted = re.findall(r'"([^"]*)"', "\n".join(each.read_text("utf-8") for each in sources))
    return set(WORDS.findall(" ".join(quoted)))


def files_in(*folders: Path) -> dict[Path, bytes]:
    """Return every file under some folders, with what is in it."""
    files = [each for folder in folders for each in folder.rglob("*") if each.is_file()]
    return {each: each.read_bytes() for each in files}


def found(words: Iterable[str], contents: Iterable[bytes]) -> set[str]:
    """Return the words that stand anywhere in what is searched."""
    whole = DRAWN.sub(b"\n", b"\n".join(contents))
    return {word for word in words if word.encode() in whole}


def of_every_record(words: set[str], folder: Path) -> set[str]:
    """Return the words that stand in anybody's record: its layout and public keys have names."""
    other = Home(folder / "other")
    other.comes("init", "--name", "Kit", "--adult")
    for typed in (("invite",), ("note", "keep", "Nothing."), ("session", "prepare", "glad", "No.")):
        assert other.run("Kit", *typed).exit_code == 0
    return found(words, files_in(other.path).values())


@pytest.fixture
def words(demo: Told, tmp_path: Path) -> set[str]:
    """Return what is looked for: everything the story tells, as far as it could be told apart."""
    told = {word for each in demo.record for word in WORDS.findall(_exported(each))}
    sought = story_words() | told | NAMES
    return sought - of_every_record(sought, tmp_path)


def _exported(value: object) -> str:
    return msgspec.json.encode(value).decode()


def test_no_file_of_the_demo_holds_a_word_of_its_story(demo: Told, words: set[str]) -> None:
    contents = files_in(demo.path)
    assert max(map(len, contents.values())) > 500_000
    assert found(words, contents.values()) == set()


def test_the_same_words_are_found_where_the_story_can_be_read(demo: Told, words: set[str]) -> None:
    assert len(words) > 500
    assert {"kitchen", "job-offer", "closeness", "Whether"} <= words
    exported = [_exported(each).encode() for each in demo.record]
    source = files_in(ROOT / "src/troth/demo").values()
    assert len(found(words, exported)) > 400
    assert found(words - NAMES, (*exported, *source)) == words - NAMES


def test_what_is_written_stays_sealed_on_its_way_to_the_disk(demo: Told) -> None:
    note, talk = "Xylophones beyond the harbour.", "About the xylophones."
    with demo.world(WREN) as world:
        kept = handle(world, notes_chain(WREN), PRIVATE, Request(new_operation(), KeepNote(note)))
        asked = Request(new_operation(), AskToTalk(TalkId("xylophone"), Urgency.SOON, talk))
        assert not isinstance(kept, Refusal)
        assert not isinstance(handle(world, CHAIN, SHARED, asked), Refusal)
        log = (demo.path / "record.sqlite3-wal").read_bytes()
        assert len(log) > 4096
        assert found({"ylophone", "harbour", "About"}, files_in(demo.path).values()) == set()
    assert found({"ylophone", "harbour", "About"}, files_in(demo.path).values()) == set()


def test_ids_that_stand_in_the_file_say_nothing(demo: Told) -> None:
    content = (demo.path / "record.sqlite3").read_bytes()
    assert {each for each in (CHAIN, ASH, WREN) if each.encode() in content} == {CHAIN, ASH, WREN}
    for id_ in (ASH, WREN, CHAIN.removeprefix("shared-")):
        assert len(bytes.fromhex(id_)) == 8
    assert f'"{LABEL}"'.encode() not in content


def test_the_command_that_makes_it_leaves_no_word_in_the_files_of_logins(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert home.run(None, "demo", str(home.path)).exit_code == 0
    contents = files_in(home.logins)
    assert len(contents) == 4  # for each of the two a login, and what this machine is known by
    sought = story_words() | {"Ash", "ash", "Wren", "wren", "home"}
    assert found(sought, [*contents.values(), *(file.name.encode() for file in contents)]) == set()
