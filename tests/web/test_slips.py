"""Putting right: asked, heard, weighed, offered, accepted or not, cared for, and closed."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tests.application.homes import CHAIN
from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, clause, kitchen
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import agreed, begun, entries, put_forward
from troth.application.read import view
from troth.application.rules import SHARED
from troth.domain.agreement.terms import Correction, CorrectionKind, Reward, Standard, Terms
from troth.domain.conduct.breach import Breach, Closing
from troth.domain.dynamic.commands import AffirmResumption, Pause, RaiseCheck, Stop
from troth.domain.kernel import ClauseId, Command
from troth.web.addresses import key

NEW = "/note/slip/new"
WORDS = "The kitchen is settled before bed."
LISTENING = Terms(
    ClauseId("listening"),
    Standard(),
    "Ash asks before deciding.",
    bearers=frozenset({ASH}),
    area=HOUSEHOLD,
)
REPAIR = replace(
    clause("repair", Correction(CorrectionKind.TALK, 45), "Half an hour of listening."),
    bearers=frozenset({ASH}),
)
OUTING = clause("outing", Reward("An outing."), "An outing on Saturday.")
PAUSED = clause("no-outing", Correction(CorrectionKind.PAUSED_TREAT, 600), "A treat pauses.")


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun(LISTENING, REPAIR)) as opened:
        opened.town.clock.later(minutes=40)
        yield opened


def asks(browser: Browser, bearer: str = WREN, name: str = KITCHEN, **fields: object) -> Page:
    """Ask about a line one of them keeps."""
    return browser.sends(NEW, **{"line": f"{bearer}/{key(name)}", "text": "Two pans.", **fields})


def takes(browser: Browser, at: str, step: str, **fields: object) -> Page:
    """Take a step on the page of a slip, by the form of that step."""
    page = browser.opens(at)
    found = [form for to, form in page.forms if to == at and form.get("step") == step]
    assert found, f"no form for {step} on {page.words}"
    return browser.posts(at, {**found[0], **fields})


def has_step(browser: Browser, at: str, step: str) -> bool:
    return any(form.get("step") == step for to, form in browser.opens(at).forms if to == at)


def breach_of(here: Street) -> Breach:
    state = view(here.town.world_of(ASH), CHAIN, SHARED).state
    return list(state.conduct.breaches.breaches.values())[-1]


def upheld(here: Street) -> str:
    """Have it asked, answered, and weighed as a slip; return where it is read."""
    at = asks(here.ash).address
    takes(here.wren, at, "answer", how="acknowledged", text="I went up.")
    takes(here.ash, at, "weigh", how="upheld")
    return at


def offered(here: Street) -> str:
    at = upheld(here)
    takes(here.ash, at, "offer", do="offer", item=key("reflection"), minutes="20")
    return at


# Asking.


def test_it_is_asked_in_one_press_from_the_page_of_the_line(here: Street) -> None:
    about = f"{NEW}/{key(KITCHEN)}"
    assert about in here.ash.opens(f"/house/{key(KITCHEN)}").links
    told = here.ash.sends(NEW, about)
    assert "Asked. Nothing happens until it is heard." in told
    assert WORDS in told
    for browser in here.both:
        assert WORDS in browser.opens("/note/slip")
    assert "It waits for Wren" in here.ash.opens(told.address)


def test_no_address_tells_which_line(here: Street) -> None:
    here.ash.sends(NEW, line=f"{WREN}/{key(KITCHEN)}")
    for browser in here.both:
        assert KITCHEN not in "".join(browser.opens("/note/slip").links)


def test_the_lighter_way_stands_beside_it_with_the_same_weight(here: Street) -> None:
    page = here.ash.opens(NEW)
    assert "/note" in page.links
    assert "Just note it" in page
    assert "btn-main" not in page.html


def test_ones_own_slip_can_be_told_and_counts_as_answered(here: Street) -> None:
    page = asks(here.wren)
    assert "You told of it yourself" in page
    assert "You said: it slipped" in page
    assert has_step(here.ash, page.address, "weigh")


def test_which_line_is_asked_for_and_what_was_written_is_kept(here: Street) -> None:
    page = here.ash.sends(NEW, text="Half said.")
    assert page.status == 422
    assert "Choose which line it is about." in page
    assert page.form(NEW)["text"] == "Half said."


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"day": "someday"}, "Choose the day."),
        ({"at": "at supper"}, "Write the time, such as 22:30"),
        ({"day": "2026-03-01"}, "That was not expected at that time"),
        ({"day": "2026-02-20", "at": "20:00"}, "That was not expected at that time"),
    ],
)
def test_what_cannot_be_asked_says_why_and_records_nothing(
    here: Street, fields: dict[str, str], says: str
) -> None:
    before = entries(here.town)
    page = asks(here.ash, **fields)
    assert page.status == 422
    assert says in page
    assert entries(here.town) == before


def test_the_same_thing_is_asked_about_once(here: Street) -> None:
    fields = {**here.ash.opens(NEW).form(NEW), "line": f"{WREN}/{key(KITCHEN)}"}
    first, again = here.ash.posts(NEW, fields), here.ash.posts(NEW, fields)
    assert first.address == again.address
    assert "This has been asked about already" in asks(here.ash)


def test_while_it_rests_one_can_still_speak_of_oneself_and_of_the_one_who_leads(
    here: Street,
) -> None:
    here.town.does(WREN, Pause())
    assert asks(here.ash).status == 422
    assert "You are paused." in here.ash.opens(NEW)
    before = {"day": "2026-03-02", "at": "19:20"}
    assert asks(here.wren, ASH, "listening", **before).status == 200


def test_with_nothing_agreed_there_is_nothing_to_ask_about() -> None:
    with street(agreed()) as here:
        put_forward(here.town, ASH, kitchen("The kitchen is clear by ten."))
        assert asks(here.ash).status == 422


# Answering and weighing.


def test_the_four_answers_weigh_the_same_and_nothing_hurries(here: Street) -> None:
    at = asks(here.ash).address
    page = here.wren.opens(at)
    for words in (
        "It slipped",
        "There was a reason",
        "I see it differently",
        "It could not be done",
        "Take your time. Nothing is read into waiting.",
    ):
        assert words in page
    assert "btn-main" not in page.html
    assert "checked" not in page.html


def test_only_the_one_it_concerns_answers_and_only_the_other_weighs(here: Street) -> None:
    at = asks(here.ash).address
    assert not has_step(here.ash, at, "answer")
    takes(here.wren, at, "answer", how="explained", text="I was called away.")
    assert "Wren said: there was a reason" in here.ash.opens(at)
    assert "I was called away." in here.ash.opens(at)
    assert not has_step(here.wren, at, "weigh")
    refused = here.wren.posts(at, {"op": "a" * 32, "step": "weigh", "how": "not-upheld"})
    assert refused.status == 422
    assert "Nobody weighs what concerns themselves." in refused


def test_until_it_is_weighed_one_can_answer_anew(here: Street) -> None:
    at = asks(here.ash).address
    takes(here.wren, at, "answer", how="acknowledged")
    takes(here.wren, at, "answer", how="disputed", text="It was your soup.")
    assert "Wren said: I see it differently" in here.ash.opens(at)


def test_an_answer_without_one_of_the_four_keeps_the_words(here: Street) -> None:
    at = asks(here.ash).address
    page = takes(here.wren, at, "answer", text="Half written.")
    assert page.status == 422
    assert "Choose one of the four." in page
    assert "Half written." in page.html


def test_what_came_first_closes_the_way_to_anything_further(here: Street) -> None:
    at = asks(here.ash).address
    takes(here.wren, at, "answer", how="was-impossible", first="need/rest-when-ill")
    assert "It came first: Rest while ill" in here.ash.opens(at)
    refused = takes(here.ash, at, "weigh", how="upheld")
    assert refused.status == 422
    assert "so it cannot be upheld" in refused


@pytest.mark.parametrize(
    ("how", "closes"),
    [
        ("not-upheld", "left there"),
        ("excused", "there was good reason"),
        ("unclear", "needs another"),
    ],
)
def test_every_other_finding_closes_it(here: Street, how: str, closes: str) -> None:
    at = asks(here.ash).address
    takes(here.wren, at, "answer", how="explained")
    assert "Said. Both of you can read it." in takes(here.ash, at, "weigh", how=how)
    for browser in here.both:
        assert closes in browser.opens(at)
        assert "It is closed for good." in browser.opens(at)
        assert "Nothing is open." in browser.opens("/note/slip")


def test_an_unclear_line_opens_a_talk(here: Street) -> None:
    at = asks(here.ash).address
    takes(here.wren, at, "answer", how="disputed")
    takes(here.ash, at, "weigh", how="unclear")
    state = view(here.town.world_of(ASH), CHAIN, SHARED).state
    assert len(state.talks.talks) == 1


def test_what_the_one_who_leads_did_is_weighed_together(here: Street) -> None:
    at = asks(here.wren, ASH, "listening").address
    takes(here.ash, at, "answer", how="acknowledged")
    assert "so you weigh this together" in here.ash.opens(at)
    assert "it takes you both" in takes(here.ash, at, "weigh", how="upheld")
    assert "You said: “It slipped”." in here.ash.opens(at)
    assert "Ash said “It slipped”" not in here.wren.opens(at)
    takes(here.wren, at, "weigh", how="excused")
    for browser in here.both:
        assert "You see it differently" in browser.opens(at)
    takes(here.wren, at, "weigh", how="upheld")
    assert has_step(here.wren, at, "offer")
    page = here.wren.opens(at)
    assert "Half an hour of listening." in page


def test_it_can_be_changed_in_favour_at_any_time_and_never_against(here: Street) -> None:
    at = upheld(here)
    takes(here.ash, at, "change", how="excused", text="I had not seen your note.")
    assert breach_of(here).closing is Closing.EXCUSED
    assert "I had not seen your note." in here.wren.opens(at)


# Offering, and the answer to it.


def test_only_what_both_agreed_is_offered_and_within_its_bounds(here: Street) -> None:
    at = upheld(here)
    page = here.ash.opens(at)
    assert "The words of reflection." in page
    assert "At most 60 minutes." in page
    assert "Half an hour of listening." not in page
    for fields, says in (
        ({"item": "", "minutes": "20"}, "Choose what you offer."),
        ({"item": key("reflection"), "minutes": "a while"}, "Write for how many minutes"),
        ({"item": key("reflection"), "minutes": "90"}, "60"),
    ):
        refused = takes(here.ash, at, "offer", do="offer", **fields)
        assert refused.status == 422
        assert says in refused
    takes(here.ash, at, "offer", do="offer", item=key("reflection"), minutes="20")
    assert "Ash offered what you agreed" in here.wren.opens(at)


def test_nothing_further_closes_it(here: Street) -> None:
    at = upheld(here)
    assert "Closed, for good." in takes(here.ash, at, "offer", do="close")
    assert breach_of(here).closing is Closing.LET_REST


def test_where_nothing_is_agreed_nothing_can_be_offered(here: Street) -> None:
    at = asks(here.wren, ASH, "listening").address
    for browser, step, how in (
        (here.ash, "answer", "acknowledged"),
        (here.ash, "weigh", "upheld"),
        (here.wren, "weigh", "upheld"),
    ):
        takes(browser, at, step, how=how)
    assert "The words of reflection." in here.wren.opens(at)


def test_it_is_accepted_begun_done_cared_for_and_closed(here: Street) -> None:
    at = offered(here)
    assert "You can break it off at any moment." in takes(here.wren, at, "take", do="accept")
    assert "Begun. It ends by itself." in takes(here.wren, at, "begin")
    assert "It ends by itself" in here.ash.opens(at)
    takes(here.wren, at, "finish")
    for browser in here.both:
        assert "Is care wanted?" in browser.opens(at)
    takes(here.ash, at, "care", text="We sat down together.")
    takes(here.wren, at, "close")
    assert breach_of(here).closing is Closing.PUT_RIGHT
    assert "Closed: put right" in here.ash.opens(at)
    assert WORDS not in here.ash.opens("/note/slip")


@pytest.mark.parametrize(
    ("do", "says"), [("decline", "not held against"), ("talk", "a talk is asked")]
)
def test_not_now_closes_it_and_is_held_against_nobody(here: Street, do: str, says: str) -> None:
    at = offered(here)
    assert says in takes(here.wren, at, "take", do=do)
    assert breach_of(here).closing is Closing.DECLINED


def test_one_is_never_kept_in_it(here: Street) -> None:
    at = offered(here)
    takes(here.wren, at, "take", do="accept")
    takes(here.wren, at, "begin")
    takes(here.wren, at, "decline")
    assert breach_of(here).closing is Closing.DECLINED


def test_an_old_page_can_still_say_not_now(here: Street) -> None:
    at = offered(here)
    form = next(form for to, form in here.wren.opens(at).forms if form.get("step") == "take")
    here.wren.posts(at, {**form, "do": "accept"})
    assert "Not now. It is closed" in here.wren.posts(at, {**form, "do": "decline"})


def test_exactly_what_was_read_is_accepted_and_only_by_the_one_it_concerns(here: Street) -> None:
    at = offered(here)
    assert not has_step(here.ash, at, "take")
    refused = takes(here.wren, at, "take", do="accept", offer="0" * 64)
    assert refused.status == 422
    fields = {
        "op": "d" * 32,
        "step": "take",
        "do": "accept",
        "offer": str(breach_of(here).response),
    }
    assert here.ash.posts(at, fields).status == 422


def test_a_treat_that_pauses_is_named() -> None:
    with street(begun(OUTING, PAUSED)) as here:
        here.town.clock.later(minutes=40)
        at = upheld(here)
        page = takes(here.ash, at, "offer", do="offer", item=key("no-outing"), minutes="60")
        assert page.status == 422
        fields = {"item": key("no-outing"), "minutes": "60", "treat": key("outing")}
        takes(here.ash, at, "offer", do="offer", **fields)
        assert "A treat pauses." in here.wren.opens(at)


# When it rests, and whose it is.


@pytest.mark.parametrize("command", [Pause(), Stop()])
def test_a_rest_sends_an_offer_back_and_a_new_yes_is_needed(here: Street, command: Command) -> None:
    at = offered(here)
    takes(here.wren, at, "take", do="accept")
    here.town.clock.later(minutes=5)
    here.town.does(WREN, command)
    assert not has_step(here.wren, at, "begin")
    for member in (ASH, WREN):
        here.town.does(member, AffirmResumption())
    assert not has_step(here.wren, at, "begin")
    assert has_step(here.ash, at, "offer")


def test_while_checking_in_it_rests_and_not_now_is_open(here: Street) -> None:
    at = offered(here)
    here.town.does(ASH, RaiseCheck())
    assert "It rests" in here.wren.opens(at)
    assert "Not now. It is closed" in takes(here.wren, at, "decline")


def test_whoever_asked_can_let_it_rest_and_the_other_cannot(here: Street) -> None:
    at = asks(here.ash).address
    assert not has_step(here.wren, at, "close")
    takes(here.ash, at, "close")
    assert breach_of(here).closing is Closing.LET_REST


def test_a_step_sent_twice_is_taken_once(here: Street) -> None:
    at = asks(here.ash).address
    form = next(form for to, form in here.wren.opens(at).forms if form.get("step") == "answer")
    before = entries(here.town)
    for _ in range(2):
        assert "Answered." in here.wren.posts(at, {**form, "how": "acknowledged"})
    assert entries(here.town) == before + 1


def test_nobody_else_reads_or_takes_a_step(here: Street) -> None:
    at = asks(here.ash).address
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        for address in (at, NEW, "/note/slip"):
            assert "kitchen" not in other.opens(address)
        other.posts(at, {"op": "a" * 32, "step": "answer", "how": "acknowledged"})
        other.posts(NEW, {"op": "b" * 32, "line": f"{WREN}/{key(KITCHEN)}", "day": "2026-03-02"})
    assert entries(here.town) == before


def test_what_there_is_not_has_no_page(here: Street) -> None:
    assert here.wren.opens("/note/slip/elsewhere").status == 404
