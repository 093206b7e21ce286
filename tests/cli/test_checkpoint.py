"""Where the record stands, as text, as words, as a picture, in a file on another device."""

from pathlib import Path

import pytest

from tests.cli.home import CHAIN, ROBIN, Home, passphrase_of
from tests.given import ASH
from tests.tampering import rewind
from troth.application.proofs.checkpoints import Checkpoint, read_checkpoint


def in_file(file: Path) -> Checkpoint:
    """Return the checkpoint in a file."""
    found = read_checkpoint(file.read_bytes())
    assert isinstance(found, Checkpoint)
    return found


def test_it_is_shown_as_text_that_can_be_copied_and_in_eight_words(home: Home) -> None:
    shown = home.wren("checkpoint")
    text, _, rest = shown.partition("\n\nIn eight words: ")
    found = read_checkpoint(f"{text}\n".encode())
    assert isinstance(found, Checkpoint)
    assert found.chain == CHAIN
    assert rest.startswith(found.words)


def test_both_see_the_same_words_until_something_is_recorded(home: Home) -> None:
    assert home.reads("Ash", "checkpoint")["words"] == home.reads("Wren", "checkpoint")["words"]
    before = home.reads("Ash", "checkpoint")
    home.wren("lighter")
    after = home.reads("Ash", "checkpoint")
    assert (after["entry"], after["words"] != before["words"]) == (before["entry"] + 1, True)


def test_it_is_drawn_to_be_scanned(home: Home) -> None:
    assert "▄▄▄▄▄▄▄" in home.wren("checkpoint", "--qr")
    assert "▄▄▄▄▄▄▄" not in home.wren("checkpoint")


def test_a_file_holds_the_signatures_of_both_and_is_brought_up_to_date(
    home: Home, tmp_path: Path
) -> None:
    file = tmp_path / "kept"
    for save in (home.wren, home.ash):
        save("checkpoint", "--save", str(file))
    both = in_file(file)
    assert len(both.signatures) == 2
    home.wren("lighter")
    home.wren("checkpoint", "--save", str(file))
    later = in_file(file)
    assert (later.seq, len(later.signatures)) == (both.seq + 1, 1)


@pytest.mark.parametrize("content", ["Dear Wren", ""])
def test_another_file_is_left_as_it_is(home: Home, tmp_path: Path, content: str) -> None:
    file = tmp_path / "letter"
    file.write_text(content, "utf-8")
    assert "something else in" in home.refused("Wren", "checkpoint", "--save", str(file))
    assert file.read_text("utf-8") == content


def test_one_the_record_does_not_go_on_from_is_left_too(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    home.wren("checkpoint", "--save", str(file))
    before = file.read_bytes()
    cut(home)
    assert "something else in" in home.refused("Ash", "checkpoint", "--save", str(file))
    assert file.read_bytes() == before


def cut(home: Home) -> None:
    """Take away the newest entry."""
    with home.world(ASH) as world:
        with world.store.reading(CHAIN) as reading:
            last = reading.head.seq
        rewind(world, CHAIN, last - 1)


def test_a_copy_that_was_restored_is_taken_for_right_once_both_have_spoken(home: Home) -> None:
    logs_in(home)
    cut(home)
    logs_in(home)
    assert "troth checkpoint --spoken" in home.refused("Wren", "checkpoint")
    assert "Speak with each other" in home.refused("Wren", "area", "garden", "The garden")
    assert "counts as the one you have seen" in home.wren("checkpoint", "--spoken")
    home.wren("area", "garden", "The garden")


def logs_in(home: Home) -> None:
    """Log Wren in with their passphrase, which looks at the record."""
    assert home.run("Wren", "login", "Wren", answers=passphrase_of("Wren")).exit_code == 0


def test_it_is_for_the_two_only(home: Home) -> None:
    home.knows(ROBIN)
    home.is_closed_to_strangers("checkpoint")
