"""Ebb and flow: both see the same weeks, drawn and as a table, with nothing counted or foretold."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from tests.given import ASH, WREN
from tests.web.browsing import Page, Street, street
from tests.web.scenes import alone, begun, days_later
from tests.web.weeks import CLOSE, FAR, LITTLE, STEADY, week
from troth.domain.dynamic.commands import AffirmResumption, End, Pause

SVG = "{http://www.w3.org/2000/svg}"
EMPTY = "After three weeks of check-ins a line appears here."


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def have_answered(here: Street) -> None:
    """Let both answer for four weeks, of which the third is the lowest for both."""
    for ash, wren in ((CLOSE, STEADY), (STEADY, CLOSE), (FAR, LITTLE), (CLOSE, CLOSE)):
        week(here.town, ash, wren)
    days_later(here, 0)


def drawn(page: Page) -> ET.Element:
    """Return the chart of a page, read as the XML it is."""
    found = re.search(r'<svg viewBox="0 0 \d+ \d+" role="img".*?</svg>', page.html, re.DOTALL)
    assert found is not None
    text = found[0].replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return ET.fromstring(text)  # noqa: S314 - our own server wrote it


def test_an_empty_page_says_what_to_do_first(here: Street) -> None:
    for person in here.both:
        page = person.opens("/chart")
        assert EMPTY in page
        assert "/check" in page.links


def test_two_weeks_are_a_table_and_no_line_yet(here: Street) -> None:
    for _ in range(2):
        week(here.town, CLOSE, STEADY)
    days_later(here, 0)
    page = here.wren.opens("/chart")
    assert EMPTY in page
    assert "2 March Steady Roles: clear Close Roles: clear" in page
    assert 'role="img"' not in page.html


def test_both_see_the_same_weeks_their_own_first(here: Street) -> None:
    have_answered(here)
    assert "16 March A little apart Roles: clear Far apart" in here.wren.opens("/chart")
    assert "16 March Far apart Roles: clear A little apart" in here.ash.opens("/chart")


def test_the_lines_are_told_apart_without_colour_and_say_whose_they_are(here: Street) -> None:
    have_answered(here)
    for person, own, other in ((here.wren, "p2", "p1"), (here.ash, "p1", "p2")):
        shapes = [each.get("class") for each in drawn(person.opens("/chart")).iter()]
        assert shapes.count(f"l2 {own}") == shapes.count(f"l1 {other}") == 1
        assert shapes.count(f"d2 {own}") == shapes.count(f"d1 {other}") == 4


def test_what_is_lower_is_drawn_lower(here: Street) -> None:
    have_answered(here)
    dots = list(drawn(here.wren.opens("/chart")).iter(f"{SVG}circle"))
    heights = [float(each.attrib["cy"]) for each in dots]
    assert heights[2] == max(heights)
    assert heights[0] == heights[3] == min(heights)


def test_the_drawing_has_a_title_and_no_style_of_its_own(here: Street) -> None:
    have_answered(here)
    chart = drawn(here.ash.opens("/chart"))
    title = chart.find(f"{SVG}title")
    assert title is not None
    assert title.text == (
        "How close each of you felt, week by week. A table with the same values follows."
    )
    assert not [each for each in chart.iter() if "style" in each.attrib]


def test_two_weeks_of_rest_are_told_in_one_sentence(here: Street) -> None:
    have_answered(here)
    for days in (1, 7):
        here.town.does(WREN, Pause())
        days_later(here, days)
        for member in (ASH, WREN):
            here.town.does(member, AffirmResumption())
    assert "Everything rested in the weeks of 30 March and 6 April." in here.wren.opens("/chart")


def test_facts_are_told_with_their_dates_and_nothing_of_what_they_mean(here: Street) -> None:
    have_answered(here)
    here.town.does(WREN, Pause())
    days_later(here, 1)
    for member in (ASH, WREN):
        here.town.does(member, AffirmResumption())
    for person in here.both:
        page = person.opens("/chart")
        assert "Both of you were lowest in the week of 16 March." in page
        assert "Everything rested in the week of 30 March." in page
        assert "rest" in [each.get("class") for each in drawn(page).iter()]


def test_a_year_is_a_page_of_its_own(here: Street) -> None:
    for _ in range(14):
        week(here.town, CLOSE, STEADY)
    days_later(here, 0)
    page = here.wren.opens("/chart/year")
    assert "2 March" in page
    assert 'viewBox="0 0 640 ' in page.html
    season = here.wren.opens("/chart")
    assert "23 March Steady" in season
    assert "2 March Steady" not in season


def test_a_short_year_is_drawn_as_small_as_a_season(here: Street) -> None:
    have_answered(here)
    assert 'viewBox="0 0 340 ' in here.wren.opens("/chart/year").html
    assert "chart-year" not in here.wren.opens("/chart/year").html


def test_the_three_ways_on_are_equal_and_lead_there(here: Street) -> None:
    page = here.wren.opens("/chart")
    assert "/renew" in page.links
    told = here.wren.sends("/chart")
    assert told.address == "/today"
    assert "Lighter versions apply for you, until you mark a usual day." in told


def test_while_everything_rests_nothing_is_to_be_chosen(here: Street) -> None:
    here.town.does(WREN, Pause())
    assert "If it has drifted" not in here.ash.opens("/chart")


def test_after_the_end_the_weeks_are_still_read(here: Street) -> None:
    have_answered(here)
    here.town.does(WREN, End())
    page = here.ash.opens("/chart")
    assert "16 March" in page
    assert not [to for to, _ in page.forms if to == "/chart"]


def test_alone_one_is_led_to_the_invitation() -> None:
    with street(alone()) as here:
        assert here.ash.opens("/chart").address == "/start/invite"


def test_nobody_else_sees_it(here: Street) -> None:
    have_answered(here)
    for other in (here.stranger, here.nobody):
        for address in ("/chart", "/chart/year"):
            assert "16 March" not in other.opens(address)
