"""Settings: each of the two reads and leaves in their own way, and the other's pages never change.

What is chosen shows on one's own pages at once. Only a name and a time zone are in both's sight.
"""

import re
from collections.abc import Iterator

import pytest

from tests.application.signed_up import PASSPHRASES, paired
from tests.given import ASH, WREN
from tests.web.browsing import Browser, Page, Street, street
from troth.application.accounts.logins import find_login
from troth.application.private.notes import notes_chain
from troth.domain.dynamic.commands import End, Pause, Stop
from troth.web.exits import is_exit, read_away, write_away

GROUPS = ("reading", "outside", "you", "times", "keys", "devices")
AWAY = "https://weather.example/here?city=1"
FORMS = ("/set/reading", "/set/outside", "/set/you")


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        yield opened


def without_operations(html: str) -> str:
    """Return a page without what is new each time it is made."""
    return re.sub(r'name="op" value="[0-9a-f]+"', "", html)


def marks(browser: Browser) -> str:
    """Return how a page is marked for its reader."""
    found = re.search(r"<html[^>]*>", browser.opens("/today").html)
    assert found is not None
    return found[0].replace(' data-worker="/worker.js"', "")


def token(browser: Browser) -> bytes:
    return bytes.fromhex(browser.client.cookies["visit"])


def test_the_pages_are_called_as_chosen_in_this_browser_and_in_no_other(here: Street) -> None:
    before = {one: without_operations(one.opens("/today").html) for one in (here.ash, here.nobody)}
    page = here.wren.sends("/set/outside", called=" Ledger ")
    assert page.title.endswith(" Ledger")
    assert "Notebook" not in page.html.partition("<main")[0]
    assert '"name":"Ledger","short_name":"Ledger"' in here.wren.opens("/app.webmanifest").html
    here.wren.sends("/leave")
    assert here.wren.opens("/in").title.endswith(" Ledger")
    for one, html in before.items():
        assert without_operations(one.opens("/today").html) == html


def test_left_empty_they_are_called_a_notebook_again(here: Street) -> None:
    here.wren.sends("/set/outside", called="Ledger")
    assert here.wren.sends("/set/outside", called="").title.endswith(" Notebook")


@pytest.mark.parametrize("called", ["a" * 21, "two\nlines", "turned\u202eround"])
def test_what_cannot_be_a_name_is_asked_for_again(here: Street, called: str) -> None:
    page = here.wren.sends("/set/outside", called=called)
    assert page.status == 422
    assert "Write a short name, of 20 letters at most." in page


@pytest.mark.parametrize("sent", ["", "zz", "ff", "0a", b"<b>".hex() * 9])
def test_a_cookie_that_holds_no_name_counts_as_never_chosen(here: Street, sent: str) -> None:
    here.wren.client.cookies.set("called", sent)
    assert here.wren.opens("/today").title.endswith(" Notebook")


def test_a_name_is_words_and_never_part_of_the_page(here: Street) -> None:
    page = here.wren.sends("/set/outside", called="<b>%(x)s{{1}}")
    assert "&lt;b&gt;%(x)s{{1}}" in page.html
    assert "<b>" not in page.html


def test_every_group_is_a_row_and_a_page_with_a_title_of_its_own(here: Street) -> None:
    for one in here.both:
        page = one.opens("/set")
        assert page.status == 200
        titles = {one.opens(f"/set/{group}").title for group in GROUPS}
        assert len(titles) == len(GROUPS)
        assert {f"/set/{group}" for group in GROUPS} < set(page.links)


@pytest.mark.parametrize("address", ["/set", *(f"/set/{group}" for group in GROUPS)])
def test_nobody_else_has_any(here: Street, address: str) -> None:
    for other in (here.stranger, here.nobody):
        page = other.opens(address)
        assert page.address in {"/in", "/start/new"}
        assert "Ash" not in page


def test_letters_and_ground_are_as_chosen_from_the_next_page_on(here: Street) -> None:
    assert not re.search("data-(size|theme)", marks(here.wren))
    page = here.wren.sends("/set/reading", size="xl", theme="dark")
    assert "Kept. Only you can see it." in page
    assert page.form("/set/reading")["size"] == "xl"
    assert 'data-size="xl" data-theme="dark"' in marks(here.wren)
    here.wren.sends("/set/reading", size="m", theme="phone")
    assert not re.search("data-(size|theme)", marks(here.wren))


def test_where_there_is_no_page_letters_are_as_chosen_too(here: Street) -> None:
    here.ash.sends("/set/reading", size="xl", theme="dark")
    assert 'data-size="xl" data-theme="dark"' in here.ash.opens("/none-there").html
    for other in (here.wren, here.stranger, here.nobody):
        assert "data-size" not in other.opens("/none-there").html


def test_what_is_not_offered_is_not_taken(here: Street) -> None:
    page = here.wren.sends("/set/reading", size="huge", theme="pink")
    assert page.status == 422
    assert "Choose a size." in page
    assert not re.search("data-(size|theme)", marks(here.wren))


def test_not_a_byte_of_the_others_pages_changes(here: Street) -> None:
    addresses = ("/today", "/set", *FORMS, "/set/devices", "/book", "/log", "/mine")
    before = [without_operations(here.ash.opens(each).html) for each in addresses]
    here.wren.sends("/set/reading", size="l", theme="light")
    here.wren.sends("/set/outside", exit=AWAY, shift="off", title="on", headings="on", idle="60")
    here.wren.sends("/set/you", own="p4", other="p3")
    assert [without_operations(here.ash.opens(each).html) for each in addresses] == before


def test_the_record_says_nothing_of_it(here: Street) -> None:
    with here.town.store.reading(here.chain) as reading:
        before = reading.head
    here.wren.sends("/set/reading", size="l", theme="light")
    with here.town.store.reading(here.chain) as reading:
        assert reading.head == before


def test_sending_it_twice_keeps_it_once(here: Street) -> None:
    fields = {**here.wren.opens("/set/reading").form("/set/reading"), "size": "s"}
    for _ in range(2):
        assert "Kept. Only you can see it." in here.wren.posts("/set/reading", fields)
    with here.town.store.reading(notes_chain(WREN)) as reading:
        assert len(reading.pending_slots(WREN)) == 1


def test_exit_leads_on_to_the_page_somebody_chose_once(here: Street) -> None:
    here.wren.sends("/set/outside", exit=AWAY, idle="10")
    left = here.wren.sends("/leave", "/today")
    assert left.address == "/blank"
    assert left.words == ""
    assert f'content="0; url={AWAY}"' in left.html
    assert "refresh" not in here.wren.opens("/blank").html
    assert here.wren.opens("/today").words == ""


def test_exit_of_the_other_leads_to_the_empty_page_alone(here: Street) -> None:
    here.wren.sends("/set/outside", exit=AWAY, idle="10")
    assert "refresh" not in here.ash.sends("/leave", "/today").html


def test_on_the_home_screen_exit_stays_on_the_empty_page(here: Street) -> None:
    here.wren.sends("/set/outside", exit=AWAY, idle="10")
    assert "refresh" not in here.wren.sends("/leave", "/today", stay="1").html


def test_leaving_works_whatever_is_wrong_with_the_settings(here: Street) -> None:
    here.wren.sends("/set/outside", exit=AWAY, idle="10")
    with here.town.store.acting(notes_chain(WREN)) as transaction:
        (slot,) = transaction.pending_slots(WREN)
        transaction.put_pending(WREN, slot, bytes(99))
    assert here.wren.opens("/today").status == 200
    assert here.wren.sends("/leave", "/today").words == ""
    assert find_login(here.town.host, token(here.ash)) is not None


@pytest.mark.parametrize(
    "address",
    [
        "http://weather.example",
        "weather.example",
        "javascript:alert(1)",
        "https://",
        "https://localhost",
        "https://me:word@weather.example",
        "https://weather.example/with space",
        "https://weather.example:port/",
        "https://weather.example/\n",
        "https://weather.example/" + "x" * 200,
        "data:text/html,hello",
    ],
)
def test_exit_leads_to_a_whole_address_over_https_or_nowhere(here: Street, address: str) -> None:
    fields = {**here.wren.opens("/set/outside").form("/set/outside"), "exit": address}
    page = here.wren.posts("/set/outside", fields)
    if is_exit(address.strip()):
        assert page.status == 200
        return
    assert page.status == 422
    assert "Write a whole address that starts with https://, or leave it empty." in page
    assert page.form("/set/outside")["exit"] == address.strip("\n")
    assert "refresh" not in here.wren.sends("/leave", "/today").html


def test_a_cookie_somebody_made_up_leads_nowhere_exit_may_not() -> None:
    assert read_away(write_away(AWAY)) == AWAY
    for made_up in ("", "zz", "ff", write_away("http://weather.example"), AWAY):
        assert read_away(made_up) == ""


@pytest.mark.parametrize("address", ["/today", "/nowhere"])
def test_shift_leaves_every_page_unless_it_is_switched_off(here: Street, address: str) -> None:
    assert "data-shift" not in here.wren.opens(address).html
    here.wren.sends("/set/outside", shift="off")
    page = here.wren.opens(address).html
    assert 'data-shift="off"' in page
    assert "aria-keyshortcuts" not in page
    assert "data-shift" not in here.ash.opens(address).html
    here.wren.sends("/set/outside", shift="on")
    assert "data-shift" not in here.wren.opens(address).html


def test_every_title_is_the_same_if_somebody_wants_it(here: Street) -> None:
    here.wren.sends("/set/outside", title="on")
    assert {here.wren.opens(each).title for each in ("/today", "/book", "/set")} == {"Notebook"}
    assert here.ash.opens("/today").title.startswith("Today ")


def test_today_shows_headings_only_if_somebody_wants_it(here: Street) -> None:
    here.ash.sends("/note", kind="praise", text="The garden gate.")
    assert "The garden gate." in here.wren.opens("/today")
    here.wren.sends("/set/outside", headings="on")
    page = here.wren.opens("/today")
    assert page.status == 200
    assert "The garden gate." not in page
    assert "The garden gate." in here.ash.opens("/today")


def test_this_login_locks_as_chosen_from_now_on(here: Street) -> None:
    here.wren.sends("/set/outside", idle="5")
    here.town.clock.later(minutes=6)
    assert here.wren.opens("/today").address == "/in"
    assert here.ash.opens("/today").address == "/today"


def test_the_next_login_locks_as_chosen_too(here: Street) -> None:
    here.wren.sends("/set/outside", idle="60")
    here.nobody.sends("/in", name="Wren", passphrase=PASSPHRASES[WREN])
    here.town.clock.later(minutes=50)
    assert here.nobody.opens("/today").address == "/today"
    here.town.clock.later(minutes=61)
    assert here.nobody.opens("/today").address == "/in"


def test_a_time_between_the_offered_is_not_taken(here: Street) -> None:
    assert here.wren.sends("/set/outside", idle="7000").status == 422
    login = find_login(here.town.host, token(here.wren))
    assert login is not None
    assert login.idle_minutes == 60


def test_each_chooses_the_colours_on_their_own_pages(here: Street) -> None:
    here.wren.sends("/mine", text="My own.")
    assert 'class="said p2"' in here.wren.opens("/mine/1").html
    page = here.wren.sends("/set/you", own="p4", other="p3")
    assert 'class="mark p4"' in page.html
    assert 'class="mark p3"' in page.html
    assert 'class="said p4"' in here.wren.opens("/mine/1").html
    assert 'class="mark p1"' in here.ash.opens("/set/you").html


def renames(browser: Browser, name: str) -> Page:
    return browser.sends("/set/you/name", "/set/you", name=name)


def test_each_says_what_they_are_called_and_the_other_calls_them_so(here: Street) -> None:
    here.wren.sends("/mine", text="My own.")
    page = renames(here.wren, "Robin")
    assert "Kept. Both of you can see it." in page
    assert page.form("/set/you/name")["name"] == "Robin"
    assert "Robin took the name Robin here." in here.ash.opens("/log")
    for browser in (here.ash, here.wren):
        assert "Wren" not in browser.opens("/log")
    assert "Robin" not in here.stranger.opens("/today")
    assert "Robin" not in here.nobody.opens("/in")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Write what you want to be called here."),
        (" ", "Write what you want to be called here."),
        ("a" * 81, "Write it in plain visible text."),
        ("ash", "The other is called that here."),
    ],
)
def test_a_name_that_would_not_tell_them_apart_is_not_kept(
    here: Street, name: str, told: str
) -> None:
    page = renames(here.wren, name)
    assert page.status == 422
    assert told in page
    assert page.form("/set/you/name")["name"] == name
    assert 'id="name-err"' in page.html
    assert "#name" in page.links
    assert "took the name" not in here.ash.opens("/log")


def test_whoever_took_another_name_signs_in_by_the_old_and_nothing_fills_in_the_new(
    here: Street,
) -> None:
    filled_in = 'value="Wren" autocomplete="username"'
    here.town.clock.later(minutes=6)
    assert filled_in in here.wren.opens("/set/keys").html
    renames(here.wren, "Robin")
    assert 'autocomplete="username"' not in here.wren.opens("/set/keys").html
    for name, is_in in (("Robin", False), ("Wren", True)):
        page = here.nobody.sends("/in", name=name, passphrase=PASSPHRASES[WREN])
        assert (page.address == "/today") == is_in


def test_two_people_never_have_one_colour(here: Street) -> None:
    page = here.wren.sends("/set/you", own="p2", other="p2")
    assert page.status == 422
    assert "Choose a colour of its own for each of you." in page


def test_a_time_zone_is_in_the_record_and_both_may_see_it(here: Street) -> None:
    before = here.wren.opens("/set/times").words
    assert "Kept. Both of you can see it." in here.wren.sends("/set/times", zone="America/New_York")
    assert here.wren.opens("/set/times").words != before
    assert "America/New York" in here.wren.opens("/set")
    assert "America/New York" not in here.ash.opens("/set")


def test_a_zone_nobody_knows_is_answered_with_one_that_is_close(here: Street) -> None:
    page = here.wren.sends("/set/times", zone="new york")
    assert page.status == 422
    assert "One is America/New_York." in page
    assert page.form("/set/times")["zone"] == "new york"


@pytest.mark.parametrize("command", [Pause(), Stop(), End()])
def test_whatever_rests_or_has_ended_ones_settings_stay_ones_own(
    here: Street, command: Pause | Stop | End
) -> None:
    here.town.does(ASH, command)
    for one in here.both:
        assert "Kept." in one.sends("/set/reading", size="l")
        assert "Kept." in one.sends("/set/outside", exit=AWAY)
        assert one.opens("/set/devices").status == 200
