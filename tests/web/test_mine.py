"""Private notes: their author keeps, finds, brings and erases them, and nobody else sees them."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import paired
from tests.web.browsing import Street, street


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        yield opened


def test_an_empty_page_says_where_else_to_write(here: Street) -> None:
    page = here.wren.opens("/mine")
    assert "Nothing is kept here yet." in page
    assert "can read what passes through it" in page
    assert "How to keep it on your own device" in page


def test_a_note_is_kept_for_its_author_alone(here: Street) -> None:
    page = here.wren.sends("/mine", text="The river was high today.")
    assert "Kept. Only you can see it." in page
    assert "The river was high today." in page
    for other in (here.ash, here.stranger, here.nobody):
        assert "The river" not in other.opens("/mine")
        assert "The river" not in other.posts("/mine/find", {"find": "river"})
        assert "The river" not in other.opens("/mine/1")


def test_an_empty_note_says_what_to_do(here: Street) -> None:
    page = here.ash.sends("/mine", text="  ")
    assert page.status == 422
    assert "Write what you want to keep." in page


def test_words_are_found_in_ones_own_notes(here: Street) -> None:
    here.ash.sends("/mine", text="A walk by the river.")
    here.ash.sends("/mine", text="Bread in the oven.")
    page = here.ash.posts("/mine/find", {"find": "RIVER"})
    assert page.status == 200
    assert "A walk by the river." in page
    assert "Bread" not in page
    assert "No note of yours holds these words." in here.ash.posts("/mine/find", {"find": "xyz"})


def test_notes_further_back_are_a_press_away(here: Street) -> None:
    for number in range(23):
        here.wren.posts("/mine", {"op": f"{number:032x}", "text": f"Note of day {number}."})
    page = here.wren.opens("/mine")
    assert "Note of day 22." in page
    assert "Note of day 1." not in page
    assert "Note of day 1." in here.wren.posts("/mine/find", page.forms[-1][1])


def test_a_passage_is_brought_and_the_note_stays(here: Street) -> None:
    here.wren.sends("/mine", text="Something long. And one line to bring.")
    wanted = {"passage": "One line to bring.", "kind": "hard"}
    assert "Only you can see it." in here.wren.sends("/mine/1/bring", "/mine/1", **wanted)
    assert "Something long." in here.wren.opens("/mine/1")
    assert here.wren.sends("/mine/1/bring", "/mine/1", passage="x").status == 422


def test_an_erased_note_is_gone(here: Street) -> None:
    here.ash.sends("/mine", text="Not for long.")
    assert "Erased" in here.ash.sends("/mine/1/erase", "/mine/1")
    assert here.ash.opens("/mine/1").status == 404
    assert "Not for long." not in here.ash.opens("/mine")


def test_a_note_that_is_not_there_is_not_found(here: Street) -> None:
    assert here.ash.opens("/mine/7").status == 404
    assert here.ash.posts("/mine/7/bring", {"op": "0" * 32}).status == 404
