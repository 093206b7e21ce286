"""Forms that are sent with nothing in them: what is wanted is said first, and nothing is lost."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser

from tests.browser.checker import remarks
from tests.browser.homes import NAMES, Home, at_home
from tests.browser.visitors import Visitor
from tests.browser.walks import Reader, SentForm, Sheet, Walk

ENDINGS = ("/leave", "/pause", "/close", "/in", "/join")
"""What would end the login or change every other page, and what is for somebody else."""

WANTING = {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT}
ANSWERS = {HTTPStatus.OK, HTTPStatus.SEE_OTHER, HTTPStatus.NOT_FOUND, *WANTING}
"""Nothing is there any more where a form sent before has taken it away."""


class Sent(NamedTuple):
    """A form that was sent with nothing in it, and what was answered."""

    by: str
    page: str
    to: str
    status: int
    text: str

    def __str__(self) -> str:
        return f"{self.by} at {self.page} to {self.to}: {self.status}"


@pytest.fixture(scope="module")
def sent(
    browser: Browser, demo: Home, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Sent, ...]:
    """Return every form of every page, sent with nothing in it, in a copy of the demo."""
    home = demo.copied(tmp_path_factory.mktemp("forms") / "home")
    with at_home(browser, home) as both:
        return tuple(each for name in NAMES for each in send_all(both[name]))


def send_all(visitor: Visitor) -> Iterator[Sent]:
    """Send each form once, however many pages it is on."""
    forms: dict[tuple[str, ...], tuple[Sheet, SentForm]] = {}
    for sheet in Walk(visitor).sheets:
        for form in sheet.read.forms:
            if not form.address.startswith(ENDINGS):
                forms.setdefault((form.address, *form.fields), (sheet, form))
    for sheet, form in forms.values():
        body = "multipart" if form.is_upload else "form"
        answer = visitor.context.request.post(
            form.address,
            max_redirects=0,
            **{body: form.fields},  # type: ignore[arg-type]  # one of two names, each taking these
        )
        yield Sent(visitor.name, sheet.address, form.address, answer.status, answer.text())


def test_every_form_is_answered(sent: tuple[Sent, ...]) -> None:
    assert [str(each) for each in sent if each.status not in ANSWERS] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_wanted_stands_first_and_leads_to_its_field(
    sent: tuple[Sent, ...], name: str
) -> None:
    wanting = [each for each in sent if each.by == name and each.status in WANTING]
    assert wanting
    assert [line for each in wanting for line in amiss(each)] == []


def test_a_form_that_comes_back_is_whole(sent: tuple[Sent, ...], java: str, tmp_path: Path) -> None:
    pages = {str(each): each.text for each in sent if each.status in WANTING}
    assert list(remarks(java, pages, tmp_path)) == []


def test_what_is_wanted_has_the_focus_and_the_words_are_kept(evening: dict[str, Visitor]) -> None:
    page = evening["Wren"].open("/in")
    page.get_by_label("Your name here").fill("Wren")
    page.get_by_role("button", name="Sign in", exact=True).click()
    summary = page.locator("#problems")
    summary.wait_for()
    assert page.evaluate("document.activeElement.id") == "problems"
    assert page.title().startswith("Error: ")
    assert page.get_by_label("Your name here").input_value() == "Wren"
    summary.get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "passphrase"
    assert evening["Wren"].notices() == []


def amiss(sent: Sent) -> Iterator[str]:
    """Return what is missing from a page that says what a form wants."""
    read = Reader(sent.text)
    if not read.title.startswith("Error: "):
        yield f"{sent}: the title says nothing of it"
    if 'id="problems"' not in sent.text:
        yield f"{sent}: no summary"
    targets = {link[1:] for link in read.links if link.startswith("#")}
    yield from (f"{sent}: nothing is at #{target}" for target in targets - read.ids)
