"""Words we use: both call something so, either goes back alone; what protects keeps its names."""

from collections.abc import Iterator

import pytest

from tests.given import ASH, WREN
from tests.web.browsing import Street, street
from tests.web.scenes import begun
from troth.domain.labels import LABEL_LENGTH, BuiltIn, CallIt
from troth.web.labels import SHOWN, is_plain

ADDRESS = "/set/words"
TALK = f"{ADDRESS}/weekly-talk"
OURS = "Sunday table"
SEEN = ("/today", "/talk", "/week", "/check", "/chart", "/renew", "/house", "/book", "/book/new")
PROTECTING = ("/pause", "/close", "/prefs", "/set", "/set/you", "/help", "/help/words")


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def agreed(here: Street, of: BuiltIn = BuiltIn.WEEKLY_TALK, label: str = OURS) -> None:
    """Have both call something so."""
    for member in (WREN, ASH):
        here.town.does(member, CallIt(of, label))


def test_one_suggests_the_other_agrees_and_both_read_it_so(here: Street) -> None:
    page = here.wren.sends(TALK, label=OURS, do="suggest")
    assert "Suggested. It is called so once the other agrees." in page
    assert f"You suggest “{OURS}”" in page
    assert "Wren suggests a word" in here.ash.opens("/set")
    assert f"Wren suggests “{OURS}”" in here.ash.opens(ADDRESS)
    assert OURS not in here.ash.opens("/talk")
    fields = next(each for to, each in here.ash.opens(TALK).forms if to == TALK and "seen" in each)
    assert "It is called so from now on." in here.ash.posts(TALK, {**fields, "do": "agree"})
    for one in here.both:
        assert OURS in one.opens("/talk")
        assert OURS in one.opens("/week")
        assert f"You both say “{OURS}”" in one.opens(ADDRESS)


def test_a_yes_to_a_word_that_was_changed_meanwhile_agrees_to_nothing(here: Street) -> None:
    here.wren.sends(TALK, label=OURS, do="suggest")
    fields = next(each for to, each in here.ash.opens(TALK).forms if to == TALK and "seen" in each)
    here.wren.sends(TALK, label="Our hour", do="suggest")
    assert here.ash.posts(TALK, {**fields, "do": "agree"}).status == 409
    assert OURS not in here.ash.opens("/talk")


def test_a_word_that_is_suggested_waits_for_the_other_on_today(here: Street) -> None:
    here.wren.sends(TALK, label=OURS, do="suggest")
    row = f"Wren suggests a word: {OURS}"
    page = here.ash.opens("/today/all")
    assert row in page
    assert TALK in page.links
    assert row not in here.wren.opens("/today/all")
    assert row not in here.stranger.opens("/today/all")
    assert row not in here.nobody.opens("/today/all")


@pytest.mark.parametrize("who", ["ash", "wren"])
def test_either_goes_back_alone(here: Street, who: str) -> None:
    agreed(here)
    one = {"ash": here.ash, "wren": here.wren}[who]
    fields = [each for to, each in one.opens(TALK).forms if to == TALK and "label" not in each]
    assert "Back to the built-in word." in one.posts(TALK, {**fields[0], "do": "back"})
    for each in here.both:
        assert OURS not in each.opens("/talk")
        assert "Weekly talk" in each.opens("/talk")


def test_what_protects_keeps_the_built_in_words(here: Street) -> None:
    for of in BuiltIn:
        agreed(here, of, f"Ours {of}")
    for one in here.both:
        for address in PROTECTING:
            assert is_plain(address)
            assert "Ours " not in one.opens(address), address
        assert "Ours limit" in one.opens("/today")


def test_no_title_says_a_word_of_theirs(here: Street) -> None:
    before = {each: here.ash.opens(each).title for each in SEEN}
    for of in BuiltIn:
        agreed(here, of, f"Ours {of}")
    assert {each: here.ash.opens(each).title for each in SEEN} == before


def test_each_word_that_can_be_called_otherwise_stands_somewhere(here: Street) -> None:
    for of in BuiltIn:
        agreed(here, of, f"Ours {of}")
    shown = " ".join(here.ash.opens(each).html for each in SEEN)
    unseen = {of for of in BuiltIn if f"Ours {of}" not in shown}
    # These two stand on the page of one thing only.
    assert unseen <= {BuiltIn.COMMITMENT, BuiltIn.SLIP}
    assert set(SHOWN) == set(BuiltIn)


def test_while_it_rests_each_thing_has_its_plain_name(here: Street) -> None:
    agreed(here)
    here.wren.sends("/pause", do="pause")
    for one in here.both:
        assert OURS not in one.opens("/talk")
        assert f"You both say “{OURS}”" in one.opens(ADDRESS)


@pytest.mark.parametrize("odd", ["100% ours", "%(name)s", "{name}", "<b>ours</b> & yours"])
def test_a_word_is_shown_as_it_was_typed_whatever_it_holds(here: Street, odd: str) -> None:
    agreed(here, label=odd)
    for address in (*SEEN, ADDRESS, TALK):
        assert here.ash.opens(address).status == 200
    page = here.ash.opens("/talk")
    assert odd in page
    assert "<b>ours" not in page.html


@pytest.mark.parametrize("odd", ["", "  ", "x" * (LABEL_LENGTH + 1), "a\u202eb"])
def test_a_word_is_one_short_line(here: Street, odd: str) -> None:
    page = here.wren.sends(TALK, label=odd, do="suggest")
    assert page.status == 422
    assert f"Write one to {LABEL_LENGTH} letters, in one line." in page
    assert "Wren suggests" not in here.ash.opens(ADDRESS)


@pytest.mark.parametrize("address", [ADDRESS, TALK])
def test_nobody_else_reads_or_names_anything(here: Street, address: str) -> None:
    agreed(here)
    for other in (here.stranger, here.nobody):
        assert OURS not in other.opens(address)
        other.posts(TALK, {"op": "0" * 32, "label": "Theirs", "do": "suggest"})
    assert "Theirs" not in here.ash.opens(ADDRESS)


def test_there_is_no_page_for_a_word_that_is_not_among_them(here: Street) -> None:
    assert here.ash.opens(f"{ADDRESS}/pause").status == 404
