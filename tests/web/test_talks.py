"""Talks: either asks, nobody can turn it down, and only the one who asked closes it."""

from collections.abc import Iterator

import pytest

from tests.domain.decisions.deciding import consulted
from tests.domain.sitting import WEEKLY
from tests.given import ASH, KITCHEN, WREN
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import alone, begun, days_later, entries
from troth.domain.conduct.commands import ReportBreach
from troth.domain.conduct.events import BreachId
from troth.domain.decisions.commands import RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.dynamic.commands import End, Pause, Stop
from troth.domain.kernel import Command
from troth.domain.standards.events import ClauseDuty
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency
from troth.web.addresses import key

TOMORROW = "2026-03-03"


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun(WEEKLY)) as opened:
        yield opened


def asks(browser: Browser, **fields: object) -> Page:
    """Have somebody ask to talk."""
    return browser.sends("/talk/new", **{"soon": "soon", "topic": "The evenings.", **fields})


def answer(browser: Browser, page: Page, **fields: str) -> Page:
    """Send the form about the time of a talk."""
    return browser.sends(f"{page.address}/time", page.address, **fields)


def says(browser: Browser, page: Page, how: str) -> Page:
    """Send the form about the end of a talk."""
    return browser.sends(page.address, how=how)


def test_an_empty_page_says_so_and_offers_to_ask(here: Street) -> None:
    for person in here.both:
        page = person.opens("/talk")
        assert "No talks asked for." in page
        assert "/talk/new" in page.links


def test_one_asks_and_the_other_finds_it_waiting(here: Street) -> None:
    told = asks(here.wren)
    assert "Asked. Both of you can see it." in told
    assert "You asked today." in told
    waiting = here.ash.opens("/talk")
    assert "Waiting for you" in waiting
    assert "The evenings." in waiting
    assert "Wren asked today. You can say that you have seen it" in waiting
    assert "Waiting for you" not in here.wren.opens("/talk")
    assert told.address in here.ash.opens("/today").links


def test_nobody_need_say_what_about(here: Street) -> None:
    page = asks(here.ash, topic="")
    assert "A talk" in page
    assert "A talk" in here.wren.opens("/talk")


def test_how_soon_is_asked_for_and_the_words_are_kept(here: Street) -> None:
    page = here.wren.sends("/talk/new", topic="Half said.")
    assert page.status == 422
    assert "Choose how soon." in page
    assert page.title.startswith("Error: New talk")
    assert page.form("/talk/new")["topic"] == "Half said."


def test_asking_twice_with_one_form_asks_once(here: Street) -> None:
    fields = {**here.wren.opens("/talk/new").form("/talk/new"), "soon": "now", "topic": "Once."}
    before = entries(here.town)
    for _ in range(2):
        assert "Once." in here.wren.posts("/talk/new", fields)
    assert entries(here.town) == before + 1


def test_the_weekly_talk_is_named_with_its_time(here: Street) -> None:
    page = here.ash.opens("/talk/new")
    assert "At our weekly talk" in page
    assert "on Friday at 19:00" in page


def test_a_talk_can_be_about_a_line_or_a_question(here: Street) -> None:
    here.town.does(WREN, RaiseMatter(MatterId("m"), "Christmas at home?", (consulted(WREN),)))
    assert "A question: Christmas at home?" in here.wren.opens("/talk/new")
    page = asks(here.wren, about=key(KITCHEN))
    assert f"/book/c/{key(KITCHEN)}" in page.links
    assert "The kitchen is settled before bed." in here.ash.opens(page.address)


def test_the_page_of_a_line_leads_to_a_talk_about_it_and_no_address_tells(here: Street) -> None:
    at = f"/talk/new/{key(KITCHEN)}"
    assert at in here.wren.opens(f"/book/c/{key(KITCHEN)}").links
    page = here.wren.opens(at)
    assert page.form("/talk/new")["about"] == key(KITCHEN)
    asked = here.wren.posts("/talk/new", {**page.form("/talk/new"), "soon": "soon"})
    assert "The kitchen is settled before bed." in here.ash.opens(asked.address)


def test_the_page_of_a_slip_or_a_question_leads_to_a_talk_about_it(here: Street) -> None:
    town = here.town
    town.does(WREN, RaiseMatter(MatterId("m"), "Christmas at home?", (consulted(WREN),)))
    town.does(
        ASH, ReportBreach(BreachId("b"), WREN, ClauseDuty(KITCHEN), town.clock.now(), "The pans.")
    )
    for name, said in (("m", "Christmas at home?"), ("b", "The kitchen is settled before bed.")):
        page = here.ash.opens(f"/talk/new/{key(name)}")
        assert page.form("/talk/new")["about"] == key(name)
        assert said in page


def test_there_is_no_talk_about_what_is_not_there(here: Street) -> None:
    assert here.wren.opens("/talk/new/none-there").status == 404
    for other in (here.stranger, here.nobody):
        assert "kitchen" not in other.opens(f"/talk/new/{key(KITCHEN)}")


def test_no_address_tells_what_a_talk_is_called(here: Street) -> None:
    here.town.does(WREN, AskToTalk(TalkId("my-doubts"), Urgency.SOON, "My doubts."))
    for address in ("/talk", "/today"):
        assert "my-doubts" not in "".join(here.ash.opens(address).links)


def test_the_other_says_that_they_have_seen_it(here: Street) -> None:
    page = asks(here.wren)
    told = answer(here.ash, page, how="seen")
    assert "You have seen that Wren wants to talk." in told
    assert "Ash has seen that you want to talk." in here.wren.opens(page.address)


def test_whoever_asked_is_not_offered_to_have_seen_it(here: Street) -> None:
    page = asks(here.wren)
    assert "I have seen this" not in page
    assert "I have seen this" in here.ash.opens(page.address)


def test_a_time_is_suggested_and_set_by_a_yes(here: Street) -> None:
    page = asks(here.wren)
    told = answer(here.ash, page, how="suggest", day=TOMORROW, hour="20:15")
    assert "You suggested tomorrow at 20:15" in told
    theirs = here.wren.opens(page.address)
    # Wren's clock is an hour ahead of Ash's.
    assert "Ash suggests a time" in theirs
    assert "Tomorrow at 21:15" in theirs
    assert "Waiting for you" in here.wren.opens("/talk")
    yes = here.wren.posts(f"{page.address}/time", {**theirs.forms[1][1], "how": "yes"})
    assert "You both said yes to this time." in yes
    assert "You talk tomorrow at 21:15." in yes
    assert "You talk tomorrow at 20:15." in here.ash.opens(page.address)


def test_once_they_have_talked_no_time_is_ahead_of_them(here: Street) -> None:
    page = asks(here.wren)
    answer(here.ash, page, how="suggest", day=TOMORROW, hour="20:15")
    here.wren.posts(
        f"{page.address}/time", {**here.wren.opens(page.address).forms[1][1], "how": "yes"}
    )
    for browser, how in ((here.ash, "held"), (here.wren, "close")):
        says(browser, page, how)
        for each in here.both:
            assert "You talk tomorrow" not in each.opens(page.address)


def test_another_time_sets_aside_the_one_before(here: Street) -> None:
    page = asks(here.wren)
    answer(here.ash, page, how="suggest", day=TOMORROW, hour="20:15")
    # The form to say yes stands first on the page; this is the one beneath it.
    fields = here.wren.opens(page.address).forms[2][1]
    other = {**fields, "how": "suggest", "day": TOMORROW, "hour": "7.30"}
    here.wren.posts(f"{page.address}/time", other)
    assert "Wren suggests a time Tomorrow at 06:30" in here.ash.opens(page.address)


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"day": "", "hour": "19:00"}, "Choose a day."),
        ({"day": TOMORROW, "hour": ""}, "Write a time of day"),
        ({"day": TOMORROW, "hour": "half past"}, "Write a time of day"),
        ({"day": TOMORROW, "hour": "31:00"}, "Write a time of day"),
        ({"day": "1999-01-01", "hour": "19:00"}, "Choose a day."),
        ({"day": "2026-03-02", "hour": "00:01"}, "Suggest a time that is still to come"),
    ],
)
def test_what_a_time_lacks_is_said_and_nothing_is_lost(
    here: Street, fields: dict[str, str], wanted: str
) -> None:
    page = asks(here.wren)
    answered = answer(here.ash, page, how="suggest", **fields)
    assert answered.status == 422
    assert wanted in answered
    assert answered.form(f"{page.address}/time")["hour"] == fields["hour"]


def test_a_yes_without_a_time_asks_which(here: Street) -> None:
    page = asks(here.wren)
    answered = answer(here.ash, page, how="yes", time="some day")
    assert "Choose the time you mean." in answered


def test_either_says_that_they_have_talked_and_only_the_asker_closes(here: Street) -> None:
    page = asks(here.wren)
    here.ash.opens(page.address)
    held = says(here.ash, page, "held")
    assert "You have talked. Wren closes it when they have been heard." in held
    attempt = says_by_hand(here.ash, page.address, how="close")
    assert attempt.status == 422
    assert "Only the one who asked for this talk can close it." in attempt
    closed = says(here.wren, page, "close")
    assert "Closed." in closed
    assert "You closed it, after you had talked." in closed
    assert "Talked about lately" in here.ash.opens("/talk")


def says_by_hand(browser: Browser, address: str, **fields: str) -> Page:
    """Send what no page offers, as somebody could who knows the form."""
    return browser.posts(address, {"op": "ab" * 16, **fields})


def test_a_talk_that_is_no_longer_needed_is_taken_back(here: Street) -> None:
    page = asks(here.ash)
    told = says(here.ash, page, "withdraw")
    assert "You no longer needed it." in told
    assert "Ash no longer needed it." in here.wren.opens(page.address)
    assert not [to for to, _ in told.forms if to.startswith(page.address)]


def test_what_has_waited_longer_than_agreed_goes_first_next_time(here: Street) -> None:
    page = asks(here.wren)
    days_later(here, 3)
    sentence = (
        "This has waited longer than you both agreed. It goes first at your next weekly talk."
    )
    for person in here.both:
        assert sentence in person.opens(page.address)


def test_a_long_list_is_read_in_parts(here: Street) -> None:
    for number in range(18):
        here.town.does(
            WREN, AskToTalk(TalkId(f"t-{number:02}"), Urgency.SOON, f"Topic {number:02}.")
        )
    first = here.wren.opens("/talk")
    assert "Topic 00." in first
    assert "Topic 17." not in first
    second = here.wren.posts("/talk", {"page": "2"})
    assert "Topic 17." in second
    assert "Topic 00." not in second


@pytest.mark.parametrize("rest", [Pause(), Stop()])
def test_asking_stays_open_while_everything_rests(here: Street, rest: Command) -> None:
    here.town.does(WREN, rest)
    page = asks(here.wren, topic="What happened.")
    assert "What happened." in here.ash.opens("/talk")
    answer(here.ash, page, how="seen")
    assert "Ash has seen that you want to talk." in here.wren.opens(page.address)


def test_after_the_end_talks_are_read_and_nothing_is_asked(here: Street) -> None:
    page = asks(here.wren)
    here.town.does(ASH, End())
    for address in ("/talk", "/talk/new", page.address):
        for person in here.both:
            opened = person.opens(address)
            assert opened.status == 200
            assert not [to for to, _ in opened.forms if to.startswith("/talk")]
    assert says_by_hand(here.wren, "/talk/new", soon="now").status == 422


def test_alone_one_is_led_to_the_invitation() -> None:
    with street(alone()) as here:
        assert here.ash.opens("/talk").address == "/start/invite"
        assert here.ash.opens("/talk/new").address == "/start/invite"


def test_nobody_else_reads_or_answers_a_talk(here: Street) -> None:
    page = asks(here.wren, topic="Only ours.")
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        for address in ("/talk", page.address):
            assert "Only ours." not in other.opens(address)
        for address in ("/talk/new", page.address, f"{page.address}/time"):
            assert "Only ours." not in other.posts(address, {"op": "0" * 32, "soon": "now"})
    assert entries(here.town) == before


def test_an_address_of_no_talk_leads_nowhere(here: Street) -> None:
    assert here.ash.opens("/talk/0123456789").status == 404


@pytest.mark.parametrize(
    "address",
    ["/talk", "/talk/new", "/week", "/week/2", "/week/plan", "/check", "/chart", "/renew"],
)
def test_outside_the_page_nobodys_name_is_told(here: Street, address: str) -> None:
    title = here.wren.opens(address).title
    assert title.endswith(" Notebook")
    assert "Ash" not in title
