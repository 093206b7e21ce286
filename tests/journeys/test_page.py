"""The check on the check: a page that shows something else is found out."""

from pathlib import Path

import pytest

from tests.journeys.page import Clock, Memory, Saved, Typed, steps
from tests.journeys.reader import Reader

INIT = "troth init --name Ash --adult --zone Europe/London"


def test_a_page_is_read_as_its_steps_in_order() -> None:
    page = (
        "Words.\n\n```yaml ours.yaml\ntitle: Ours\n```\n\n<!-- clock: +3d -->\n\n"
        "```console\n$ troth --as Ash \\\n    pause\nPaused.\n$ echo $?\n0\n```\n\n"
        "```sh\nnot run\n```\n"
    )
    assert list(steps(page)) == [
        Saved("ours.yaml", "title: Ours"),
        Clock("+3d"),
        Typed("troth --as Ash pause", "Paused."),
        Typed("echo $?", "0"),
    ]


def test_an_id_shown_is_the_id_typed_next() -> None:
    memory = Memory()
    assert memory.matches("p-… is put forward.", "p-12ab is put forward.")
    assert memory.filled("troth consent p-…") == "troth consent p-12ab"


def test_a_line_of_dots_stands_for_any_lines_and_for_nothing_else() -> None:
    memory = Memory()
    assert memory.matches("first\n…\nlast", "first\nsecond\nthird\nlast")
    assert not memory.matches("first\n…\nlast", "first\nsecond")
    assert not memory.matches("first\nlast", "first\nsecond\nlast")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (INIT, "Opened somewhere else."),
        (INIT, ""),
        ("troth --as Ash today", "Error: …"),
        ("troth --as Ash nowhere", "…"),
    ],
)
def test_a_page_that_shows_something_else_is_found_out(
    line: str, shown: str, tmp_path: Path
) -> None:
    reader = Reader(tmp_path)
    reader.run(INIT)
    with pytest.raises(AssertionError, match="Now it is:"):
        reader.follow(Typed(line, shown))


def test_another_exit_code_than_the_page_shows_is_found_out(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.follow(Typed("troth --as Ash today", "Error: There is no record in …"))
    reader.follow(Typed("echo $?", "3"))
    with pytest.raises(AssertionError):
        reader.follow(Typed("echo $?", "0"))
