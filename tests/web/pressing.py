"""Pressing the buttons of the page for pausing, and where the exchange stands after it."""

from tests.application.homes import CHAIN
from tests.given import ASH
from tests.web.browsing import Browser, Page, Street
from troth.application.read import view
from troth.application.rules import SHARED
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import DynamicState, phase

AT = "/pause"


def dynamic_of(here: Street) -> DynamicState:
    return view(here.town.world_of(ASH), CHAIN, SHARED).state.ground.dynamic


def phase_of(here: Street) -> Phase:
    return phase(dynamic_of(here), here.town.clock.now())


def presses(browser: Browser, do: str, **fields: object) -> Page:
    """Press one of the buttons that has a form of its own, where the page has it."""
    page = browser.opens(AT)
    assert f'value="{do}"' in page.html, f"no {do} on the page"
    return browser.posts(AT, {**page.form(AT), "do": do, **fields})
