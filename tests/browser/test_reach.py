"""What is reached and by whom, and what stands in titles and addresses for anybody to see."""

import re
from collections import defaultdict

import pytest

from tests.browser.homes import NAMES, STRANGER
from tests.browser.places import (
    FOR_ANYBODY,
    FOR_MEMBERS,
    FOR_THE_TWO,
    LINKED,
    PLACES,
    Place,
    place_of,
)
from tests.browser.scenes import SCENES, Scenes

TELLING = re.compile(
    r"dominan|submissi|\bd/s\b|bdsm|kink|sex|intima|disciplin|punish|obey|correct|agree|consent"
    r"|limit|slave|master|mistress|protocol|troth",
    re.IGNORECASE,
)
"""What nobody else is to read over a shoulder or in the history of a browser."""

LARGEST_PAGE = 20 * 1024
"""Bytes: a page is there at once on a poor connection too."""

in_every_scene = pytest.mark.parametrize("scene", SCENES)


@pytest.mark.parametrize("place", LINKED, ids=str)
def test_every_page_is_reached_by_links(scenes: Scenes, place: Place) -> None:
    assert scenes.sights(place)


@in_every_scene
def test_every_link_leads_to_a_page_and_tells_nothing(scenes: Scenes, scene: str) -> None:
    walks = scenes[scene].walks
    assert sorted({f"{name}: {each}" for name in walks for each in walks[name].strays}) == []


@in_every_scene
@pytest.mark.parametrize("name", NAMES)
def test_pause_is_one_press_from_every_page_and_exit_too(
    scenes: Scenes, scene: str, name: str
) -> None:
    walk = scenes[scene].walks.get(name)
    sheets = [] if walk is None else [each for each in walk.sheets if each.place in FOR_MEMBERS]
    for sheet in sheets:
        assert sheet.read.forms[0].address == "/leave", sheet.address
        assert "/pause" in sheet.read.links or sheet.place not in FOR_THE_TWO, sheet.address


@in_every_scene
def test_a_stranger_reaches_only_what_is_for_anybody(scenes: Scenes, scene: str) -> None:
    reached = scenes[scene].walks[STRANGER].reached()
    assert reached
    assert sorted(map(str, reached - set(FOR_ANYBODY))) == []


@pytest.mark.parametrize("place", FOR_MEMBERS, ids=str)
def test_a_stranger_is_led_to_the_door(scenes: Scenes, place: Place) -> None:
    found = next(scene for scene in scenes if scene.sights(place))
    for _, address in found.sights(place):
        assert found.visitors[STRANGER].open(address).url.endswith("/in")


@in_every_scene
def test_titles_tell_nothing_and_are_each_their_own(scenes: Scenes, scene: str) -> None:
    for walk in scenes[scene].walks.values():
        # What is listed and one thing of the list are one screen, as far as a tab tells.
        titles: dict[str, set[str]] = defaultdict(set)
        for sheet in walk.sheets:
            titles[sheet.read.title].add(sheet.address.split("/")[1])
        assert [title for title in titles if TELLING.search(title)] == []
        assert {title: screens for title, screens in titles.items() if len(screens) > 1} == {}


def test_addresses_tell_nothing() -> None:
    assert [str(place) for place in PLACES if TELLING.search(place.address)] == []
    assert place_of("/nowhere") is None


@in_every_scene
def test_a_page_is_small(scenes: Scenes, scene: str) -> None:
    sheets = [sheet for walk in scenes[scene].walks.values() for sheet in walk.sheets]
    sizes = {sheet.address: len(sheet.text.encode()) for sheet in sheets}
    assert {address: size for address, size in sizes.items() if size > LARGEST_PAGE} == {}
