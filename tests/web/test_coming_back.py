"""Coming back: only when both have said so, all at once or one part of life by itself."""

from collections.abc import Iterator

import pytest

from tests.given import HOUSEHOLD, WREN
from tests.web.browsing import Street, street
from tests.web.pressing import AT, dynamic_of, phase_of, presses
from tests.web.scenes import begun, days_later, entries
from troth.domain.dynamic.commands import Pause
from troth.domain.dynamic.events import Phase
from troth.web.addresses import key

HOME = key(HOUSEHOLD)


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


# Coming back.


def test_it_goes_on_only_when_both_have_said_so(here: Street) -> None:
    presses(here.wren, "pause")
    assert "It goes on once you are both ready." in presses(here.ash, "ready")
    assert "You have said that you are ready." in here.ash.opens(AT)
    assert "Ash is ready when you are. There is no hurry." in here.wren.opens(AT)
    assert "You are both back." in presses(here.wren, "ready")
    assert phase_of(here) is Phase.ACTIVE


def test_ready_is_said_of_the_rest_that_was_read_and_of_no_newer_one(here: Street) -> None:
    presses(here.wren, "pause")
    page = here.ash.opens(AT)
    fields = next(each for to, each in page.forms if to == AT and "seen" in each)
    here.town.does(WREN, Pause())
    refused = here.ash.posts(AT, {**fields, "do": "ready"})
    assert refused.status == 409
    assert not (dynamic_of(here).suspension or pytest.fail("it rests")).affirmed


def test_whoever_wants_no_hurry_is_not_told_that_the_other_is_ready(here: Street) -> None:
    here.wren.sends("/set/reading", readiness="off")
    presses(here.wren, "pause")
    presses(here.ash, "ready")
    assert "is ready when you are" not in here.wren.opens(AT)
    assert "Ash sees that you are ready." in here.wren.opens(AT)
    assert "Both of you see who is ready." in here.ash.opens(AT)
    here.wren.sends("/set/reading", readiness="on")
    assert "Ash is ready when you are." in here.wren.opens(AT)


def test_not_yet_takes_it_back_and_a_new_pause_asks_both_again(here: Street) -> None:
    presses(here.wren, "pause")
    presses(here.ash, "ready")
    assert "There is no hurry." in presses(here.ash, "stay")
    assert "is ready when you are" not in here.wren.opens(AT)
    presses(here.ash, "ready")
    here.town.does(WREN, Pause())
    assert "You have said that you are ready." not in here.ash.opens(AT)


def test_staying_as_it_is_records_nothing(here: Street) -> None:
    presses(here.wren, "pause")
    before = entries(here.town)
    presses(here.ash, "stay")
    assert entries(here.town) == before


def test_wanting_to_talk_first_asks_once_and_takes_readiness_back(here: Street) -> None:
    presses(here.wren, "pause")
    presses(here.ash, "ready")
    assert "Asked to talk first." in presses(here.ash, "talk")
    assert "is ready when you are" not in here.wren.opens(AT)
    before = entries(here.town)
    presses(here.ash, "talk")
    assert entries(here.town) == before
    assert "Ash asks to talk" in here.wren.opens("/today/all")


def test_the_three_ways_weigh_the_same(here: Street) -> None:
    presses(here.wren, "pause")
    html = here.ash.opens(AT).html
    group = html.partition('class="btns-equal"')[2].partition("</div>")[0]
    assert group.count('class="btn"') == 3
    assert "btn-main" not in html


def test_a_month_later_the_page_is_the_one_of_the_day_before(here: Street) -> None:
    presses(here.wren, "pause")
    days_later(here, 20)
    first = here.ash.opens(AT).words.partition("Coming back")[2].partition("Which day?")[0]
    days_later(here, 30)
    later = here.ash.opens(AT).words.partition("Coming back")[2].partition("Which day?")[0]
    assert first == later


# One part of life.


def test_one_part_of_life_rests_alone_and_comes_back_alone(here: Street) -> None:
    page = here.wren.posts(AT, {**here.wren.opens(AT).form(AT), "do": "part", "part": HOME})
    assert "Resting: The household" in page
    assert phase_of(here) is Phase.ACTIVE
    for browser in here.both:
        form = next(
            each for to, each in browser.opens(AT).forms if to == AT and each.get("part") == HOME
        )
        browser.posts(AT, {**form, "do": "ready"})
    assert "Resting: The household" not in here.ash.opens(AT)


def test_a_part_nobody_knows_rests_everything(here: Street) -> None:
    here.wren.posts(AT, {"do": "part", "part": "elsewhere"})
    assert phase_of(here) is Phase.PAUSED


def test_after_the_press_it_can_be_narrowed_to_one_part(here: Street) -> None:
    presses(here.wren, "pause")
    assert "For everything else" in presses(here.wren, "narrow", part=HOME)
    assert "Wren is ready when you are." in here.ash.opens(AT)
    presses(here.ash, "ready", part="")
    assert phase_of(here) is Phase.ACTIVE
    assert "Resting: The household" in here.ash.opens(AT)


def test_narrowing_to_nothing_asks_which_part_and_changes_nothing(here: Street) -> None:
    presses(here.wren, "pause")
    before = entries(here.town)
    page = presses(here.wren, "narrow")
    assert page.status == 422
    assert "Choose which part of life is to rest." in page
    assert entries(here.town) == before


def test_ready_for_a_part_that_is_none_of_theirs_is_nothing(here: Street) -> None:
    presses(here.wren, "pause")
    assert presses(here.ash, "ready", part="elsewhere").status == 404


# It was said before it was written down.


def test_what_was_said_earlier_counts_from_then_on_the_clock_of_whoever_said_it(
    here: Street,
) -> None:
    page = presses(here.wren, "earlier", said="stop", day="2026-03-02", at="18:20")
    assert "Recorded, from when it was said." in page
    rest = dynamic_of(here).suspension
    assert rest is not None
    assert f"{rest.since:%d %H:%M}" == "02 17:20"  # UTC; in Paris it was an hour on
    assert "since today at 17:20" in here.ash.opens(AT)


@pytest.mark.parametrize("at", ["", "ten past", "25:00"])
def test_a_time_nobody_can_read_is_asked_for_once_it_is_recorded(here: Street, at: str) -> None:
    page = presses(here.wren, "earlier", said="stop", day="2026-03-02", at=at)
    assert page.status == 422
    assert "It is recorded from now." in page
    assert "Everything has stopped" in page
    assert phase_of(here) is Phase.STOPPED
