"""Today: each reads what waits for them and what both keep, in the same shape, in every state."""

from collections.abc import Iterator

import pytest

from tests.domain.decisions.deciding import consulted
from tests.given import ASH, KITCHEN, WREN, kitchen
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import agreed, alone, begun, days_later, entries, put_forward
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.decisions.commands import RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.dynamic.commands import (
    AffirmResumption,
    BeginLighter,
    End,
    Pause,
    RaiseCheck,
    Stop,
)
from troth.domain.kernel import ClauseId, Command
from troth.domain.standards.commands import MarkOccurrence
from troth.domain.standards.events import ClauseDuty, Mark
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency
from troth.web.addresses import key

WORDS_OF_KITCHEN = "The kitchen is settled before bed."


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def line_on(page: Page) -> str:
    """Return where the one line that somebody keeps leads."""
    return next(link for link in page.links if link.startswith("/today/"))


def test_somebody_is_greeted_by_name_on_their_own_clock(here: Street) -> None:
    assert "Monday 2 March" in here.ash.opens("/today")
    assert "Good evening, Ash" in here.ash.opens("/today")
    assert "Good evening, Wren" in here.wren.opens("/today")


def test_a_first_page_is_where_one_lands_after_signing_in(here: Street) -> None:
    assert here.wren.opens("/").address == "/today"


def test_nothing_waiting_is_said_and_the_three_entries_are_there(here: Street) -> None:
    page = here.ash.opens("/today")
    for address in ("/ask", "/note", "/talk/new"):
        assert address in page.links
    here.town.does(WREN, RaiseMatter(MatterId("m"), "Christmas at home?", (consulted(WREN),)))
    assert "Christmas at home?" in here.wren.opens("/today")


def test_both_read_both_lists_their_own_first(here: Street) -> None:
    wrens, ashs = here.wren.opens("/today"), here.ash.opens("/today")
    for page in (wrens, ashs):
        assert WORDS_OF_KITCHEN in page
        assert "What we each keep today" in page
    assert wrens.words.index("You") < wrens.words.index(WORDS_OF_KITCHEN)
    assert ashs.words.index("You Nothing is set down for today.") < ashs.words.index(
        WORDS_OF_KITCHEN
    )


def test_ones_own_line_leads_to_marking_and_the_others_to_its_words(here: Street) -> None:
    assert here.wren.opens(line_on(here.wren.opens("/today"))).status == 200
    assert not [link for link in here.ash.opens("/today").links if link.startswith("/today/")]
    assert [link for link in here.ash.opens("/today").links if link.startswith("/house/")]


def test_no_address_tells_what_a_line_is_called(here: Street) -> None:
    assert KITCHEN not in "".join(here.wren.opens("/today").links)


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        ("kept", "kept"),
        ("partly", "partly"),
        ("not-this-time", "not this time"),
        ("no-longer-fits", "no longer fits"),
    ],
)
def test_one_marks_how_it_went_and_both_read_that_word(here: Street, how: str, shown: str) -> None:
    address = line_on(here.wren.opens("/today"))
    told = here.wren.sends(address, how=how)
    assert told.address == "/today"
    assert "Noted, as your own word. Both of you can see it." in told
    for person in here.both:
        assert f"{WORDS_OF_KITCHEN} {shown}" in person.opens("/today")


def test_another_word_takes_the_place_of_the_first(here: Street) -> None:
    address = line_on(here.wren.opens("/today"))
    here.wren.sends(address, how="partly")
    here.town.clock.later(minutes=20)
    here.wren.sends(address, how="kept")
    assert "partly" not in here.wren.opens("/today")
    assert f"{WORDS_OF_KITCHEN} kept" in here.wren.opens("/today")


def test_a_mark_sent_twice_is_one(here: Street) -> None:
    address = line_on(here.wren.opens("/today"))
    fields = {**here.wren.opens(address).form(address), "how": "kept"}
    here.wren.posts(address, fields)
    before = entries(here.town)
    here.town.clock.later(minutes=1)
    assert "Noted, as your own word" in here.wren.posts(address, fields)
    assert entries(here.town) == before


def test_a_mark_without_a_word_says_what_to_do(here: Street) -> None:
    address = line_on(here.wren.opens("/today"))
    page = here.wren.posts(address, {**here.wren.opens(address).form(address), "how": ""})
    assert page.status == 422
    assert "Choose how it went." in page


@pytest.mark.parametrize("start", ["", "yesterday", "2026-03-02T18:00:00"])
def test_a_time_that_cannot_be_one_is_asked_for(here: Street, start: str) -> None:
    address = line_on(here.wren.opens("/today"))
    fields = {**here.wren.opens(address).form(address), "how": "kept", "start": start}
    page = here.wren.posts(address, fields)
    assert page.status == 422
    assert "Choose which time you mean." in page


def test_yesterday_can_be_marked_too(here: Street) -> None:
    days_later(here, 1)
    address = line_on(here.wren.opens("/today"))
    page = here.wren.opens(address)
    assert "Today" in page
    assert "Yesterday" in page
    here.wren.posts(
        address,
        {**page.form(address), "how": "kept", "start": "2026-03-02T18:30:00+00:00"},
    )
    assert "kept" not in here.wren.opens("/today")
    assert "Yesterday: kept" in here.wren.opens(address)


def test_nobody_marks_for_the_other(here: Street) -> None:
    address = line_on(here.wren.opens("/today"))
    assert here.ash.opens(address).status == 404
    fields = here.wren.opens(address).form(address)
    assert here.ash.posts(address, {**fields, "how": "kept", "whose": ""}).status == 404
    assert "kept" not in here.ash.opens("/today")


def test_what_is_not_kept_by_anybody_has_no_page(here: Street) -> None:
    assert here.wren.opens("/today/nothing").status == 404


def test_a_low_day_brings_the_lighter_version_and_both_see_it(here: Street) -> None:
    told = here.wren.sends("/today", day="low")
    assert "Marked as a low day" in told
    for person in here.both:
        assert "The surfaces are clear." in person.opens("/today")
        assert "a low day" in person.opens("/today")
    assert "Today is a low day for you" in here.wren.opens(line_on(here.wren.opens("/today")))
    assert "Back to a usual day" in here.wren.sends("/today", day="usual")
    assert WORDS_OF_KITCHEN in here.ash.opens("/today")


def test_a_low_day_is_ones_own_to_mark(here: Street) -> None:
    here.town.does(WREN, BeginLighter())
    here.ash.posts("/today", {"op": "0" * 32, "day": "usual"})
    assert "The surfaces are clear." in here.wren.opens("/today")


def test_at_most_three_things_wait_at_a_glance_and_the_rest_is_one_step_away(
    here: Street,
) -> None:
    for number in range(5):
        asked = AskToTalk(TalkId(f"t{number}"), Urgency.SOON, f"Topic {number}")
        here.town.does(ASH, asked)
    page = here.wren.opens("/today")
    assert "Topic 2" in page
    assert "Topic 3" not in page
    assert "and 3 more" in page  # two talks, and the check-in of the week
    whole = here.wren.opens("/today/all")
    assert "Topic 4" in whole
    assert "This week's check-in" in whole


def test_each_thing_that_waits_leads_to_where_it_is_answered(here: Street) -> None:
    here.town.does(ASH, AskToTalk(TalkId("t"), Urgency.SOON))
    put_forward(here.town, ASH, kitchen("The kitchen is settled by ten."))
    here.town.does(ASH, RaiseMatter(MatterId("m"), "Christmas at home?", (consulted(),)))
    page = here.wren.opens("/today/all")
    for kind in (f"/talk/{key('t')}", "/plans/", "/book/p/", "/check"):
        assert [link for link in page.links if link.startswith(kind)], kind
    assert "Ash suggests: The kitchen is settled by ten." in page
    assert "Your view is heard first" in page
    assert "Ash asks to talk" in page


def test_thanks_are_what_one_reads_last(here: Street) -> None:
    thanks = Observe(ObservationId("n"), WREN, ObservationKind.PRAISE, "You sang on the stairs.")
    here.town.does(ASH, thanks)
    for person in here.both:
        assert "You sang on the stairs." in person.opens("/today")


def test_no_mark_shows_no_word_and_counts_nothing(here: Street) -> None:
    days_later(here, 9)
    page = here.wren.opens("/today")
    for word in ("bed. kept", "not this time", "days ago", "waiting since"):
        assert word not in page


# In every state.


def side_by_side(here: Street, command: Command) -> tuple[Page, Page]:
    here.town.does(WREN, command)
    return here.ash.opens("/today"), here.wren.opens("/today")


def in_the_page(words: str) -> str:
    """Return what a page says below its heading, where no day is named."""
    return words.partition("Side by side")[2]


@pytest.mark.parametrize("command", [Pause(), Stop()])
def test_in_a_rest_nothing_is_expected_and_the_two_stand_side_by_side(
    here: Street, command: Command
) -> None:
    for page in side_by_side(here, command):
        assert "Side by side" in page
        assert "Coming back" in page
        assert WORDS_OF_KITCHEN not in page
        assert "Mark today as low" not in page
        assert "/help" in page.links


def test_after_a_stop_care_comes_first(here: Street) -> None:
    for page in side_by_side(here, Stop()):
        assert "Is everyone safe and cared for?" in page
        assert page.words.index("Talk to someone else") < page.words.index("Ask to talk")


@pytest.mark.parametrize("command", [Pause(), Stop()])
def test_in_a_rest_what_protects_stands_before_whatever_waits(
    here: Street, command: Command
) -> None:
    for page in side_by_side(here, command):
        assert page.words.index("Set your own limits") < page.words.index("Waiting for you")


def test_thirty_paused_days_add_nothing(here: Street) -> None:
    before = side_by_side(here, Pause())[1].words
    days_later(here, 28)
    after = here.wren.opens("/today").words
    assert in_the_page(after) == in_the_page(before)


def test_whoever_said_they_are_ready_is_not_asked_again(here: Street) -> None:
    here.town.does(WREN, Pause())
    assert "When you are both ready. There is no hurry." in here.ash.opens("/today")
    here.town.does(ASH, AffirmResumption())
    assert "When you are both ready. There is no hurry." not in here.ash.opens("/today")


def test_while_checking_in_both_lists_stay_and_say_that_they_rest(here: Street) -> None:
    for page in side_by_side(here, RaiseCheck()):
        assert "Resting until you have both checked in." in page
        assert WORDS_OF_KITCHEN in page


def test_nothing_is_marked_while_it_rests(here: Street) -> None:
    address = line_on(here.wren.opens("/today"))
    fields = {**here.wren.opens(address).form(address), "how": "kept"}
    here.town.does(ASH, RaiseCheck())
    assert "This rests just now." in here.wren.opens(address)
    fields["start"] = "2026-03-02T18:00:01+00:00"
    here.town.clock.later(minutes=1)
    assert here.wren.posts(address, fields).status == 422


def test_after_the_end_nothing_is_owed_and_ones_own_stays(here: Street) -> None:
    for page in side_by_side(here, End()):
        assert "It has ended. Nothing is owed" in page
        assert WORDS_OF_KITCHEN not in page
        for address in ("/mine", "/take", "/help"):
            assert address in page.links
        assert "/talk/new" not in page.links


def test_before_anything_has_begun_the_first_steps_are_shown() -> None:
    with street(agreed()) as here:
        for person in here.both:
            page = person.opens("/today")
            assert "Nothing is expected of either of you yet." in page
            assert "/start" in page.links
            assert WORDS_OF_KITCHEN not in page


def test_somebody_alone_is_told_what_needs_nobody_else() -> None:
    with street(alone()) as here:
        page = here.ash.opens("/today")
        assert page.status == 200
        assert "Invite the other one" in page
        for address in ("/help", "/mine"):
            assert address in page.links


def test_a_stranger_and_nobody_read_nothing_of_it(here: Street) -> None:
    address = line_on(here.wren.opens("/today"))
    here.wren.sends(address, how="kept")
    for other in (here.stranger, here.nobody):
        for at in ("/today", "/today/all", address):
            assert WORDS_OF_KITCHEN not in opens_anything(other, at)


def opens_anything(browser: Browser, address: str) -> Page:
    """Open an address, and send a form there that somebody could make up."""
    browser.posts(address, {"op": "0" * 32, "how": "kept", "day": "low"})
    return browser.opens(address)


def test_what_is_marked_elsewhere_is_read_here(here: Street) -> None:
    duty = ClauseDuty(ClauseId(KITCHEN))
    here.town.does(WREN, MarkOccurrence(duty, here.town.clock.now(), Mark.PARTLY))
    assert "partly" in here.ash.opens("/today")
