"""What a browser has seen of the record: kept by it, beside what the server shows later."""

from base64 import urlsafe_b64decode
from collections.abc import Iterator

import pytest

from tests.application.homes import CHAIN
from tests.application.older import copied
from tests.application.signed_up import PASSPHRASES
from tests.given import ASH, WREN
from tests.web.browsing import Browser, Street, street
from tests.web.pressing import phase_of, presses
from tests.web.scenes import begun
from troth.domain.agreement.commands import NameArea
from troth.domain.dynamic.events import Phase
from troth.domain.kernel import AreaId, MemberId
from troth.web.remembering import MOST_PEOPLE

MOST_BYTES = 4096
"""As long as browsers let a cookie be; a longer one is dropped."""

DOUBT = "Something is not as you left it"


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def records(here: Street, by: MemberId = ASH) -> None:
    here.town.does(by, NameArea(AreaId(f"part-{here.town.next_op()[-4:]}"), "Another part"))


def goes_back(here: Street, *seen_by: Browser) -> None:
    """Put an older copy over everything, once some browsers have seen what came after it."""
    put_back = copied(here.town)
    records(here)
    for browser in seen_by:
        browser.opens("/today")
    put_back()


def kept(browser: Browser) -> str:
    return str(browser.client.cookies.get("end") or "")


def signs_in(browser: Browser, member: MemberId, as_: str) -> str:
    form = {"name": as_, "passphrase": PASSPHRASES[member]}
    return browser.posts("/in", form).address


def test_an_older_copy_is_noticed_by_a_browser_that_has_seen_more_and_by_no_other(
    here: Street,
) -> None:
    goes_back(here, here.wren)
    page = here.wren.opens("/today")
    assert DOUBT in page
    assert "/in/seen" in page.links
    assert DOUBT not in here.ash.opens("/today")
    assert DOUBT not in here.nobody.opens("/in")
    said = here.wren.opens("/in/seen")
    assert "This record ends before the entry you last saw." in said
    assert "This browser has seen it as far as entry" in said
    assert "All is as you left it" in here.stranger.opens("/in/seen")


def test_it_is_said_at_login_too_and_no_pause_waits_for_it(here: Street) -> None:
    goes_back(here, here.wren)
    assert signs_in(here.wren, WREN, "Wren") == "/in/seen"
    assert signs_in(here.ash, ASH, "Ash") == "/today"
    presses(here.wren, "pause")
    assert phase_of(here) is Phase.PAUSED


def test_a_record_that_was_written_anew_is_told_apart(here: Street) -> None:
    goes_back(here, here.wren)
    records(here)
    records(here)
    assert "has been replaced by another" in here.wren.opens("/in/seen")


def test_nothing_new_is_written_from_there_until_it_is_accepted(here: Street) -> None:
    goes_back(here, here.wren)
    refused = here.wren.sends("/note", text="The lamp was left on.", kind="note")
    assert "Speak with each other before you write here." in refused
    accepted = here.wren.sends("/in/seen")
    assert accepted.address == "/today"
    assert DOUBT not in accepted
    assert "All is as you left it" in here.wren.opens("/in/seen")
    records(here)
    assert DOUBT not in here.wren.opens("/today")


def test_what_is_seen_is_kept_when_it_moved_and_left_alone_when_not(here: Street) -> None:
    here.wren.opens("/today")
    first = kept(here.wren)
    here.wren.opens("/log")
    assert kept(here.wren) == first
    records(here)
    here.wren.opens("/log")
    assert kept(here.wren) != first


def test_it_is_kept_for_a_year_where_no_script_reads_it(here: Street) -> None:
    answer = here.wren.runs(here.wren.client.get("/today"))
    (sent,) = [each for each in answer.headers.get_list("set-cookie") if each.startswith("end=")]
    assert "httponly" in sent.lower()
    assert "samesite=lax" in sent.lower()
    assert f"max-age={400 * 24 * 3600}" in sent.lower()


def test_two_people_at_one_browser_learn_nothing_of_each_other(here: Street) -> None:
    goes_back(here, here.wren)
    both = here.wren
    assert signs_in(both, ASH, "Ash") == "/today"
    assert DOUBT not in both.opens("/today")
    assert "This browser has seen it" not in both.opens("/in/seen")
    assert signs_in(both, WREN, "Wren") == "/in/seen"
    parts = kept(both).split(".")
    assert len(parts) == 2
    assert all(CHAIN.encode() not in urlsafe_b64decode(part + "==") for part in parts)


@pytest.mark.parametrize("other", ["x", "....", "%%%", "AAAA.AAAA", "A" * 3000])
def test_whatever_stands_there_instead_is_nothing(here: Street, other: str) -> None:
    here.wren.client.cookies.set("end", other, domain="notebook.local")
    assert here.wren.opens("/today").status == 200
    assert DOUBT not in here.wren.opens("/today")
    assert len(kept(here.wren).split(".")) <= MOST_PEOPLE
    assert len(kept(here.wren)) < MOST_BYTES


def test_somebody_with_no_record_has_nothing_kept(here: Street) -> None:
    here.stranger.opens("/in/which")
    here.nobody.opens("/in")
    assert (kept(here.stranger), kept(here.nobody)) == ("", "")
