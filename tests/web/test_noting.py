"""Noting something: both can, about either; the other answers under it, and nobody else sees it."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import paired
from tests.web.browsing import Street, street


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        yield opened


def test_thanks_are_kept_and_both_read_them(here: Street) -> None:
    told = here.wren.sends("/note", kind="praise", text="You saw how tired I was.")
    assert "Kept. Both of you can see it." in told
    assert "You saw how tired I was." in told
    assert "You saw how tired I was." in here.ash.opens("/note")


def test_the_line_that_tells_it_goes_with_the_next_page(here: Street) -> None:
    here.wren.sends("/note", kind="praise")
    assert "Kept." not in here.wren.opens("/note")


def test_sending_a_form_twice_keeps_one_note(here: Street) -> None:
    fields = {**here.ash.opens("/note").form("/note"), "kind": "note", "text": "Once only."}
    for _ in range(2):
        assert "Kept." in here.ash.posts("/note", fields)
    assert here.ash.opens("/note").html.count("Once only.") == 1


def test_a_form_without_a_kind_says_what_to_do_and_keeps_the_words(here: Street) -> None:
    fields = {**here.ash.opens("/note").form("/note"), "kind": "", "text": "Half written."}
    page = here.ash.posts("/note", fields)
    assert page.status == 422
    assert page.title.startswith("Error: Note")
    assert "Choose what it is" in page
    assert page.form("/note")["text"] == "Half written."


def test_the_other_answers_under_it_and_its_author_does_not(here: Street) -> None:
    here.wren.sends("/note", kind="concern", text="The evenings are long.")
    address = next(link for link in here.ash.opens("/note").links if link.startswith("/note/n-"))
    assert "I hear it." in here.ash.sends(address, text="I hear it.")
    assert not [to for to, _ in here.wren.opens(address).forms if to == address]


@pytest.mark.parametrize("address", ["/note", "/note/n-0000000001"])
def test_nobody_else_reads_or_writes_it(here: Street, address: str) -> None:
    here.wren.sends("/note", kind="note", text="Only ours.")
    for other in (here.stranger, here.nobody):
        assert "Only ours." not in other.opens(address)
        assert "Only ours." not in other.posts(address, {"kind": "note", "text": "x"})
