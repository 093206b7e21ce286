"""The minutes: written by both, read back, and confirmed in exactly the same words."""

import re
from collections.abc import Iterator

import pytest

from tests.given import WREN
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import entries
from tests.web.sitting import planned, seated
from troth.application.proofs.checkpoints import end_of

AT = "/week/minutes"
LINE = "We go to bed by eleven."


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(seated()) as opened:
        yield opened


def writes(browser: Browser, text: str = LINE, **fields: str) -> Page:
    """Have somebody write a line of the minutes."""
    return browser.sends(f"{AT}/line", AT, text=text, **fields)


def read_and_ready(browser: Browser) -> dict[str, str]:
    """Return what confirming sends from the page as it was read."""
    page = browser.opens(AT)
    (carried,) = [fields for to, fields in page.forms if to == AT]
    hidden = dict(_field(part) for part in page.html.split('<input form="confirm" ')[1:])
    return {**carried, **hidden}


def _field(part: str) -> tuple[str, str]:
    name = part.split('name="')[1].split('"', maxsplit=1)[0]
    return name, part.split('value="')[1].split('"', maxsplit=1)[0]


def confirms(browser: Browser, **fields: str) -> Page:
    """Have somebody confirm the minutes as they read now."""
    return browser.posts(AT, {**read_and_ready(browser), **fields})


def test_before_the_talk_there_are_no_minutes() -> None:
    with street(planned()) as here:
        for person in here.both:
            assert "The minutes are written while you are both here" in person.opens(AT)


def test_both_write_in_one_list_and_read_whose_line_it_is(here: Street) -> None:
    writes(here.wren, owner=WREN)
    here.town.clock.later(minutes=1)
    told = writes(here.ash, "Ash asks on Wednesday.")
    assert f"{LINE} Wren takes it on written by Wren" in told
    assert "Ash asks on Wednesday. written by you" in told
    assert told.words.index(LINE) < told.words.index("Ash asks on Wednesday.")


def test_one_takes_out_ones_own_line_only(here: Street) -> None:
    writes(here.wren)
    assert f"{AT}/strike" not in [to for to, _ in here.ash.opens(AT).forms]
    told = here.wren.sends(f"{AT}/strike", AT)
    assert "Taken out." in told
    assert LINE not in here.ash.opens(AT)


def test_what_became_of_each_thing_is_read_back(here: Street) -> None:
    here.wren.sends("/week/5", what="talked")
    here.ash.sends("/week/2", what="carried")
    page = here.ash.opens(AT)
    assert "Talked about The kitchen is settled before bed." in page
    assert "Carried over How is each of you?" in page


def test_both_confirm_the_same_words_and_it_closes(here: Street) -> None:
    writes(here.wren)
    told = confirms(here.wren)
    assert "Confirmed, by you. It closes once you both have." in told
    assert "Wren That is how it was." in here.ash.opens(AT)
    closed = confirms(here.ash)
    assert "Confirmed by both of you, in the same words. It is closed." in closed
    for person in here.both:
        page = person.opens("/week")
        assert "Your talk is closed" in page
        assert "/take" in page.links
        end = end_of(here.town.store, here.chain)
        assert end is not None
        shown = page.html.split('<ol class="words" translate="no">')[1].split("</ol>")[0]
        assert re.findall(r"<li>(\w+)</li>", shown) == end.words.split()
        assert f"up to entry {end.seq}" in page
    for other in (here.stranger, here.nobody):
        assert "up to entry" not in other.opens("/week")


def test_a_line_of_ones_own_stands_beside_the_same_words(here: Street) -> None:
    writes(here.wren)
    confirms(here.ash, own="I remember it as half past ten.")
    page = here.wren.opens(AT)
    assert "Ash That is how it was. I remember it as half past ten." in page
    assert LINE in page


def test_a_text_that_changed_meanwhile_is_not_confirmed_unread(here: Street) -> None:
    writes(here.wren)
    read = read_and_ready(here.ash)
    writes(here.wren, "And we leave the telephones downstairs.")
    page = here.ash.posts(AT, {**read, "own": "Mine."})
    assert page.status == 409
    assert "And we leave the telephones downstairs." in page
    assert page.form(AT)["own"] == "Mine."
    assert "not confirmed yet" in page


def test_another_digest_is_told_even_where_nothing_else_was_recorded(here: Street) -> None:
    writes(here.wren)
    page = here.ash.posts(AT, {**read_and_ready(here.ash), "digest": "0" * 64})
    assert page.status == 409
    assert "Wren changed the minutes while you were reading." in page


def test_a_new_line_takes_a_confirmation_away(here: Street) -> None:
    writes(here.wren)
    confirms(here.wren)
    writes(here.ash, "And we begin on Monday.")
    assert "That is how it was. " not in here.wren.opens(AT).words.split("Is that how it was?")[0]


def test_confirming_twice_is_confirming_once(here: Street) -> None:
    writes(here.wren)
    read = read_and_ready(here.wren)
    here.wren.posts(AT, read)
    after = entries(here.town)
    assert here.wren.posts(AT, read).status == 200
    assert entries(here.town) == after


def test_an_empty_line_says_what_to_write(here: Street) -> None:
    page = writes(here.wren, "  ")
    assert page.status == 422
    assert "Write a line, as you would both say it." in page


def test_after_it_closed_nothing_is_confirmed_any_more(here: Street) -> None:
    read = read_and_ready(here.ash)
    here.wren.sends("/week/end", "/week")
    for address in (AT, f"{AT}/line", f"{AT}/strike"):
        page = here.ash.posts(address, {**read, "text": LINE, "line": "l"})
        assert page.status == 422
        assert "The talk is not open any more" in page


def test_what_asks_for_itself_anew_holds_nothing_one_types(here: Street) -> None:
    writes(here.wren)
    html = here.wren.opens(AT).html
    fresh = html[html.index('id="together"') : html.index('id="confirm-it"')]
    assert "textarea" not in fresh
    assert 'name="digest"' in fresh


def test_nobody_else_reads_or_confirms(here: Street) -> None:
    writes(here.wren)
    before = entries(here.town)
    read = read_and_ready(here.ash)
    for other in (here.stranger, here.nobody):
        assert LINE not in other.opens(AT)
        assert LINE not in other.posts(AT, read)
    assert entries(here.town) == before
