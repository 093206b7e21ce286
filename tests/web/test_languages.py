"""Languages: another catalogue put in place is offered, and each reads in the one they chose."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tests.application.signed_up import paired
from tests.web.browsing import Browser, Street, street
from troth.web.words import read_words

READING = "/set/reading"
SAID = {
    "Settings": "Einstellungen",
    "Reading": "Lesen",
    "on %(day)s": "am %(day)s",
    "Good evening, %(name)s": "Guten Abend, %(name)s",
    "There is nothing at this address.": "Hier ist nichts.",
}


@pytest.fixture(name="catalogues")
def _catalogues(tmp_path: Path) -> Path:
    """Put a second catalogue in place, compiled as the usual tools do."""
    made = Catalog(locale="de")
    for sentence, said in SAID.items():
        made.add(sentence, said)
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "troth.mo").open("wb") as opened:
        write_mo(opened, made)
    return tmp_path


@pytest.fixture(name="here")
def _here(catalogues: Path) -> Iterator[Street]:
    with street(paired(), languages=read_words(catalogues)) as opened:
        yield opened


def asks_for(browser: Browser, language: str) -> None:
    """Have a browser ask for a language, as its phone is set."""
    browser.client.headers["accept-language"] = language


def test_the_languages_there_are_are_offered_each_by_its_own_name(here: Street) -> None:
    page = here.wren.opens(READING)
    assert "As my phone asks" in page
    assert '<span lang="de" dir="ltr">Deutsch</span>' in page.html
    assert "English (United Kingdom)" in page
    assert page.form(READING)["language"] == "phone"


def test_what_is_chosen_holds_whatever_the_phone_asks_for(here: Street) -> None:
    page = here.wren.sends(READING, language="de")
    assert "Lesen" in page
    assert 'lang="de"' in page.html
    asks_for(here.wren, "en-GB")
    assert "Einstellungen" in here.wren.opens("/set")
    assert "Hier ist nichts." in here.wren.opens("/none-there")
    here.wren.sends(READING, language="en-GB")
    asks_for(here.wren, "de")
    assert "Settings" in here.wren.opens("/set")


def test_without_a_choice_it_is_as_the_phone_asks(here: Street) -> None:
    asks_for(here.wren, "de-AT, en;q=0.5")
    assert "Einstellungen" in here.wren.opens("/set")
    here.wren.sends(READING, language="phone")
    assert "Einstellungen" in here.wren.opens("/set")


def test_days_and_times_are_written_as_that_language_writes_them(here: Street) -> None:
    assert "Monday 2 March" in here.wren.opens("/today")
    here.wren.sends(READING, language="de")
    page = here.wren.opens("/today")
    assert "Montag, 2. März" in page
    assert "March" not in page


def test_the_others_pages_stay_in_theirs(here: Street) -> None:
    before = here.ash.opens("/set").html
    here.wren.sends(READING, language="de")
    assert here.ash.opens("/set").html == before


def test_a_language_nobody_offers_is_not_taken_and_one_that_went_is_not_missed(
    catalogues: Path,
) -> None:
    town = paired()
    with street(town, languages=read_words(catalogues)) as here:
        assert here.wren.sends(READING, language="tlh").status == 422
        here.wren.sends(READING, language="de")
    with street(town) as here:
        assert "Settings" in here.wren.opens("/set")
        assert here.wren.opens(READING).form(READING)["language"] == "phone"
