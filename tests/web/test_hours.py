"""Windows: opened by both together, closed by either alone; outside one nothing is expected."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tests.application.signed_up import Town, paired
from tests.domain.test_windows import EVENING, EVENINGS
from tests.given import ASH, HOUSEHOLD, WREN, clause, kitchen, within
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import begun, both_agree, days_later, entries
from troth.domain.agreement.commands import NameArea
from troth.domain.agreement.terms import Presence, Role, Signal, SignalMeaning, Style, Window
from troth.domain.dynamic.commands import Activate, Pause

AT = "/house/hours"


def part_time(*, evenings: bool = False) -> Town:
    """Return a town where the exchange is on in windows only; it is 18:00 in London."""
    town = paired()
    town.does(ASH, NameArea(HOUSEHOLD, "The household"))
    drafts = [
        clause("role", Role(ASH, Style.NEGOTIATED, Presence.WINDOWS_ONLY)),
        within(HOUSEHOLD),
        clause("red", Signal("red", SignalMeaning.STOP)),
        kitchen(),
    ]
    agreed = replace(clause(EVENINGS, Window(EVENING), "Our evenings."), area=HOUSEHOLD)
    both_agree(town, *drafts, *([agreed] if evenings else []))
    town.does(WREN, Activate())
    return town


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(part_time()) as opened:
        yield opened


def asks(browser: Browser, until: str = "22:00", day: str = "2026-03-02") -> Page:
    return browser.posts(
        AT, {**browser.opens(AT).form(AT), "do": "ask", "day": day, "until": until}
    )


def test_a_window_opens_once_both_have_said_so(here: Street) -> None:
    assert "Nothing is expected of either of you" in here.ash.opens(AT)
    assert "It opens once you have both said so." in asks(here.ash)
    assert "It opens once Wren has said yes to it." in here.ash.opens(AT)
    page = here.wren.opens(AT)
    assert "Ash would like a window with you, from your yes until today at 23:00." in page
    assert "No answer changes nothing." in page
    told = here.wren.posts(AT, {**page.form(AT), "do": "yes"})
    assert "It is open. Either of you can close it at any moment." in told
    assert "it closes by itself today at 22:00" in here.ash.opens(AT)


def test_either_closes_it_at_once_and_no_reason_is_owed(here: Street) -> None:
    asks(here.ash)
    here.wren.posts(AT, {**here.wren.opens(AT).form(AT), "do": "yes"})
    page = here.wren.opens(AT)
    assert "Nobody is owed a reason." in page
    told = here.wren.posts(AT, {"do": "close"})
    assert "Closed. Outside a window nothing is expected." in told
    assert "No window is open." in here.ash.opens(AT)


def test_what_closes_it_can_be_named(here: Street) -> None:
    asks(here.ash)
    here.wren.posts(AT, {**here.wren.opens(AT).form(AT), "do": "yes"})
    here.ash.sends(AT, do="close", **{"for": "needing-quiet"})
    assert "No window is open." in here.wren.opens(AT)


def test_not_now_drops_what_was_asked_and_so_does_whoever_asked(here: Street) -> None:
    for answering in (here.wren, here.ash):
        asks(here.ash)
        answering.posts(AT, {"do": "close"})
        assert "would like a window" not in here.wren.opens(AT)


def test_a_yes_is_to_exactly_the_end_that_was_read(here: Street) -> None:
    asks(here.ash)
    page = here.wren.opens(AT)
    asks(here.ash, until="23:30")
    refused = here.wren.posts(AT, {**page.form(AT), "do": "yes"})
    assert refused.status == 409
    assert "until tomorrow at 00:30" in refused
    assert "No window is open." in here.ash.opens(AT)


@pytest.mark.parametrize(("until", "day"), [("", "2026-03-02"), ("soon", "2026-03-02"), ("8", "")])
def test_a_time_nobody_can_read_is_asked_for(here: Street, until: str, day: str) -> None:
    page = asks(here.ash, until, day)
    assert page.status == 422
    assert "Write until what time, such as 22:00" in page
    assert page.form(AT)["until"] == until


@pytest.mark.parametrize(("until", "day"), [("17:00", "2026-03-02"), ("22:00", "2026-04-20")])
def test_a_window_ends_within_two_weeks_and_not_before_it_begins(
    here: Street, until: str, day: str
) -> None:
    page = asks(here.ash, until, day)
    assert page.status == 422
    assert "within two weeks" in page


def test_what_is_agreed_for_the_next_two_weeks_is_read_on_ones_own_clock() -> None:
    with street(part_time(evenings=True)) as here:
        assert "Today at 19:00 until 22:00 Our evenings." in here.ash.opens(AT)
        assert "Today at 20:00 until 23:00 Our evenings." in here.wren.opens(AT)
        days_later(here, 0.05)  # 19:12 in London
        assert "A window is open, as you both agreed." in here.ash.opens(AT)
        here.wren.sends(AT, do="close")
        assert "No window is open." in here.ash.opens(AT)
        assert "Tomorrow at 19:00" in here.ash.opens(AT)


def test_while_it_rests_no_window_opens(here: Street) -> None:
    page = here.ash.opens(AT)
    here.town.does(WREN, Pause())
    for browser in here.both:
        assert "It rests just now." in browser.opens(AT)
    fields = {**page.form(AT), "do": "ask", "day": "2026-03-02", "until": "22:00"}
    assert here.ash.posts(AT, fields).status == 422


def test_where_it_holds_always_there_is_no_window_to_open() -> None:
    with street(begun()) as here:
        page = here.wren.opens(AT)
        assert "What you agreed holds always" in page
        assert not [to for to, _ in page.forms if to == AT]


def test_the_house_and_what_waits_today_lead_here(here: Street) -> None:
    assert AT in here.wren.opens("/house").links
    asks(here.ash)
    assert AT in here.wren.opens("/today/all").links


def test_nobody_else_opens_closes_or_reads_one(here: Street) -> None:
    asks(here.ash)
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        assert "would like a window" not in other.opens(AT)
        other.posts(AT, {"op": "a" * 32, "do": "yes"})
        other.posts(AT, {"op": "b" * 32, "do": "close"})
    assert entries(here.town) == before
