"""Asked and offered: taken up, answered, taken or left; each answer is as easy as the other."""

from collections.abc import Iterator

import pytest

from tests.given import ASH, HOUSEHOLD, WORK, WREN, clause
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import begun, both_agree, entries
from troth.domain.agreement.terms import Authority, Grade, Overlap, Permission, Reward
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import GiveDirection
from troth.domain.directions.treats import OfferTreat, TreatId
from troth.domain.dynamic.commands import End, Pause
from troth.domain.kernel import Significance
from troth.domain.routing.matter import Declaration
from troth.web.addresses import key

ASKED = "/plans/asked"
DIRECTION = {
    "text": "Write the list for the market.",
    "area": HOUSEHOLD,
    "whom": "other",
    "weight": "routine",
    "until": "tomorrow",
}


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    evening = clause("evening-out", Permission("Once a week.", WREN), "An evening out.")
    bath = clause("bath", Reward("A bath"), "A slow bath.")
    with street(begun(evening, bath)) as opened:
        yield opened


def one_of(page: Page) -> str:
    """Return where the one thing that is asked or offered leads."""
    fixed = {"new", "open", "treat", "own"}
    links = {link for link in page.links if link.startswith(f"{ASKED}/")}
    (found,) = (link for link in links if link.rpartition("/")[2] not in fixed)
    return found


def answers(person: Browser, how: str, **fields: object) -> Page:
    """Open the one thing there is, and answer it."""
    return person.sends(one_of(person.opens(ASKED)), how=how, **fields)


# Asking of the other, in what one leads.


def test_whoever_leads_asks_with_an_end_and_both_read_it(here: Street) -> None:
    told = here.ash.sends(f"{ASKED}/new", **DIRECTION)
    assert "Asked. Both of you can see it." in told
    assert "You ask this · until tomorrow at 23:59" in told
    assert "Ash asks · until" in here.wren.opens(ASKED)
    assert "Write the list for the market." in here.wren.opens("/today")


def test_only_whoever_leads_is_offered_it_and_only_in_what_they_lead(here: Street) -> None:
    assert f"{ASKED}/new" in here.ash.opens(ASKED).links
    assert f"{ASKED}/new" not in here.wren.opens(ASKED).links
    assert "Nothing is yours to direct just now." in here.wren.opens(f"{ASKED}/new")
    page = here.ash.sends(f"{ASKED}/new", **{**DIRECTION, "area": WORK})
    assert page.status == 422
    assert "A direction is given only in what you lead" in page
    assert page.form(f"{ASKED}/new")["text"] == DIRECTION["text"]


@pytest.mark.parametrize(
    ("missing", "wanted"),
    [
        ("text", "Write what you ask."),
        ("area", "Choose a part of life"),
        ("whom", "Choose whom it touches."),
        ("weight", "Choose how much it matters."),
        ("until", "Choose when."),
    ],
)
def test_what_is_missing_is_asked_for(here: Street, missing: str, wanted: str) -> None:
    page = here.ash.sends(f"{ASKED}/new", **{**DIRECTION, missing: ""})
    assert page.status == 422
    assert wanted in page


def test_words_that_may_touch_a_need_are_asked_about(here: Street) -> None:
    page = here.ash.sends(f"{ASKED}/new", **{**DIRECTION, "text": "Buy the food."})
    assert page.status == 422
    assert "keeps nobody from food" in page
    sent = {**page.form(f"{ASKED}/new"), **DIRECTION, "text": "Buy the food.", "considered": "1"}
    assert "Asked." in here.ash.posts(f"{ASKED}/new", sent)


def test_it_is_taken_up_and_done(here: Street) -> None:
    here.ash.sends(f"{ASKED}/new", **DIRECTION)
    assert "Taken up." in answers(here.wren, "take-up")
    assert "taken up" in here.ash.opens(ASKED)
    assert "Done." in answers(here.wren, "done")
    assert DIRECTION["text"] not in here.ash.opens(ASKED)


def test_i_cannot_ends_it_and_nothing_follows(here: Street) -> None:
    here.ash.sends(f"{ASKED}/new", **DIRECTION)
    told = answers(here.wren, "cannot", note="I am on the train.")
    assert "It has ended. Nothing follows from it." in told
    assert DIRECTION["text"] not in here.wren.opens("/today")


def test_whoever_gave_it_lets_it_go_and_answers_nothing_of_the_others(here: Street) -> None:
    here.ash.sends(f"{ASKED}/new", **DIRECTION)
    page = here.ash.opens(one_of(here.ash.opens(ASKED)))
    assert "I cannot" not in page
    assert answers(here.ash, "take-up").status == 422
    assert "Let go." in answers(here.ash, "let-go")


def test_an_answer_sent_twice_is_given_once(here: Street) -> None:
    here.ash.sends(f"{ASKED}/new", **DIRECTION)
    at = one_of(here.wren.opens(ASKED))
    fields = {**here.wren.opens(at).form(at), "how": "cannot"}
    here.wren.posts(at, fields)
    before = entries(here.town)
    assert "Nothing follows from it." in here.wren.posts(at, fields)
    assert entries(here.town) == before


def test_what_is_over_meanwhile_is_said_in_the_list(here: Street) -> None:
    here.ash.sends(f"{ASKED}/new", **DIRECTION)
    at = one_of(here.wren.opens(ASKED))
    fields = here.wren.opens(at).form(at)
    answers(here.ash, "let-go")
    page = here.wren.posts(at, {**fields, "how": "take-up"})
    assert page.status == 422
    assert "is over, or rests just now" in page


def test_the_three_answers_have_one_weight(here: Street) -> None:
    here.ash.sends(f"{ASKED}/new", **DIRECTION)
    page = here.wren.opens(one_of(here.wren.opens(ASKED)))
    assert page.html.count('class="btn"') == 3
    assert "btn-main" not in page.html


def test_a_standing_order_is_looked_at_again(here: Street) -> None:
    both_agree(
        here.town,
        clause("authority", Authority(Overlap.TOGETHER, grade=Grade.STANDING_ORDER)),
    )
    order = {**DIRECTION, "grade": "standing-order", "until": "month"}
    missing = here.ash.sends(f"{ASKED}/new", **order)
    assert missing.status == 422
    assert "Choose when." in missing
    assert "Asked." in here.ash.sends(f"{ASKED}/new", **order, again="week")
    at = one_of(here.ash.opens(ASKED))
    kept = {**here.ash.opens(at).form(at), "how": "look-again"}
    assert "Choose when." in here.ash.posts(at, {**kept, "again": ""})
    assert "Looked at again. It stands." in here.ash.posts(at, {**kept, "again": "month"})


def test_what_is_no_standing_order_is_not_looked_at_again(here: Street) -> None:
    here.ash.sends(f"{ASKED}/new", **DIRECTION)
    at = one_of(here.ash.opens(ASKED))
    assert "Does it still fit?" not in here.ash.opens(at)
    fields = {**here.ash.opens(at).form(at), "how": "look-again", "again": "week"}
    page = here.ash.posts(at, fields)
    assert page.status == 422
    assert "A standing order needs a day to look at it again" in page


# Permissions.


def test_what_may_be_asked_is_asked_and_answered(here: Street) -> None:
    told = here.wren.sends(f"{ASKED}/open", clause="evening-out", text="On Friday?")
    assert "Asked." in told
    assert "waits for an answer" in told
    assert "On Friday?" in here.ash.opens("/today/all")
    answered = answers(here.ash, "yes", note="Have a good one.")
    assert "Yes. It is still asked in the moment, and a no then is a no." in answered
    page = here.wren.opens(one_of(here.wren.opens(ASKED)))
    assert "Have a good one." in page
    assert "An evening out." in page


def test_not_this_time_is_as_easy_and_a_mind_may_change(here: Street) -> None:
    here.wren.sends(f"{ASKED}/open", clause="evening-out", text="On Friday?")
    assert "Not this time. Nothing follows from it." in answers(here.ash, "not-this-time")
    assert "Yes." in answers(here.ash, "yes")


def test_what_was_answered_with_not_this_time_is_done_with(here: Street) -> None:
    here.wren.sends(f"{ASKED}/open", clause="evening-out", text="On Friday?")
    assert "Answered lately" not in here.wren.opens(ASKED)
    answers(here.ash, "not-this-time")
    for each in (here.ash, here.wren):
        page = each.opens(ASKED)
        assert page.html.index("Answered lately") < page.html.index("On Friday?")
    page = here.wren.opens(one_of(here.wren.opens(ASKED)))
    assert "not this time" in page
    assert "Take it back" not in page


def test_whoever_asked_takes_it_back_and_does_not_answer_it(here: Street) -> None:
    here.wren.sends(f"{ASKED}/open", clause="evening-out", text="On Friday?")
    assert answers(here.wren, "yes").status == 422
    assert "Taken back." in answers(here.wren, "take-back")
    assert "On Friday?" not in here.ash.opens(ASKED)


def test_only_what_is_ones_own_to_ask_is_offered(here: Street) -> None:
    assert f"{ASKED}/open" not in here.ash.opens(ASKED).links
    assert "nothing that is yours to ask for" in here.ash.opens(f"{ASKED}/open")
    page = here.wren.sends(f"{ASKED}/open", clause="kitchen", text="On Friday?")
    assert page.status == 422
    assert "Choose what you agreed on." in page
    assert page.form(f"{ASKED}/open")["text"] == "On Friday?"


# Treats.


@pytest.mark.parametrize("under", ["", "bath"])
def test_a_treat_is_offered_and_taken_and_leaves_no_trace(here: Street, under: str) -> None:
    told = here.ash.sends(f"{ASKED}/treat", text="A bath, when you like.", clause=under)
    assert "Offered, freely." in told
    assert "Ash offers it freely" in here.wren.opens("/today/all")
    assert "Taken. Nothing is owed for it." in answers(here.wren, "take")
    for person in here.both:
        assert "A bath, when you like." not in person.opens(ASKED)


def test_not_now_needs_no_reason(here: Street) -> None:
    here.wren.sends(f"{ASKED}/treat", text="Breakfast in bed.")
    assert "Not now. Nothing follows from it." in answers(here.ash, "not-now")


def test_a_treat_is_taken_back_by_whoever_offers_it(here: Street) -> None:
    here.wren.sends(f"{ASKED}/treat", text="Breakfast in bed.")
    assert answers(here.wren, "take").status == 422
    assert "Taken back." in answers(here.wren, "take-back")


def test_a_treat_without_words_is_asked_for(here: Street) -> None:
    page = here.wren.sends(f"{ASKED}/treat", text="")
    assert page.status == 422
    assert "Write what you offer." in page


def test_a_treat_is_offered_in_a_rest_too_and_nothing_is_directed(here: Street) -> None:
    here.town.does(WREN, Pause())
    assert "Offered, freely." in here.wren.sends(f"{ASKED}/treat", text="Soup.")
    assert f"{ASKED}/new" not in here.ash.opens(ASKED).links


def test_what_was_directed_rests_with_everything_else(here: Street) -> None:
    here.ash.sends(f"{ASKED}/new", **DIRECTION)
    here.town.does(WREN, Pause())
    for person in here.both:
        assert DIRECTION["text"] not in person.opens(ASKED)
        assert DIRECTION["text"] not in person.opens("/today")


def test_after_the_end_nothing_is_asked_any_more(here: Street) -> None:
    fields = here.ash.opens(f"{ASKED}/treat").form(f"{ASKED}/treat")
    here.town.does(WREN, End())
    assert here.ash.posts(f"{ASKED}/treat", {**fields, "text": "Soup."}).status == 422
    assert "nothing new is begun here" in here.ash.opens(f"{ASKED}/treat")


def test_a_press_that_means_nothing_has_no_page(here: Street) -> None:
    here.ash.sends(f"{ASKED}/new", **DIRECTION)
    at = one_of(here.wren.opens(ASKED))
    form = here.wren.opens(at).form(at)
    for sent in ({"how": "x"}, {"how": "yes"}, {"kind": "x", "how": "done"}):
        assert here.wren.posts(at, {**form, **sent}).status == 404


@pytest.mark.parametrize("form", ["", "/new", "/open", "/treat", "/own", f"/{key('g')}"])
def test_a_stranger_and_nobody_see_and_do_nothing(here: Street, form: str) -> None:
    here.town.does(ASH, OfferTreat(TreatId("f"), "Only between us."))
    word = Declaration(frozenset({WREN}), Significance.ROUTINE)
    until = here.town.clock.now().replace(day=3)
    given = GiveDirection(DirectionId("g"), "Only for Wren.", word, until, HOUSEHOLD)
    here.town.does(ASH, given)
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        page = other.opens(f"{ASKED}{form}")
        assert "Only " not in page.words.replace("Only me", "")
        if form:
            sent = {"op": "0" * 32, "id": "g", "kind": "direction", "how": "cannot", **DIRECTION}
            assert "Only for Wren." not in other.posts(f"{ASKED}{form}", sent)
    assert entries(here.town) == before
