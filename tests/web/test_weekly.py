"""The weekly talk: both set and move its time, come to it, and either ends it early."""

from collections.abc import Iterator

import pytest

from tests.given import ASH, WREN
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import alone, begun, days_later, entries
from tests.web.sitting import planned, seated
from troth.domain.dynamic.commands import AffirmResumption, End, Stop

FRIDAY_NOON = 3.75


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(planned()) as opened:
        yield opened


@pytest.fixture(name="table")
def _table() -> Iterator[Street]:
    with street(seated()) as opened:
        yield opened


def sends_to_week(browser: Browser, **fields: str) -> Page:
    """Send the form by which somebody says that they are here."""
    return browser.sends("/week", **fields)


def test_without_a_rhythm_both_are_shown_what_to_do_first() -> None:
    with street(begun()) as here:
        for person in here.both:
            page = person.opens("/week")
            assert "No weekly talk has a time yet." in page
            assert {"/week/plan", "/book/new/week", "/week/prepare"} <= set(page.links)


def test_the_next_talk_is_named_on_each_ones_own_clock(here: Street) -> None:
    assert "Friday 6 March, 19:00" in here.ash.opens("/week")
    # Paris is an hour ahead of London.
    assert "Friday 6 March, 20:00" in here.wren.opens("/week")
    for person in here.both:
        page = person.opens("/week")
        assert "60 minutes, as equals" in page
        assert "After that Friday 13 March" in page
        assert not [to for to, _ in page.forms if to == "/week"]


def test_both_see_the_same_table_in_the_same_order(here: Street) -> None:
    found = [person.opens("/week").words for person in here.both]
    tables = [words[words.index("What will lie on the table") :] for words in found]
    tables = [words[: words.index("After that")] for words in tables]
    assert tables[0] == tables[1]
    assert "How is each of you?" in tables[0]
    assert "Read back and confirm" in tables[0]


def test_it_opens_once_both_have_said_that_they_are_here(here: Street) -> None:
    days_later(here, FRIDAY_NOON)
    assert "I am here" in here.wren.opens("/week")
    told = sends_to_week(here.wren)
    assert "You are here. It opens once you both are." in told
    assert "It opens once Ash has said the same." in told
    both = sends_to_week(here.ash)
    assert "You are both here." in both
    assert "You talk as equals." in both
    assert "You talk as equals." in here.wren.opens("/week")


def test_nothing_tells_that_the_other_has_come_before_one_has(here: Street) -> None:
    days_later(here, FRIDAY_NOON)
    before = here.ash.opens("/week").words
    sends_to_week(here.wren)
    assert here.ash.opens("/week").words == before


def test_whoever_is_not_fit_puts_it_off_and_nobody_is_named(here: Street) -> None:
    days_later(here, FRIDAY_NOON)
    told = sends_to_week(here.wren, how="not-fit")
    assert "Put off. It is nobody's doing." in told
    for person in here.both:
        assert "Friday 13 March" in person.opens("/week")


def test_saying_it_twice_with_one_form_is_saying_it_once(here: Street) -> None:
    days_later(here, FRIDAY_NOON)
    fields = here.wren.opens("/week").form("/week")
    here.wren.posts("/week", fields)
    after = entries(here.town)
    assert here.wren.posts("/week", fields).status == 200
    assert entries(here.town) == after


def test_either_moves_it_once(here: Street) -> None:
    page = here.wren.opens("/week/move")
    assert "Either of you may move it, once" in page
    assert page.form("/week/move")["hour"] == "20:00"
    told = here.wren.sends("/week/move", day="2026-03-07", hour="18:30")
    assert "Moved. Both of you can see the new time." in told
    assert "Saturday 7 March, 17:30" in here.ash.opens("/week")
    assert "It has been moved once already." in here.ash.opens("/week/move")
    assert "/week/move" not in here.ash.opens("/week").links


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"day": "", "hour": "18:30"}, "Choose a day."),
        ({"day": "2026-03-07", "hour": "soon"}, "Write a time of day"),
        ({"day": "2026-04-01", "hour": "18:30"}, "two weeks when moving one"),
    ],
)
def test_a_move_that_cannot_be_is_said_and_kept(
    here: Street, fields: dict[str, str], wanted: str
) -> None:
    page = here.ash.sends("/week/move", **fields)
    assert page.status == 422
    assert wanted in page
    assert page.form("/week/move")["hour"] == fields["hour"]


def test_a_talk_that_is_gone_is_not_moved(here: Street) -> None:
    fields = here.ash.opens("/week/move").form("/week/move")
    here.wren.sends("/week/end", "/week")
    sent = {**fields, "day": "2026-03-07", "hour": "18:30"}
    page = here.ash.posts("/week/move", sent)
    assert "This talk is not planned any more. Here is what is." in page
    assert "Friday 13 March" in page


def test_a_time_is_set_by_hand(here: Street) -> None:
    told = here.ash.sends("/week/plan", day="2026-03-03", hour="21", minutes="30")
    assert "It has a time now. Both of you can see it." in told
    assert "Tuesday 3 March, 22:00" in here.wren.opens("/week")
    assert "30 minutes, as equals" in here.wren.opens("/week")


def test_a_time_lacks_nothing(here: Street) -> None:
    page = here.ash.sends("/week/plan", day="2026-03-03", hour="", minutes="7")
    assert page.status == 422
    assert "Write a time of day" in page
    assert "Choose how long." in page


def test_either_calls_one_off_and_no_reason_is_asked(here: Street) -> None:
    told = here.wren.sends("/week/end", "/week")
    assert "Called off. What was open is carried over." in told
    assert "Friday 13 March" in here.ash.opens("/week")


def test_one_that_did_not_take_place_is_said_to_both_alike(here: Street) -> None:
    days_later(here, 6)
    for person in here.both:
        assert "The talk of 6 March did not take place." in person.opens("/week")


def test_either_ends_an_open_one_early_and_kindly(table: Street) -> None:
    assert "End early, kindly" in table.wren.opens("/week")
    told = table.wren.sends("/week/end", "/week")
    assert "Called off." in told
    assert "What was still open is carried over to next time." in table.ash.opens("/week")


def test_an_open_table_is_the_same_for_both(table: Street) -> None:
    for person in table.both:
        page = person.opens("/week")
        assert "You are both here." in page
        assert {"/week/2", "/week/5", "/week/minutes"} <= set(page.links)


def test_only_what_is_open_asks_for_itself_anew(table: Street) -> None:
    page = table.wren.opens("/week")
    assert 'data-hx-trigger="every 20s"' in page.html
    assert "htmx.min" in page.html
    for address in ("/talk", "/week/prepare", "/today"):
        assert "htmx" not in table.wren.opens(address).html


def test_a_page_that_asks_by_itself_is_no_use_of_a_login(table: Street) -> None:
    refresh = table.wren.client.headers
    refresh["hx-request"] = "true"
    asked = []
    for _ in range(3):
        table.town.clock.later(minutes=25)
        asked.append(table.wren.opens("/week").address)
    assert asked == ["/week", "/week", "/in"]


def test_a_stop_lets_it_rest_and_both_come_back(table: Street) -> None:
    table.town.does(WREN, Stop())
    resting = table.ash.opens("/week")
    assert "It rests. Nothing that was said is lost" in resting
    assert "every 20s" not in resting.html
    told = sends_to_week(table.ash)
    assert "You are here. It goes on once Wren has said the same." in told
    sends_to_week(table.wren)
    for person in table.both:
        assert "You are both here." in person.opens("/week")


def test_while_everything_rests_a_talk_can_be_planned_and_held(here: Street) -> None:
    here.town.does(WREN, Stop())
    told = here.wren.sends("/week/plan", day="2026-03-02", hour="20:30", minutes="60")
    assert "It has a time now." in told
    sends_to_week(here.wren)
    assert "You are both here." in sends_to_week(here.ash)
    for member in (ASH, WREN):
        here.town.does(member, AffirmResumption())


def test_after_the_end_no_talk_is_kept(here: Street) -> None:
    here.town.does(ASH, End())
    for person in here.both:
        for address in ("/week", "/week/move", "/week/plan"):
            page = person.opens(address)
            assert page.status == 200
            assert not [to for to, _ in page.forms if to.startswith("/week")]


def test_alone_one_is_led_to_the_invitation() -> None:
    with street(alone()) as here:
        for address in ("/week", "/week/plan", "/week/move", "/week/2", "/week/minutes"):
            assert here.ash.opens(address).address == "/start/invite"


def test_nobody_else_comes_to_the_table(table: Street) -> None:
    before = entries(table.town)
    for other in (table.stranger, table.nobody):
        for address in ("/week", "/week/2", "/week/minutes", "/week/prepare"):
            assert "both here" not in other.opens(address)
        for address in ("/week", "/week/end", "/week/plan", "/week/move"):
            other.posts(address, {"op": "ab" * 16, "session": "tonight"})
    assert entries(table.town) == before
