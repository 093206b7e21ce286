"""Somebody at a browser, who reads, chooses, writes and presses as one is told to."""

from playwright.sync_api import Locator, expect

from tests.browser.visitors import Visitor


class Person:
    """One of the two, who finds everything by the words that stand on it."""

    def __init__(self, visitor: Visitor) -> None:
        """Take a browser, in which nothing is open yet."""
        self.name = visitor.name
        self.page = visitor.page

    def does(self, what: str, said: str) -> None:
        """Do one step; the first of somebody is at the address they were given."""
        if self.page.url == "about:blank":
            self.page.goto("/")
        getattr(self, what)(said)

    def reads(self, words: str) -> None:
        """Look for words on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def reads_nothing_of(self, words: str) -> None:
        """Look for words that are not on the page."""
        expect(self.page.get_by_text(words)).to_have_count(0)

    def chooses(self, words: str) -> None:
        """Follow a link."""
        self.page.get_by_role("main").get_by_role("link", name=words).or_(
            self.page.locator(".bar").get_by_role("link", name=words)
        ).first.click()

    def opens(self, words: str) -> None:
        """Go to a tab."""
        self._in_navigation(words).click()

    def goes(self, words: str, within: str) -> None:
        """Go to what lies under a tab: at once where it is in sight, else by the tab."""
        if not self._in_navigation(within).is_visible():
            self.opens(words)
        self.opens(within)

    def unfolds(self, words: str) -> None:
        """Open what is folded away under some words."""
        self.page.locator("summary", has_text=words).first.click()

    def ticks(self, words: str) -> None:
        """Choose one of several, or tick a box."""
        self.page.get_by_label(words).first.check()

    def picks(self, words: str, field: str) -> None:
        """Choose one of a list."""
        self._field(field).select_option(label=words)

    def presses(self, words: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=words).first.click()

    def writes(self, words: str, field: str) -> None:
        """Write in a field."""
        self._field(field).fill(words)

    def _in_navigation(self, words: str) -> Locator:
        return self.page.get_by_role("navigation").get_by_role("link", name=words, exact=True)

    def _field(self, label: str) -> Locator:
        named = self.page.get_by_label(label)
        return named.and_(self.page.locator("input, textarea, select")).first
