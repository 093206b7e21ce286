"""After the end every page is read only: what was said stays, and nothing more is asked."""

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch

import pytest

from tests.web.browsing import Page
from tests.web.knocking import BOTH, House, Walked, house_of
from tests.web.marked import marked_town

STAYS: Mapping[str, str] = {
    "/leave": "leaving is always there",
    "/log": "looking for words in what was, and turning its pages",
    "/log/check": "each proves for themself that nothing was changed",
    "/log/check/kept": "and proves it against what they had kept",
    "/mine": "private notes are one's own",
    "/mine/find": "and are looked through",
    "/mine/*/erase": "and erased",
    "/plans": "looking for words in decisions, and turning pages",
    "/renew/lines": "turning pages of what each had wished",
    "/book/versions": "two versions can be compared",
    "/book/sign": "what was agreed can be shown, signed by oneself",
    "/prefs/*": "one's own reason for a limit is private",
    "/set/*": "how pages look, and what opens them, is one's own",
    "/take": "a copy is one's own",
    "/take/*": "erasing, and copies brought in",
    "/start/new": "another notebook can begin",
    "/kept/*": "what was being written is one's own",
}
"""The forms that are there after the end, with the reason for each."""

RECORDED = ("/set/words/*", "/set/you/name", "/set/times")
"""What stands among one's settings and is shared all the same, so it is refused by then."""

OF_WHAT_GOES_ON = (
    "Waiting for you",
    "Roles rest",
    "Resting",
    "You decide together",
    "Asking is open",
    "It has begun",
    "just now",
    "Nothing here yet",
    "Suggest",
    "Withdraw from",
    "Raise a question",
    "Ask to talk",
    "Say how it went",
)
"""Words that would ask something of the two, or say that they come back to it."""

BEGINNING = (
    "/ask",
    "/plans/new",
    "/plans/asked/own",
    "/plans/asked/treat",
    "/note/slip/new",
    "/book/new",
    "/book/new/line",
    "/house/hours",
    "/set/words",
    "/start",
    "/start/shape",
)
"""Pages that only begin something."""


@pytest.fixture(name="ended", scope="module")
def _ended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house_of(marked_town(tmp_path_factory.mktemp("over"))) as house:
        page = Page(200, "/close", house["ash"].gets("/close").text)
        house["ash"].sends("/close", page.form("/close"))
        yield house


@pytest.fixture(name="left", scope="module")
def _left(ended: House) -> Walked:
    return Walked(ended)


def _is_one(address: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(address, each) for each in patterns)


@pytest.mark.parametrize("name", BOTH)
def test_no_page_has_a_form_that_would_only_be_refused(name: str, left: Walked) -> None:
    found = {(to, at) for at, page in left.pages[name].items() for to, _ in page.forms}
    assert not {(to, at) for to, at in found if not _is_one(to, STAYS) or _is_one(to, RECORDED)}


@pytest.mark.parametrize("name", BOTH)
def test_no_page_speaks_as_if_it_went_on(name: str, left: Walked) -> None:
    spoken = {
        (words, at)
        for at, page in left.pages[name].items()
        if not at.startswith(("/help", "/log", "/set", "/take", "/start/new"))
        for words in OF_WHAT_GOES_ON
        if words in page
    }
    assert not spoken


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("address", BEGINNING)
def test_a_page_that_begins_something_says_that_it_has_ended(
    name: str, address: str, ended: House
) -> None:
    page = Page(200, address, ended[name].gets(address).text)
    assert "nothing new is begun here" in page
    assert "/close" in page.links
    assert [to for to, _ in page.forms] == ["/leave"]


def test_what_was_written_when_it_ended_comes_back_with_the_refusal(ended: House) -> None:
    answer = ended["wren"].sends("/note", {"op": "c" * 32, "kind": "note", "text": "A long walk."})
    page = Page(answer.status_code, "/note", answer.text)
    assert page.status == 422
    assert "This has ended." in page
    assert "A long walk." in page


@pytest.mark.parametrize("name", ["stranger", "nobody"])
def test_somebody_else_is_told_nothing_of_an_end(name: str, ended: House) -> None:
    assert "ended" not in ended[name].gets("/plans/new").text
