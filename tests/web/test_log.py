"""History: the same for both, searched and paged, and checked from its first entry to its last."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.application.damaged import damage
from tests.application.older import copied
from tests.application.signed_up import paired
from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN
from tests.web.browsing import Page, Street, street
from tests.web.lines import KITCHEN_AT, NEW_WORDS, OLD_WORDS, agrees, proposal_at, proposes_kitchen
from tests.web.scenes import begun
from troth.application.ports import Card, Shelf
from troth.application.proofs.nights import check_all
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.standards.commands import MarkOccurrence
from troth.domain.standards.events import ClauseDuty, Mark

PAGE_BYTES = 20_000
"""As much as a page may weigh."""


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
    assert page.address.startswith("/log/f/")


def test_what_lies_further_back_is_a_press_away(here: Street) -> None:
    for number in range(60):
        says(here, number, f"Word number {number}.")
    page = here.wren.opens("/log")
    assert "Word number 59." in page
    assert "Ash opened this record." not in page
    assert "Back to the newest" not in page
    further = here.wren.posts("/log", page.forms[-1][1])
    assert "Ash opened this record." in further
    assert "Back to the newest" in further


def test_checking_gives_both_the_same_words(here: Street) -> None:
    found = [each.sends("/log/check") for each in here.both]
    words = [
        page.html.split('<ol class="words" translate="no">')[1].split("</ol>")[0] for page in found
    ]
    assert words[0] == words[1]
    assert "each truly signed" in found[0]
    for other in (here.stranger, here.nobody):
        assert "truly signed" not in other.posts("/log/check", {})


def kept_lines(page: str) -> str:
    return page.split('<pre class="code" translate="no">')[1].split("</pre>", maxsplit=1)[0]


def test_lines_kept_elsewhere_fit_a_record_that_went_on(here: Street) -> None:
    kept = kept_lines(here.ash.sends("/log/check").html)
    says(here, 1, "Something more.")
    assert "What you kept fits" in here.ash.sends("/log/check/kept", "/log/check", kept=kept)


def eight_words(page: Page) -> str:
    shown = page.html.split('<ol class="words" translate="no">')[1].split("</ol>")[0]
    return " ".join(re.findall(r"<li>(\w+)</li>", shown))


def test_the_lines_are_drawn_to_be_scanned(here: Street) -> None:
    page = here.ash.sends("/log/check")
    assert '<figure class="qr"><svg' in page.html
    assert len(page.html.encode()) < PAGE_BYTES


@pytest.mark.parametrize("changed", [str, str.upper, lambda words: f" 1. {words}\r\n"])
def test_eight_words_written_down_fit_the_day_they_were_shown(
    here: Street, changed: Callable[[str], str]
) -> None:
    kept = changed(eight_words(here.wren.sends("/log/check")))
    says(here, 1, "Something more.")
    page = here.wren.sends("/log/check/kept", "/log/check", kept=kept)
    assert re.search(r"Your copy of \d+ \w+ 2026 fits\.", page.words)
    for other in (here.stranger, here.nobody):
        assert "fits" not in other.posts("/log/check/kept", {"kept": kept})


def test_lines_fit_as_a_browser_sends_them(here: Street) -> None:
    kept = kept_lines(here.ash.sends("/log/check").html).replace("\n", "\r\n")
    assert "fits" in here.ash.sends("/log/check/kept", "/log/check", kept=kept)


def test_words_of_a_record_of_others_are_never_found_in_ones_own(here: Street) -> None:
    with street(paired()) as others:
        says(others, 1, "Another record.")
        kept = eight_words(others.ash.sends("/log/check"))
    page = here.ash.sends("/log/check/kept", "/log/check", kept=kept)
    assert page.status == 422
    assert "No entry of this record was ever shown as these words." in page


def test_a_copy_of_more_than_the_server_has_is_told(here: Street) -> None:
    put_back = copied(here.town)
    says(here, 1, "Something more.")
    kept = kept_lines(here.ash.sends("/log/check").html)
    here.ash.client.cookies.delete("end")
    put_back()
    page = here.ash.sends("/log/check/kept", "/log/check", kept=kept)
    assert "The server's record ends before entry" in page
    says(here, 2, "Something else.")
    page = here.ash.sends("/log/check/kept", "/log/check", kept=kept)
    assert "the server's record differs from your copy. Keep your copy safe" in page


def test_a_forged_copy_shows_nothing_about_the_record(here: Street) -> None:
    kept = kept_lines(here.ash.sends("/log/check").html)
    head, _, tail = kept.rstrip().rpartition(" ")
    forged = f"{head} {tail[:8]}{'A' * 40}{tail[48:]}"
    page = here.ash.sends("/log/check/kept", "/log/check", kept=forged)
    assert "It shows nothing about this record." in page


def test_the_page_says_when_the_server_last_checked(here: Street) -> None:
    assert "The server last checked it" not in here.ash.opens("/log/check")
    check_all(here.town.store, here.town.clock)
    assert "unbroken." in here.ash.opens("/log/check")
    damage(here.town.store, 2)
    here.town.clock.later(hours=24)
    check_all(here.town.store, here.town.clock)
    here.ash.client.cookies.set("visit", here.town.login_of(ASH).hex(), domain="notebook.local")
    assert "from entry 2 on, it is not as it was written" in here.ash.opens("/log/check")


def test_the_page_says_when_one_of_the_two_could_not_log_in(here: Street) -> None:
    with here.town.store.filing() as directory:
        (card,) = directory.cards(Shelf.ACCOUNT, WREN)
        directory.put_card(Shelf.ACCOUNT, Card(card.key, WREN, bytes(len(card.body))))
    check_all(here.town.store, here.town.clock)
    assert "one of you could not log in with what is kept here." in here.ash.opens("/log/check")


@pytest.mark.parametrize("kept", ["", "troth/v1/x\n1\nabc\n"])
def test_other_lines_are_asked_for_again(here: Street, kept: str) -> None:
    page = here.ash.sends("/log/check/kept", "/log/check", kept=kept)
    assert page.status == 422
    assert "Give the lines you kept of this record" in page


def test_eight_words_are_wanted_and_no_other_number(here: Street) -> None:
    page = here.ash.sends("/log/check/kept", "/log/check", kept="not the words")
    assert page.status == 422
    assert "here the number of words is 3" in page


def test_an_entry_from_elsewhere_is_found(here: Street) -> None:
    kept = kept_lines(here.ash.sends("/log/check").html)
    with street(paired()) as other:
        says(other, 1, "Another record.")
        assert other.ash.sends("/log/check/kept", "/log/check", kept=kept).status == 422


@pytest.fixture(name="together")
def _together() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def text(page: Page) -> str:
    """Return a page as it is read: what follows a link stands close to it."""
    return re.sub(r" (?=[,.:])", "", page.words)


def test_a_line_is_named_by_its_words_which_lead_to_it(together: Street) -> None:
    together.town.does(WREN, WithdrawConsent(KITCHEN))
    for reader in together.both:
        page = reader.opens("/log")
        assert f"Wren withdrew from “{OLD_WORDS}”, as of" in text(page)
        assert KITCHEN_AT in page.links
        assert "“kitchen”" not in page


def test_what_is_put_forward_is_told_by_its_lines_and_its_answer_by_its_first(
    together: Street,
) -> None:
    proposes_kitchen(together.ash)
    agrees(together.wren, proposal_at(together.town))
    page = together.wren.opens("/log")
    assert f"Ash put a suggestion forward: “{NEW_WORDS}”." in text(page)
    assert f"Wren agreed to “{NEW_WORDS}”, version 1." in text(page)
    assert (
        together.wren.opens(next(each for each in page.links if "/book/p/" in each)).status == 200
    )


def test_an_answered_suggestion_keeps_its_words_on_the_page_it_was_made_on(
    together: Street,
) -> None:
    page = together.ash.opens("/log")
    assert "is agreed by both." in page
    assert "Ash put a suggestion forward:" in page
    assert not [each for each in page.links if "/book/p/" in each]


def test_an_agreement_is_told_by_the_words_both_agreed_to_in_the_end(together: Street) -> None:
    proposes_kitchen(together.ash)
    at = proposal_at(together.town)
    together.wren.sends(f"{at}/words", text="The kitchen is settled by eleven.")
    for browser in together.both:
        agrees(browser, at)
    page = text(together.ash.opens("/log"))
    assert "Ash agreed to “The kitchen is settled by eleven.”, version 2." in page
    assert "“The kitchen is settled by eleven.” is agreed by both." in page


def test_a_choice_is_told_in_words_and_not_as_it_is_stored(together: Street) -> None:
    town = together.town
    duty = ClauseDuty(KITCHEN)
    town.does(WREN, MarkOccurrence(duty, town.clock.now(), Mark.NOT_THIS_TIME))
    town.does(WREN, SetLimit(LimitId("l1"), Target.AREA, HOUSEHOLD, hard=True))
    page = together.ash.opens("/log")
    assert f"Wren marked “{OLD_WORDS}”: not this time." in text(page)
    assert "Wren set a limit on the part of life “The household”." in text(page)


def test_history_is_searched_by_the_words_it_shows(together: Street) -> None:
    together.town.does(WREN, WithdrawConsent(KITCHEN))
    found = together.ash.posts("/log", {"find": "settled before bed"})
    assert "Wren withdrew from" in found
    assert "Wren withdrew from" not in together.ash.posts("/log", {"find": "the attic"})


def test_every_thing_in_the_history_leads_to_a_page(together: Street) -> None:
    together.town.does(WREN, WithdrawConsent(KITCHEN))
    proposes_kitchen(together.ash)
    page = together.wren.opens("/log")
    led = page.html.split('<div class="log">')[1].split("</div>")[0]
    addresses = {each for each in page.links if f'href="{each}"' in led}
    assert addresses
    assert {each: together.wren.opens(each).status for each in addresses} == dict.fromkeys(
        addresses, 200
    )
