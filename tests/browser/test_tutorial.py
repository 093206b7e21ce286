"""The first evening of the tutorial is lived, word for word, by two people in two browsers."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.servers import serving
from tests.browser.visitors import DESK, PHONE, Visitor
from tests.house.source import ROOT

PAGE = ROOT / "docs" / "tutorial" / "a-first-evening.md"

STEP = re.compile(
    r"^- \*\*(?P<who>Ash|Wren)\*\* (?P<does>reads|chooses|opens|writes|copies|ticks|presses)"
    r"(?: the code| Ash's words)?(?: “(?P<said>[^”]+)”)?(?: in(?:to)? “(?P<field>[^”]+)”)?\.?$",
    re.MULTILINE,
)


class Person:
    """One of the two, who does what the page says."""

    def __init__(self, visitor: Visitor) -> None:
        """Take a browser, in which nothing is open yet."""
        self.page = visitor.page

    def does(self, what: str, said: str) -> None:
        """Do one step; the first of somebody is at the address they were given."""
        if self.page.url == "about:blank":
            self.page.goto("/")
        getattr(self, what)(said)

    def reads(self, words: str) -> None:
        """Look for words on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def chooses(self, words: str) -> None:
        """Follow a link."""
        self.page.get_by_role("main").get_by_role("link", name=words).or_(
            self.page.locator(".bar").get_by_role("link", name=words)
        ).first.click()

    def opens(self, words: str) -> None:
        """Go to a tab."""
        self.page.get_by_role("navigation").get_by_role("link", name=words, exact=True).click()

    def ticks(self, words: str) -> None:
        """Choose one of several, or tick a box."""
        self.page.get_by_label(words).first.check()

    def presses(self, words: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=words).first.click()

    def writes(self, words: str, field: str) -> None:
        """Write in a field."""
        self._field(field).fill(words)

    def _field(self, label: str) -> Locator:
        named = self.page.get_by_label(label)
        return named.and_(self.page.locator("input, textarea, select")).first


def lived(ash: Person, wren: Person) -> int:
    """Do every step of the page, and return how many there were."""
    steps = list(STEP.finditer(PAGE.read_text("utf-8")))
    for step in steps:
        person = ash if step["who"] == "Ash" else wren
        if step["does"] == "copies":
            source = wren if "code" in step[0] and step["who"] == "Wren" else ash
            person.writes(_copied(source, step[0]), step["field"])
        elif step["does"] == "writes":
            person.writes(step["said"], step["field"])
        else:
            person.does(step["does"], step["said"])
    return len(steps)


def _copied(source: Person, step: str) -> str:
    if "Ash's words" in step:
        return " ".join(source.page.locator(".words li").all_inner_texts())
    return source.page.locator(".code").last.inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_two_people_live_the_first_evening(
    browser: Browser, tmp_path: Path, size: dict[str, int], *, script: bool
) -> None:
    with serving(tmp_path / "home") as address:
        people = [
            Visitor(browser, name, address, viewport=size, java_script_enabled=script)
            for name in ("Ash", "Wren")
        ]
        ash, wren = (Person(each) for each in people)
        assert lived(ash, wren) == PAGE.read_text("utf-8").count("\n- **")
        for each in people:
            assert each.notices() == []
            each.close()
