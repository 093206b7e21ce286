"""Long lines fold once, for a screen only; commands and ids stay whole."""

import os
import pty
import termios

import pytest

from troth.cli.lines import FEWEST_COLUMNS, MOST_COLUMNS, columns_of, fold

LONG = "What either of us thinks is welcome, about anything and at any time, as we both said."


def test_no_line_of_a_folded_text_is_wider_than_the_screen() -> None:
    folded = fold(f"  {LONG}\n{LONG}", 40)
    assert all(len(line) <= 40 for line in folded.split("\n"))


def test_folding_keeps_every_word_in_its_place() -> None:
    assert fold(LONG, 40).split() == LONG.split()


def test_a_short_line_and_an_empty_one_stay_as_they_are() -> None:
    assert fold("Paused.\n\nAnd so on.", 40) == "Paused.\n\nAnd so on."


def test_what_follows_a_fold_stands_under_the_words_and_not_under_the_number() -> None:
    assert fold(f"7.6  {LONG}", 44).split("\n")[1].startswith("     ")
    assert fold(f"    {LONG}", 44).split("\n")[1].startswith("    ")


def test_a_command_to_copy_stays_in_one_line() -> None:
    command = f"  troth join {'a' * 90}"
    assert fold(command, 40) == command


def test_an_id_is_never_broken_in_two() -> None:
    assert "weekly-session@2026-11-22T18:00Z" in fold(
        f"It is about the session that was moved: weekly-session@2026-11-22T18:00Z {LONG}", 44
    )


def test_a_pipe_is_given_whole_lines() -> None:
    reading, writing = os.pipe()
    try:
        assert columns_of(writing) is None
    finally:
        os.close(reading)
        os.close(writing)


@pytest.mark.parametrize(
    ("screen", "folded_to"),
    [(0, MOST_COLUMNS), (20, FEWEST_COLUMNS), (60, 60), (300, MOST_COLUMNS)],
)
def test_a_screen_is_written_to_its_width_and_never_wider_than_one_can_read(
    screen: int, folded_to: int
) -> None:
    ours, theirs = pty.openpty()
    try:
        _set_width(theirs, screen)
        assert columns_of(theirs) == folded_to
    finally:
        os.close(ours)
        os.close(theirs)


def _set_width(descriptor: int, columns: int) -> None:
    termios.tcsetwinsize(descriptor, (24, columns))
