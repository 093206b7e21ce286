"""Taking a copy at the command line: complete, private, unnoticed, never over another."""

import json
import stat
from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.cli.readings import all_readings

SAID = "What I would say on Friday."


def taken(home: Home, directory: Path, *typed: str, name: str = "wren") -> dict[str, str]:
    """Take a copy, and return its files by name."""
    (home.wren if name == "wren" else home.ash)("export", str(directory), *typed)
    return {each.name: each.read_text("utf-8") for each in directory.iterdir()}


def test_a_copy_is_two_files_that_only_oneself_can_look_into(home: Home, tmp_path: Path) -> None:
    directory = tmp_path / "copies" / "mine"
    files = taken(home, directory)
    assert set(files) == {"record.json", "record.html"}
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in directory.iterdir()} == {0o600}


def test_it_says_what_it_is_and_that_nobody_is_told(home: Home, tmp_path: Path) -> None:
    said = home.wren("export", str(tmp_path / "mine"))
    assert "plain and unsigned" in said
    assert "Nobody is told" in said


def test_it_holds_the_record_and_ones_own_notes_or_the_record_alone(
    home: Home, tmp_path: Path
) -> None:
    home.wren("note", "keep", SAID)
    whole, shared = tmp_path / "whole", tmp_path / "shared"
    assert all(SAID in text for text in taken(home, whole).values())
    assert not any(SAID in text for text in taken(home, shared, "--shared-only").values())
    assert len(json.loads((whole / "record.json").read_text())["entries"]) > 5


def test_nothing_private_of_the_other_is_in_it(home: Home, tmp_path: Path) -> None:
    home.wren("note", "keep", SAID)
    home.wren("session", "prepare", "hard", "What is hard to say.")
    files = taken(home, tmp_path / "ash", name="ash")
    assert not any(SAID in text or "hard to say" in text for text in files.values())


def test_nobody_can_tell_that_it_was_taken(home: Home, tmp_path: Path) -> None:
    before, heads = all_readings(home, "Ash"), home.heads()
    taken(home, tmp_path / "mine")
    assert all_readings(home, "Ash") == before
    assert home.heads() == heads


def test_an_earlier_copy_is_never_written_over(home: Home, tmp_path: Path) -> None:
    before = taken(home, tmp_path / "mine")
    assert "There is a record.json" in home.refused("Wren", "export", str(tmp_path / "mine"))
    assert {each.name: each.read_text() for each in (tmp_path / "mine").iterdir()} == before


def test_a_stranger_takes_nothing(home: Home, tmp_path: Path) -> None:
    home.is_closed_to_strangers("export", str(tmp_path / "mine"))
    assert not (tmp_path / "mine").exists()


def test_what_was_taken_is_told_as_json_too(home: Home, tmp_path: Path) -> None:
    files = home.reads("Wren", "export", str(tmp_path / "mine"))["files"]
    assert [Path(each).name for each in files] == ["record.json", "record.html"]


def archived(home: Home, tmp_path: Path) -> Path:
    """Let Wren take a copy and keep it as an archive."""
    home.wren("note", "keep", SAID)
    taken(home, tmp_path / "mine")
    home.wren("import", str(tmp_path / "mine" / "record.json"))
    return tmp_path / "mine" / "record.json"


def test_a_copy_is_kept_read_searched_and_taken_out_byte_for_byte(
    home: Home, tmp_path: Path
) -> None:
    file = archived(home, tmp_path)
    assert "1  Ash and Wren:" in home.wren("archive", "list")
    assert "Ash opened this record." in home.wren("archive", "read", "1")
    assert "Wren joined." in home.wren("archive", "search", "1", "JOINED")
    assert "Nothing was found there." in home.wren("archive", "search", "1", "xylophones")
    home.wren("archive", "export", "1", str(tmp_path / "out"))
    assert (tmp_path / "out" / "record.json").read_bytes() == file.read_bytes()


def test_an_archive_is_read_in_pages(home: Home, tmp_path: Path) -> None:
    for number in range(60):
        home.wren("observe", "praise", f"Praise number {number}.")
    archived(home, tmp_path)
    first = home.reads("Wren", "archive", "read", "1")
    rest = home.reads("Wren", "archive", "read", "1", "--before", str(first["before"]))
    numbers = [each["entry"] for page in (first, rest) for each in page["entries"]]
    assert numbers == list(range(numbers[0], 0, -1))


def test_an_archive_is_nobody_elses(home: Home, tmp_path: Path) -> None:
    archived(home, tmp_path)
    assert "You keep no archive here." in home.ash("archive", "list")
    assert "no archive called “1”" in home.refused("Ash", "archive", "read", "1")


def test_bringing_a_copy_in_agrees_to_nothing(home: Home, tmp_path: Path) -> None:
    shared = all_readings(home, "Ash")
    archived(home, tmp_path)
    assert all_readings(home, "Ash") == shared


def test_what_was_agreed_in_an_archive_can_be_put_forward_anew(
    home: Home, met: Home, tmp_path: Path
) -> None:
    file = archived(home, tmp_path)
    met.wren("import", str(file))
    plan = tmp_path / "plan.yaml"
    plan.write_text(met.wren("archive", "plan", "1"))
    assert "Waits for Ash and Wren" in met.ash("apply", str(plan))
    assert "There is no agreement yet." in met.ash("agreement", "show")


def test_an_erased_archive_is_gone(home: Home, tmp_path: Path) -> None:
    archived(home, tmp_path)
    assert "Erased." in home.wren("archive", "erase", "1", "--yes")
    assert "You keep no archive here." in home.wren("archive", "list")


@pytest.mark.parametrize("content", ["", "{}", "not a copy", '{"format": "troth-export/9"}'])
def test_what_is_no_copy_is_refused_in_one_sentence(
    home: Home, tmp_path: Path, content: str
) -> None:
    (tmp_path / "x.json").write_text(content)
    said = home.refused("Wren", "import", str(tmp_path / "x.json"))
    assert said.startswith("This is no copy that Troth has made")


def test_a_file_longer_than_any_copy_is_not_read(home: Home, tmp_path: Path) -> None:
    with (tmp_path / "x.json").open("wb") as file:
        file.truncate(1 << 30)
    assert "longer than any copy" in home.refused("Wren", "import", str(tmp_path / "x.json"))
