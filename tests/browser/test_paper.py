"""Paper: where it is wanted a button prints, and where no script runs it is not there."""

from playwright.sync_api import Browser

from tests.browser.homes import NAMES, Home, at_home

PRINTED = "addEventListener('beforeprint', () => document.documentElement.dataset.printed = 'yes')"


def test_the_agreement_is_printed_by_a_press(browser: Browser, demo: Home) -> None:
    with at_home(browser, demo) as visitors:
        page = visitors[NAMES[0]].open("/book")
        page.evaluate(PRINTED)
        page.get_by_role("button", name="Print this page").click()
        page.wait_for_selector("html[data-printed=yes]")


def test_without_script_no_button_promises_to_print(browser: Browser, demo: Home) -> None:
    with at_home(browser, demo, java_script_enabled=False) as visitors:
        page = visitors[NAMES[0]].open("/book")
        assert page.locator("[data-print]").count() == 1
        assert not page.locator("[data-print]").is_visible()


def test_the_button_is_not_on_the_paper(browser: Browser, demo: Home) -> None:
    with at_home(browser, demo) as visitors:
        page = visitors[NAMES[0]].open("/book")
        page.emulate_media(media="print")
        assert not page.locator("[data-print]").is_visible()
