"""What somebody reaches by following links, and what those pages say before any script runs."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from urllib.parse import urlsplit

from tests.browser.places import Place, is_taken, place_of
from tests.browser.visitors import Visitor

MOST_OF_A_KIND = 6
"""Of pages that each show a thing of one kind, so many are read: what they link to differs."""

ENTRANCE = "/"


@dataclass
class SentForm:
    """A form as it is sent with nothing typed: what it carries unseen, and one of its buttons."""

    address: str
    fields: dict[str, str | float | bool] = field(default_factory=dict)
    is_upload: bool = False


class Reader(HTMLParser):
    """Reads a page: its title, where its links lead, its forms, and what can be pointed at."""

    def __init__(self, text: str) -> None:
        """Read it."""
        super().__init__()
        self.title = ""
        self.links: list[str] = []
        self.forms: list[SentForm] = []
        self.ids: set[str] = set()
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, a form, what it carries, and the beginning of the title."""
        given = {name: value or "" for name, value in attrs}
        self._in_title = tag == "title" and not self.title
        self.ids |= {given["id"]} if "id" in given else set()
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "form":
            is_upload = given.get("enctype") == "multipart/form-data"
            self.forms.append(SentForm(given.get("action", ""), is_upload=is_upload))
        if given.get("name") and (given.get("type") == "hidden" or tag == "button"):
            self.forms[-1].fields.setdefault(given["name"], given.get("value", ""))

    def handle_data(self, data: str) -> None:
        """Note the title."""
        if self._in_title:
            self.title += data
            self._in_title = False


@dataclass(frozen=True)
class Sheet:
    """One page as it was answered."""

    address: str
    place: Place
    text: str

    @property
    def read(self) -> Reader:
        """What there is on it."""
        return Reader(self.text)


class Walk:
    """Every page somebody reaches from the entrance, a few of each kind."""

    def __init__(self, visitor: Visitor) -> None:
        """Walk."""
        self.sheets: list[Sheet] = []
        self.strays: list[str] = []
        self._visitor = visitor
        self._tried: dict[Place, set[str]] = defaultdict(set)
        ahead = [ENTRANCE]
        while ahead:
            ahead.extend(self._visit(ahead.pop(0)))

    def reached(self) -> set[Place]:
        """Return the places reached."""
        return {sheet.place for sheet in self.sheets}

    def addresses(self, place: Place) -> list[str]:
        """Return where a page is found, if a link leads there."""
        return [sheet.address for sheet in self.sheets if sheet.place == place]

    def _visit(self, address: str) -> list[str]:
        place = place_of(address)
        if place is None:
            self.strays.append(f"{address} is no page")
            return []
        if address in self._tried[place] or len(self._tried[place]) >= MOST_OF_A_KIND:
            return []
        self._tried[place].add(address)
        return self._read(address, place)

    def _read(self, address: str, place: Place) -> list[str]:
        answer = self._visitor.context.request.get(address, max_redirects=0)
        if answer.status == HTTPStatus.SEE_OTHER:
            return [answer.headers["location"]]
        if answer.status != HTTPStatus.OK:
            self.strays.append(f"{address} answers {answer.status}")
            return []
        if not answer.headers["content-type"].startswith("text/html"):
            return []
        sheet = Sheet(address, place, answer.text())
        self.sheets.append(sheet)
        self.strays.extend(strays(sheet))
        return [urlsplit(link).path for link in sheet.read.links if link[0] != "#"]


def strays(sheet: Sheet) -> Iterator[str]:
    """Return what leads somewhere else on a page, or would stand in an address."""
    for link in sheet.read.links:
        if urlsplit(link).netloc or urlsplit(link).query:
            yield f"{sheet.address} leads to {link}"
    for form in sheet.read.forms:
        if not is_taken(form.address):
            yield f"{sheet.address} has a form to {form.address}, which takes none"
