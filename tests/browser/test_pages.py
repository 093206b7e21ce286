"""Every page, as each of the two and as a stranger: for every eye and hand, on every screen."""

import pytest

from tests.browser.looks import (
    LOOKS,
    Look,
    amiss,
    bareness,
    barriers,
    hidden_stops,
    misfits,
    oddities,
)
from tests.browser.places import LINKED, Place
from tests.browser.scenes import DEMO, SCENES, Scenes, Sight

every_page = pytest.mark.parametrize("place", LINKED, ids=str)

IN_EVERY_STATE = (
    "/today",
    "/plans",
    "/book",
    "/house",
    "/note",
    "/talk",
    "/mine",
)
"""What is the same page in every state of a dynamic, and says something else in each."""


LOOKED_AT = {
    "checking": ("/today", "/pause"),
    "paused": (*IN_EVERY_STATE, "/pause"),
    "stopped": ("/today", "/pause", "/chart"),
    "sitting": ("/week", "/week/1", "/week/3", "/week/minutes"),
}
"""What else is another page in a state, or all that is, where a state changes little."""


@every_page
def test_a_page_has_no_barrier(scenes: Scenes, place: Place) -> None:
    assert amiss(scenes.sights(place), barriers) == []


@every_page
def test_a_page_fits_every_screen_and_every_size_of_text(scenes: Scenes, place: Place) -> None:
    assert amiss(scenes.sights(place), misfits) == []


@every_page
def test_a_page_stands_without_its_colours_and_without_motion(scenes: Scenes, place: Place) -> None:
    assert amiss(scenes.sights(place), bareness) == []


@every_page
def test_every_stop_of_the_tab_key_is_seen(scenes: Scenes, place: Place) -> None:
    assert amiss(scenes.sights(place), hidden_stops) == []


@every_page
def test_a_page_is_built_as_every_other(scenes: Scenes, place: Place) -> None:
    assert amiss(scenes.sights(place), oddities) == []


@pytest.mark.parametrize("state", [scene for scene in SCENES if scene != DEMO])
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.__name__)
def test_pages_are_no_worse_in_another_state(scenes: Scenes, state: str, look: Look) -> None:
    walks, visitors = scenes[state].walks, scenes[state].visitors
    sights = [
        Sight(visitors[name], sheet.address)
        for name in walks
        for sheet in walks[name].sheets
        if sheet.address in LOOKED_AT.get(state, IN_EVERY_STATE)
    ]
    assert {sight.address for sight in sights} >= set(LOOKED_AT.get(state, ()))
    assert amiss(sights, look) == []
