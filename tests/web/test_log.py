"""History: the same for both, searched and paged, and checked from its first entry to its last."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import paired
from tests.given import ASH, WREN
from tests.web.browsing import Street, street
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        yield opened


def says(here: Street, number: int, text: str) -> None:
    note = Observe(ObservationId(f"n{number}"), ASH, ObservationKind.NOTE, text)
    here.town.does(WREN, note)


def test_both_read_the_same_sentences_newest_first(here: Street) -> None:
    says(here, 1, "The lamp was left on.")
    pages = [each.opens("/log") for each in here.both]
    for page in pages:
        assert "Ash opened this record." in page
        assert "The lamp was left on." in page
    first = pages[0].words.index("The lamp") < pages[0].words.index("opened this record")
    assert first
    for other in (here.stranger, here.nobody):
        assert "The lamp" not in other.opens("/log")


def test_history_is_searched_by_words_and_by_kind(here: Street) -> None:
    says(here, 1, "The lamp was left on.")
    assert "The lamp" in here.ash.posts("/log", {"find": "LAMP"})
    assert "The lamp" not in here.ash.posts("/log", {"chapter": "limits"})
    page = here.ash.posts("/log", {"find": "nowhere to be found"})
    assert "Nothing was found there." in page
    assert page.address == "/log"


def test_what_lies_further_back_is_a_press_away(here: Street) -> None:
    for number in range(60):
        says(here, number, f"Word number {number}.")
    page = here.wren.opens("/log")
    assert "Word number 59." in page
    assert "Ash opened this record." not in page
    further = here.wren.posts("/log", page.forms[-1][1])
    assert "Ash opened this record." in further


def test_checking_gives_both_the_same_words(here: Street) -> None:
    found = [each.sends("/log/check") for each in here.both]
    words = [page.html.split('<ol class="words">')[1].split("</ol>")[0] for page in found]
    assert words[0] == words[1]
    assert "each truly signed" in found[0]
    for other in (here.stranger, here.nobody):
        assert "truly signed" not in other.posts("/log/check", {})


def kept_lines(page: str) -> str:
    return page.split('<pre class="code">')[1].split("</pre>", maxsplit=1)[0]


def test_lines_kept_elsewhere_fit_a_record_that_went_on(here: Street) -> None:
    kept = kept_lines(here.ash.sends("/log/check").html)
    says(here, 1, "Something more.")
    assert "What you kept fits" in here.ash.sends("/log/check/kept", "/log/check", kept=kept)


@pytest.mark.parametrize("kept", ["", "not the lines", "troth/v1/x\n1\nabc\n"])
def test_other_lines_are_asked_for_again(here: Street, kept: str) -> None:
    page = here.ash.sends("/log/check/kept", "/log/check", kept=kept)
    assert page.status == 422
    assert "Paste the lines you kept of this record" in page


def test_an_entry_from_elsewhere_is_found(here: Street) -> None:
    kept = kept_lines(here.ash.sends("/log/check").html)
    with street(paired()) as other:
        says(other, 1, "Another record.")
        assert other.ash.sends("/log/check/kept", "/log/check", kept=kept).status == 422
