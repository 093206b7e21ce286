"""A whole life with it, from an empty machine to the end: two people, two browsers, one clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.deciding import (
    ash_decides_after_hearing_wren,
    ash_decides_and_tells_wren,
    nobody_decides_around_a_limit,
    they_decide_together,
    wren_decides_after_hearing_ash,
    wren_decides_alone,
    wren_decides_and_asks_first,
    wrens_body_is_wrens,
)
from tests.browser.evenings import (
    a_slip_is_heard,
    ash_ends_it,
    ash_offers_what_they_agreed,
    each_prepares_alone,
    it_is_put_right,
    nothing_is_put_right_in_a_pause,
    they_agree_on_a_line_of_their_own,
    they_come_back,
    they_have_talked,
    they_sit_down,
    they_talk,
    they_write_down_how_it_was,
)
from tests.browser.life import Life, lives
from tests.browser.tutorial import lived
from tests.browser.visitors import DESK, PHONE
from tests.conftest import SOAKING

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, _, SUNDAY = range(7)

WAYS = {
    "phone without script": {"viewport": PHONE, "java_script_enabled": False},
    "desk with script": {"viewport": DESK, "java_script_enabled": True},
    "phone with script": {"viewport": PHONE, "java_script_enabled": True},
    "desk without script": {"viewport": DESK, "java_script_enabled": False},
}
TRIED = list(WAYS) if SOAKING else list(WAYS)[:2]
"""Two ways show both sizes, and both with and without script; the soak tries each with each."""


@pytest.fixture(params=TRIED)
def life(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Life]:
    """Return Ash and Wren, with nothing on the machine yet."""
    with lives(browser, tmp_path, **WAYS[request.param]) as two:
        yield two


def test_two_people_live_with_it_from_the_first_evening_to_the_end(life: Life) -> None:
    lived(life.ash, life.wren)
    life.it_is(TUESDAY, 20)
    they_come_back(life)
    they_agree_on_a_line_of_their_own(life)
    life.it_is(WEDNESDAY, 20)
    ash_decides_and_tells_wren(life)
    ash_decides_after_hearing_wren(life)
    wren_decides_alone(life)
    wren_decides_and_asks_first(life)
    wren_decides_after_hearing_ash(life)
    they_decide_together(life)
    wrens_body_is_wrens(life)
    nobody_decides_around_a_limit(life)
    life.it_is(THURSDAY, 20)
    a_slip_is_heard(life)
    ash_offers_what_they_agreed(life)
    nothing_is_put_right_in_a_pause(life)
    life.it_is(FRIDAY, 18)
    they_come_back(life)
    ash_offers_what_they_agreed(life)
    it_is_put_right(life)
    they_talk(life)
    life.it_is(SUNDAY, 18, 55)
    they_have_talked(life)
    each_prepares_alone(life)
    life.passes(minutes=5)
    they_sit_down(life)
    they_write_down_how_it_was(life)
    life.it_is(MONDAY, 9)
    ash_ends_it(life)
    assert life.notices() == []
    assert life.is_closed_to_a_stranger()
