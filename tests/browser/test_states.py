"""Every state of a page that no link leads to: as whole as every page, and it says what to do."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.checker import remarks
from tests.browser.homes import Home
from tests.browser.looks import amiss_as_it_stands
from tests.browser.scenes import Scenes
from tests.browser.states import STATES, State
from tests.browser.visitors import Visitor


@pytest.fixture(name="stages", scope="module")
def _stages(
    browser: Browser, demo: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scenes]:
    """Return scenes of their own: what is tried here is not what others look at."""
    with ExitStack() as stack:
        yield Scenes(browser, demo, tmp_path_factory.mktemp("stages"), stack)


def reached(stages: Scenes, state: State) -> Iterator[Visitor]:
    """Bring everybody to a state who comes to it."""
    for name in state.by:
        visitor = stages[state.scene].visitors[name]
        state.reach(visitor)
        yield visitor


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_state_is_no_worse_than_any_page(stages: Scenes, state: State) -> None:
    found = [
        f"{visitor.name}: {line}"
        for visitor in reached(stages, state)
        for line in amiss_as_it_stands(visitor)
    ]
    assert found == []


@pytest.mark.parametrize(
    "state", [each for each in STATES if each.wants], ids=lambda state: state.name
)
def test_what_a_form_wants_stands_first_and_leads_to_its_field(
    stages: Scenes, state: State
) -> None:
    for visitor in reached(stages, state):
        page = visitor.page
        assert visitor.answered is not None
        assert visitor.answered.status in {409, 422, 429}
        assert page.title().startswith("Error: ")
        assert page.evaluate("document.activeElement.id") == "problems"
        assert page.locator("main > :first-child").get_attribute("id") == "problems"
        for link in page.locator("#problems a").all():
            said, field = link.inner_text(), (link.get_attribute("href") or "")[1:]
            assert page.locator(f"#{field}-err").inner_text().endswith(said)
            link.click()
            assert page.evaluate("document.activeElement.id") == field


def test_every_state_is_what_html_says_it_is(stages: Scenes, java: str, tmp_path: Path) -> None:
    pages = {
        f"{visitor.name} at {state.name}": visitor.answered.text()
        for state in STATES
        for visitor in reached(stages, state)
        if visitor.answered is not None
    }
    assert len(pages) == sum(len(state.by) for state in STATES)
    assert list(remarks(java, pages, tmp_path)) == []
