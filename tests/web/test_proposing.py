"""Putting lines forward: every kind in plain terms, no word typed is lost, none is agreed yet."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import paired
from tests.given import HOUSEHOLD, KITCHEN, WREN
from tests.web.browsing import Page, Street, street
from tests.web.lines import KITCHEN_AT, NEW_WORDS, agreement_of, agrees, proposal_at
from tests.web.scenes import agreed, alone, begun, both_agree, entries
from troth.domain.agreement.events import Adopt
from troth.domain.agreement.state import in_force
from troth.domain.agreement.terms import (
    Area,
    Category,
    Effect,
    Need,
    NeedDeclared,
    Permission,
    Practice,
    Protocol,
    Ritual,
    Signal,
    SignalMeaning,
    Standard,
    Standing,
    Terms,
    Window,
)
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import ClauseId
from troth.domain.schedules import Schedule
from troth.web.clauses.kinds import GROUPS, Kind, kinds

TEA = "Ash makes tea on Sunday mornings."


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def suggests(here: Street, kind: str, **fields: object) -> Page:
    """Have Wren suggest a line of one kind."""
    return here.wren.sends(f"/book/new/{kind}", **fields)


def proposed(here: Street) -> Terms:
    """Return the line that is proposed."""
    (proposal,) = agreement_of(here.town).proposals.values()
    item = proposal.items[0]
    assert isinstance(item, Adopt)
    return item.wording.terms


def test_every_kind_is_there_in_plain_terms(here: Street) -> None:
    page = here.wren.opens("/book/new")
    for group in GROUPS:
        assert group.name in page
    for kind in kinds():
        label = f"{kind.label}: " if kind.label else ""
        assert f"{kind.name} {label}{kind.plain}" in page
        assert f"/book/new/{kind.at}" in page.links


@pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.at)
def test_each_kind_asks_for_its_words_and_has_neither_loud_address_nor_title(
    here: Street, kind: Kind
) -> None:
    address = f"/book/new/{kind.at}"
    page = here.ash.opens(address)
    assert page.status == 200
    assert page.form(address)["text"] == ""
    assert page.title.startswith("New line")


def test_a_new_line_is_put_forward_and_nothing_is_agreed(here: Street) -> None:
    told = suggests(
        here, "line", text=TEA, bearers="ash", area="household", reason="I would like it."
    )
    assert "It is put forward. Nothing changes until you both agree to the same words." in told
    assert TEA in told
    assert "I would like it." in told
    terms = proposed(here)
    assert (terms.bearers, terms.area) == (frozenset({"ash"}), HOUSEHOLD)
    assert isinstance(terms.body, Standard)
    assert in_force(agreement_of(here.town), terms.clause, here.town.clock.now()) is None


def test_its_name_in_the_history_is_how_it_begins(here: Street) -> None:
    suggests(here, "line", text=TEA, bearers="ash")
    assert proposed(here).clause == "ash-makes-tea-on"


def test_a_second_line_that_begins_alike_has_a_name_of_its_own(here: Street) -> None:
    alike = Terms(ClauseId("ash-makes-tea-on"), Standard(), TEA, frozenset({WREN}))
    both_agree(here.town, alike)
    suggests(here, "line", text=TEA, bearers="ash")
    assert proposed(here).clause.startswith("ash-makes-tea-on-")


def test_a_new_line_is_tried_first_unless_somebody_says_otherwise(here: Street) -> None:
    suggests(here, "line", text=TEA, bearers="ash")
    assert proposed(here).trial_days == 30


def test_a_line_can_hold_from_the_start(here: Street) -> None:
    suggests(here, "line", text=TEA, bearers="ash", trial_days="none", review_after_days="90")
    assert (proposed(here).trial_days, proposed(here).review_after_days) == (None, 90)


def test_what_is_missing_is_asked_for_all_at_once_and_nothing_is_lost(here: Street) -> None:
    page = suggests(here, "when", do="Wren fills the glass.", why="A sign of ours.")
    assert page.status == 422
    assert page.title.startswith("Error: New line")
    for question in ("The words you would both agree to", "When this happens", "Who keeps it?"):
        assert f"Still open: {question}" in page
    form = page.form("/book/new/when")
    assert form["do"] == "Wren fills the glass."
    assert form["why"] == "A sign of ours."


def test_sending_it_twice_puts_it_forward_once(here: Street) -> None:
    page = here.wren.opens("/book/new/line")
    fields = {**page.form("/book/new/line"), "text": TEA, "bearers": "ash"}
    for _ in range(2):
        assert "It is put forward." in here.wren.posts("/book/new/line", fields)
    assert len(agreement_of(here.town).proposals) == 1


def test_a_small_form_for_a_moment_keeps_all_it_says(here: Street) -> None:
    suggests(
        here,
        "when",
        text="When we have guests, Wren fills Ash's glass first.",
        when="we have guests",
        do="Wren fills Ash's glass first",
        bearers="wren",
        level="medium",
        settings=["company", "public"],
        grade="request",
    )
    body = proposed(here).body
    assert isinstance(body, Protocol)
    assert (body.when, body.level, sorted(body.settings)) == (
        "we have guests",
        "medium",
        ["company", "public"],
    )


def test_something_that_comes_round_is_kept_by_the_clock_of_whoever_wrote_it(here: Street) -> None:
    told = suggests(
        here,
        "round",
        **{
            "text": "Wren reads aloud for a while.",
            "bearers": "wren",
            "schedule.every": "week",
            "schedule.days": ["WE", "SU"],
            "schedule.time": "20:30",
            "schedule.minutes": "30",
            "schedule.zone": "Europe/Paris",
        },
    )
    body = proposed(here).body
    assert isinstance(body, Ritual)
    assert body.schedule == Schedule(
        "FREQ=WEEKLY;BYDAY=WE,SU", "2026-03-02T20:30", "Europe/Paris", 30
    )
    assert "every week on Wednesday, Sunday at 20:30, for 30 minutes" in told
    assert "(Europe/Paris)" in here.ash.opens(proposal_at(here.town))


def test_a_time_nobody_can_read_is_asked_for_again(here: Street) -> None:
    page = suggests(
        here,
        "week",
        **{"text": "We sit down.", "schedule.every": "week", "schedule.time": "evening"},
    )
    assert page.status == 422
    assert "Choose on which days it comes round." in page
    assert "Write a time of day, such as 19:30." in page
    assert page.form("/book/new/week")["schedule.time"] == "evening"


def test_times_when_it_is_on_say_what_closes_them(here: Street) -> None:
    suggests(
        here,
        "hours",
        **{
            "text": "Friday evenings.",
            "schedule.every": "month",
            "schedule.days": "FR",
            "schedule.time": "19.00",
            "schedule.minutes": "240",
            "closed_by": ["illness", "company"],
        },
    )
    body = proposed(here).body
    assert isinstance(body, Window)
    assert body.schedule.rule == "FREQ=MONTHLY;BYDAY=1FR"
    assert sorted(body.closed_by) == ["company", "illness"]


def test_words_that_may_touch_a_need_are_asked_about(here: Street) -> None:
    page = suggests(here, "line", text="Wren tells Ash when going to sleep.", bearers="wren")
    assert page.status == 422
    assert "What does it do to: sleep?" in page
    form = {**page.form("/book/new/line"), "considered": "neither"}
    assert "It is put forward." in here.wren.posts("/book/new/line", form)
    assert proposed(here).needs == ()


def test_a_line_that_supports_a_need_says_so(here: Street) -> None:
    page = suggests(here, "line", text="Ash sees that Wren can sleep.", bearers="ash")
    form = {**page.form("/book/new/line"), "considered": "supports"}
    assert "Supports sleep" in here.wren.posts("/book/new/line", form)
    assert proposed(here).needs == (NeedDeclared(Need.SLEEP, Effect.SUPPORTS),)


def test_an_answer_about_one_need_does_not_answer_for_another(here: Street) -> None:
    page = suggests(here, "line", text="Wren tells Ash when going to sleep.", bearers="wren")
    form = {**page.form("/book/new/line"), "considered": "neither", "text": "Wren eats at six."}
    again = here.wren.posts("/book/new/line", form)
    assert again.status == 422
    assert "What does it do to: food?" in again


def test_something_intimate_needs_its_stop_signal_and_its_bounds(here: Street) -> None:
    fields = {"text": "Wren can ask for it.", "asked_by": "wren", "category": "new-intimate"}
    page = suggests(here, "ask", **fields)
    assert "Still open: Where does it begin and end?" in page
    page = suggests(here, "ask", **fields, bounds="Only the two of us.")
    assert "agree on a stop signal and name it there" in page
    told = suggests(here, "ask", **fields, bounds="Only the two of us.", stop_signal="red")
    assert "It is never a yes in the moment" in told
    body = proposed(here).body
    assert isinstance(body, Permission)
    assert body.stop_signal == "red"
    assert (proposed(here).category, proposed(here).review_after_days) == (
        Category.NEW_INTIMATE,
        180,
    )


def test_a_part_of_life_is_named_before_it_is_said_where_it_stands() -> None:
    with street(paired()) as here:
        page = here.wren.opens("/book/new/part")
        assert "Name the part of life first" in page
        assert "/book/parts" in page.links


def test_where_a_part_of_life_stands_carries_its_name(here: Street) -> None:
    assert "Choose which part of life this is about." in suggests(here, "part", text="It is ours.")
    suggests(here, "part", text="It is ours.", place="work", standing="together")
    assert proposed(here).clause == "work"
    body = proposed(here).body
    assert isinstance(body, Area)
    assert body.standing is Standing.TOGETHER


def test_a_part_of_life_that_is_out_says_whose_it_is(here: Street) -> None:
    page = suggests(here, "part", text="It stays out.", place="work", standing="outside")
    assert page.status == 422
    assert "is outside the exchange, so say whose it is" in page


def test_who_looks_after_what_is_one_thing_on_a_line(here: Street) -> None:
    suggests(
        here,
        "part",
        **{
            "text": "Ash leads in it.",
            "place": "household",
            "standing": "within",
            "elements.ash": "bills\nrepairs\n",
            "elements.wren": "the kitchen",
        },
    )
    assert "Looked after added: Ash: bills, repairs; Wren: the kitchen" in here.ash.opens(
        proposal_at(here.town)
    )


def test_a_signal_has_neither_trial_nor_last_day(here: Street) -> None:
    page = here.wren.opens("/book/new/sign")
    assert "trial_days" not in page.form("/book/new/sign")
    suggests(here, "sign", text="“Amber” slows us down.", sign="amber", meaning="check-in")
    assert proposed(here).body == Signal("amber", SignalMeaning.CHECK_IN)
    assert proposed(here).trial_days is None


def test_a_kind_of_which_there_is_one_takes_the_place_of_the_one_there_is(here: Street) -> None:
    suggests(here, "both", text="We decide it together.", overlap="together")
    assert proposed(here).clause == "authority"


def test_titles_are_of_each_and_may_be_left_out(here: Street) -> None:
    suggests(
        here,
        "who",
        **{"text": "Ash leads.", "leads": "ash", "style": "service", "titles.ash": "Captain"},
    )
    page = here.ash.opens(proposal_at(here.town))
    assert "Titles added: Ash: Captain" in page
    assert "Spoken to as" not in page


def test_a_last_day_counts_to_its_end_where_its_author_lives(here: Street) -> None:
    suggests(here, "line", text=TEA, bearers="ash", lapses_on="2026-05-31")
    last = proposed(here).lapses_on
    assert last is not None
    assert f"{last:%Y-%m-%d %H:%M}" == "2026-05-31 22:00"
    assert "Last day 31 May 2026" in here.wren.opens(proposal_at(here.town))


def test_a_last_day_that_has_passed_is_asked_for_again(here: Street) -> None:
    page = suggests(here, "line", text=TEA, bearers="ash", lapses_on="2026-01-31")
    assert page.status == 422
    assert "a last day that is later than now" in page


def test_other_words_begin_with_the_words_there_are(here: Street) -> None:
    form = here.ash.opens(f"{KITCHEN_AT}/words").form(f"{KITCHEN_AT}/words")
    assert form["text"] == "The kitchen is settled before bed."
    assert form["lighter"] == "The surfaces are clear."
    assert (form["bearers"], form["area"]) == ("wren", "household")


def test_only_the_words_that_were_changed_are_changed(here: Street) -> None:
    here.ash.sends(f"{KITCHEN_AT}/words", text=NEW_WORDS)
    terms = proposed(here)
    held = in_force(agreement_of(here.town), KITCHEN, here.town.clock.now())
    assert held is not None
    assert terms.text == NEW_WORDS
    assert (terms.body, terms.bearers, terms.area) == (
        held.terms.body,
        held.terms.bearers,
        held.terms.area,
    )
    assert terms.trial_days is None


def test_in_a_pause_two_people_can_still_put_words_forward(here: Street) -> None:
    here.town.does(WREN, Pause())
    told = here.wren.sends(f"{KITCHEN_AT}/words", text=NEW_WORDS)
    assert "It is put forward." in told
    for browser in here.both:
        agrees(browser, proposal_at(here.town))
    assert NEW_WORDS in here.ash.opens(KITCHEN_AT)


def test_before_anything_is_agreed_a_first_line_can_be_put_forward() -> None:
    with street(paired()) as here:
        assert "It is put forward." in suggests(here, "us", text="We are calmer so.")
    with street(agreed()) as here:
        assert "It is put forward." in suggests(here, "us", text="We are calmer so.")


def test_alone_there_is_nobody_to_put_it_forward_to() -> None:
    with street(alone()) as here:
        assert here.ash.opens("/book/new/line").address == "/start/invite"


def test_there_is_no_kind_by_another_name(here: Street) -> None:
    assert here.ash.opens("/book/new/standard").status == 404


def test_nobody_else_puts_anything_forward(here: Street) -> None:
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        other.posts("/book/new/us", {"op": "0" * 32, "text": "Mine."})
        other.posts(f"{KITCHEN_AT}/words", {"op": "0" * 32, "text": "Mine."})
    assert entries(here.town) == before


def test_how_careful_something_is_agreed_is_asked_at_once_where_it_matters(here: Street) -> None:
    page = here.wren.opens("/book/new/ask")
    asked = page.words.index("How careful is it to be agreed?")
    assert asked < page.words.index("More that it can say")
    other = here.wren.opens("/book/new/line")
    assert other.words.index("How careful") > other.words.index("More that it can say")


def test_a_long_choice_is_folded_until_something_in_it_is_chosen(here: Street) -> None:
    lines = (Terms(ClauseId(f"l{number}"), Practice(), f"Habit {number}.") for number in range(9))
    both_agree(here.town, *lines)
    folded = "Which lines does it rest on? (optional) Which lines does it rest on? (optional)"
    assert folded in here.wren.opens("/book/new/us")
    suggests(here, "us", text="We are calmer so.", rests_on=["l3", "red"])
    assert proposed(here).rests_on == {"l3", "red"}
