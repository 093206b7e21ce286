"""Out of reach: a phone shows a page of nobody's, and what is pressed on it counts from then."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.application.signed_up import PASSPHRASES, paired
from tests.given import WREN
from tests.web.browsing import Street, street
from troth.application.read import history
from troth.domain.dynamic.events import Paused, Stopped
from troth.web.assets import read_assets

KEPT = "/pause/kept"
OP = "0123456789abcdef" * 2


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    """Open the street, where Wren has a phone they trust, and nobody is logged in on it."""
    with street(paired()) as opened:
        wren = opened.wren
        wren.client.cookies.clear()
        wren.sends("/in", name="Wren", passphrase=PASSPHRASES[WREN])
        devices = wren.opens("/set/devices").links
        wren.sends(next(each for each in devices if each.startswith("/set/devices/")), do="trust")
        wren.posts("/set/devices/end-all", {})
        yield opened


def pressed(here: Street, **changed: str) -> dict[str, str]:
    """Return what a phone kept of a press an hour ago."""
    at = int((here.town.clock.at - timedelta(hours=1)).timestamp())
    return {"op": OP, "do": "pause", "at": str(at), **changed}


def phase(here: Street) -> str:
    page = here.ash.opens("/today").html.casefold()
    return "stopped" if "everything has stopped" in page else "paused" * ("roles and" in page)


def test_what_a_phone_keeps_to_show_is_nobodys(here: Street) -> None:
    for browser in (here.ash, here.wren, here.stranger, here.nobody):
        for address in ("/offline", "/offline/kept", "/offline/lost"):
            page = browser.opens(address)
            assert page.status == 200
            assert "Ash" not in page
            assert "Wren" not in page


def test_only_a_trusted_phone_is_offered_pause_and_stop(here: Street) -> None:
    trusted = here.wren.opens("/offline")
    assert "is kept on this phone and recorded, with its true time" in trusted
    assert [to for to, _ in trusted.forms] == ["/pause", "/pause"]
    for browser in (here.ash, here.stranger, here.nobody):
        page = browser.opens("/offline")
        assert page.forms == []
        assert "Nothing you send now is recorded." in page
        for each in (trusted, page):
            assert "Your agreed words for pause and stop work by saying them" in each


def test_the_worker_is_told_by_a_header_and_by_nothing_else(here: Street) -> None:
    told = {
        name: here.wren.runs(browser.client.get("/offline")).headers.get("x-trusted")
        for name, browser in (("wren", here.wren), ("ash", here.ash), ("nobody", here.nobody))
    }
    assert told == {"wren": "yes", "ash": None, "nobody": None}


@pytest.mark.parametrize(("do", "event"), [("pause", Paused), ("stop", Stopped)])
def test_what_was_pressed_counts_from_when_it_was(
    here: Street, do: str, event: type[Paused] | type[Stopped]
) -> None:
    answer = here.wren.receives(KEPT, pressed(here, do=do))
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["x-recorded"] == "yes"
    assert phase(here) == {"pause": "paused", "stop": "stopped"}[do]
    line = history(here.town.world_of(WREN), here.chain).lines[0]
    assert line.act.events == (event(here.town.clock.at - timedelta(hours=1)),)
    assert line.act.by == WREN


def test_sending_it_again_and_again_records_it_once(here: Street) -> None:
    for _ in range(3):
        assert here.wren.receives(KEPT, pressed(here)).status_code in {204, 403}
        assert phase(here) == "paused"
    lines = history(here.town.world_of(WREN), here.chain).lines
    assert len([each for each in lines if isinstance(each.act.events[0], Paused)]) == 1


def test_a_phone_that_is_trusted_no_more_records_nothing(here: Street) -> None:
    here.wren.sends("/in", name="Wren", passphrase=PASSPHRASES[WREN])
    devices = here.wren.opens("/set/devices").links
    address = next(each for each in devices if each.startswith("/set/devices/"))
    device = here.wren.client.cookies["device"]
    here.wren.sends(address, do="forget")
    here.wren.client.cookies.set("device", device)
    assert here.wren.receives(KEPT, pressed(here)).status_code == 403
    assert phase(here) == ""


def test_nobody_else_pauses_by_it_not_even_whoever_is_logged_in(here: Street) -> None:
    for other in (here.ash, here.stranger, here.nobody):
        answer = other.receives(KEPT, pressed(here))
        assert (answer.status_code, answer.headers["x-recorded"]) == (403, "no")
    assert phase(here) == ""


@pytest.mark.parametrize(
    "changed",
    [
        {"do": "ready"},
        {"do": ""},
        {"op": "short"},
        {"at": ""},
        {"at": "-5"},
        {"at": "1" * 30},
        {"at": "²"},
    ],
)
def test_what_no_worker_sends_is_not_recorded(here: Street, changed: dict[str, str]) -> None:
    answer = here.wren.receives(KEPT, pressed(here, **changed))
    assert (answer.status_code, answer.headers["x-recorded"]) == (422, "no")
    assert phase(here) == ""


def test_only_the_answer_to_a_kept_press_says_what_became_of_it(here: Street) -> None:
    for address in (f"{KEPT}s", "/offline", "/today"):
        answer = here.wren.runs(here.wren.client.post(address, data=pressed(here)))
        assert "x-recorded" not in answer.headers


def test_what_could_not_be_recorded_is_told_and_can_be_pressed_there(here: Street) -> None:
    for browser in (here.ash, here.wren, here.stranger, here.nobody):
        page = browser.opens("/offline/lost")
        assert "This was not recorded" in page
        assert "Say it, and press it here." in page
        assert [to for to, _ in page.forms if to != "/leave"] == ["/pause", "/pause"]
    here.ash.posts("/leave", {})
    assert "recorded" not in here.ash.opens("/offline/lost")


def test_a_phone_whose_clock_is_wrong_pauses_all_the_same(here: Street) -> None:
    for at, op in (("1", "a" * 32), ("99999999999", "b" * 32)):
        assert here.wren.receives(KEPT, pressed(here, at=at, op=op)).status_code == 204
    assert phase(here) == "paused"


def test_another_site_presses_nothing(here: Street) -> None:
    sent = here.wren.client.post(KEPT, data=pressed(here), headers={"sec-fetch-site": "cross-site"})
    assert here.wren.runs(sent).status_code == 403
    assert phase(here) == ""


def test_the_worker_is_given_to_whoever_is_in_and_named_nowhere_else(here: Street) -> None:
    answer = here.wren.runs(here.wren.client.get("/worker.js"))
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "no-store" in answer.headers["cache-control"]
    assert 'data-worker="/worker.js"' in here.ash.opens("/today").html
    for browser in (here.nobody, here.stranger):
        assert "data-worker" not in browser.opens("/in").html


def test_the_worker_keeps_no_page_of_anybody() -> None:
    script = read_assets().by_name["worker.js"].body.decode()
    assert script.count("shell.put(") == 1
    assert "localStorage" not in script
    assert 'OFF = "/offline", KEPT = "/offline/kept"' in script
    assert len(script) < 5120
