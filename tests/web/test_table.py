"""At the table: both see one list, and talk about, carry over or leave each thing on it."""

from collections.abc import Iterator

import pytest

from tests.domain.decisions.deciding import consulted
from tests.given import ASH, KITCHEN, WREN
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import entries
from tests.web.sitting import planned, seated
from troth.domain.decisions.commands import RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.standards.commands import MarkOccurrence
from troth.domain.standards.events import ClauseDuty, Mark
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency
from troth.web.addresses import key

KITCHEN_WORDS = "The kitchen is settled before bed."
WELLBEING, TALKS, KEPT, DECISIONS, CONNECTION = (
    "/week/2",
    "/week/4",
    "/week/5",
    "/week/7",
    "/week/10",
)


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(seated()) as opened:
        yield opened


def makes_of(browser: Browser, address: str, what: str, **fields: str) -> Page:
    """Press one of the three buttons beside the first thing of a topic."""
    return browser.sends(address, what=what, **fields)


def test_before_the_talk_a_topic_is_read_and_nothing_is_pressed() -> None:
    with street(planned()) as here:
        for person in here.both:
            page = person.opens(KEPT)
            assert KITCHEN_WORDS in page
            assert "It is talked about once you have both said that you are here." in page
            assert not [to for to, _ in page.forms if to.startswith("/week")]


def test_both_read_the_same_list_and_who_speaks_first(here: Street) -> None:
    for person in here.both:
        page = person.opens(KEPT)
        assert "Wren speaks first about their own list; then Ash about theirs." in page
        assert KITCHEN_WORDS in page
        assert f"/house/{key(KITCHEN)}" in page.links


def test_one_says_how_ones_own_went_and_the_other_does_not(here: Street) -> None:
    assert f"{KEPT}/how" not in [to for to, _ in here.ash.opens(KEPT).forms]
    told = here.wren.sends(f"{KEPT}/how", KEPT, how="partly")
    assert "Noted, as your own word." in told
    here.town.clock.later(minutes=1)
    for person in here.both:
        assert "today: partly" in person.opens(KEPT)


def test_a_word_given_in_the_week_is_not_asked_for_again(here: Street) -> None:
    here.town.does(WREN, MarkOccurrence(ClauseDuty(KITCHEN), here.town.clock.now(), Mark.KEPT))
    here.town.clock.later(minutes=1)
    page = here.wren.opens(KEPT)
    assert "today: kept" in page
    assert f"{KEPT}/how" not in [to for to, _ in page.forms]


def test_a_list_gone_through_as_one_is_talked_about_as_one(here: Street) -> None:
    told = makes_of(here.ash, KEPT, "talked")
    assert told.address != KEPT
    assert f"{KITCHEN_WORDS} Talked about" in here.wren.opens(KEPT)


def test_each_other_thing_is_talked_about_by_itself(here: Street) -> None:
    for number in (1, 2):
        here.town.does(WREN, AskToTalk(TalkId(f"t{number}"), Urgency.SOON, f"Topic {number}."))
    told = makes_of(here.ash, TALKS, "carried")
    assert told.address == TALKS
    assert "Topic 1. Carried over" in told
    assert "Topic 2." in told
    assert makes_of(here.wren, TALKS, "talked").address != TALKS


def test_after_the_last_thing_the_next_topic_follows(here: Street) -> None:
    told = makes_of(here.wren, WELLBEING, "talked")
    assert told.address == "/week/3"
    assert "Noted. Both of you see it." in told


def test_another_press_takes_the_place_of_the_first(here: Street) -> None:
    op = here.wren.opens("/week/plan").form("/week/plan")["op"]
    item = here.wren.opens(WELLBEING).form(WELLBEING)["item"]
    makes_of(here.ash, WELLBEING, "talked")
    here.wren.posts(WELLBEING, {"op": op, "item": item, "what": "left"})
    assert "How is each of you? Left" in here.ash.opens(WELLBEING)


def test_pressing_twice_is_pressing_once(here: Street) -> None:
    fields = {**here.wren.opens(WELLBEING).form(WELLBEING), "what": "talked"}
    here.wren.posts(WELLBEING, fields)
    after = entries(here.town)
    assert here.wren.posts(WELLBEING, fields).status == 200
    assert entries(here.town) == after


def test_no_name_of_the_record_stands_on_the_table(here: Street) -> None:
    here.town.does(
        WREN, RaiseMatter(MatterId("m-secret"), "Christmas at home?", (consulted(WREN),))
    )
    page = here.ash.opens(DECISIONS)
    assert "Christmas at home?" in page
    assert f"/plans/{key('m-secret')}" in page.links
    assert "m-secret" not in page.html
    assert "kitchen/" not in here.ash.opens(KEPT).html


def test_a_talk_on_the_table_says_who_asked(here: Street) -> None:
    here.town.does(WREN, AskToTalk(TalkId("t"), Urgency.SOON))
    assert "A talk Wren asked today." in here.ash.opens(TALKS)
    assert "A talk You asked today." in here.wren.opens(TALKS)


def test_the_check_in_is_shown_only_where_both_have_answered(here: Street) -> None:
    for person in here.both:
        page = person.opens(CONNECTION)
        assert "Each of you answers apart. It is shown once you both have." in page
        assert "/check" in page.links
        person.sends("/check", connection="close", clarity="clear")
    assert "Ash: close; roles clear." in here.wren.opens(CONNECTION)


def test_a_line_is_written_with_who_takes_it_on(here: Street) -> None:
    told = here.wren.sends(f"{WELLBEING}/line", WELLBEING, text="Ash rests on Thursday.", owner=ASH)
    assert "Written." in told
    minutes = here.ash.opens("/week/minutes")
    assert "Ash rests on Thursday. You take it on written by Wren" in minutes


def test_an_empty_line_says_what_to_write(here: Street) -> None:
    page = here.wren.sends(f"{WELLBEING}/line", WELLBEING)
    assert page.status == 422
    assert "Write a line, as you would both say it." in page


def test_a_press_without_a_choice_says_what_to_choose(here: Street) -> None:
    page = here.wren.sends(WELLBEING)
    assert page.status == 422
    assert "Choose what becomes of it" in page


@pytest.mark.parametrize("number", ["0", "13", "99999", "x"])
def test_a_number_of_no_topic_leads_nowhere(here: Street, number: str) -> None:
    assert here.ash.opens(f"/week/{number}").status == 404


def test_nobody_else_reads_or_presses(here: Street) -> None:
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        assert KITCHEN_WORDS not in other.opens(KEPT)
        for address in (KEPT, f"{KEPT}/line", f"{KEPT}/how"):
            other.posts(address, {"op": "ab" * 16, "what": "talked", "text": "x"})
    assert entries(here.town) == before
